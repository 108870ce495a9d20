import diagnostics from "node:diagnostics_channel"
import type { IncomingMessage, ServerResponse } from "node:http"
import { asValue } from "@medusajs/framework/awilix"
import type { MedusaRequest } from "@medusajs/framework/http"
import type { Logger } from "@medusajs/framework/types"
import { ContainerRegistrationKeys } from "@medusajs/framework/utils"
import { errorKind } from "../../../workflows/shared/error-kind"

const OURS = /^(?:https?:\/\/[^/?#]*)?\/+admin\/+(?:marketplaces|labels|label-accounts)(?![\w-])/i

/**
 * Of a request to these routes Medusa logs the address, the page that it came from, and an error. The first two hold the
 * name by which a buyer is looked for, in whatever spelling; an error can repeat a piece of a body that is no JSON, or what
 * it failed on. What is answered holds buyers' data. A request can fail before any middleware of a plugin (refused, no
 * JSON, a preflight), so each is seen as it arrives: addresses are logged without query, errors without what they repeat,
 * and no cache keeps an answer.
 */
export function keepRequestsPrivate(): void {
  const onArrival = (message: unknown) => {
    const { request, response } = message as { request: IncomingMessage; response: ServerResponse }
    if (OURS.test(decoded(withoutQuery(request.url ?? "")))) keepPrivate(request, response)
  }
  // Loaded again, as in development, it looks only once.
  const known = globalThis as { [LISTENER]?: (message: unknown) => void }
  if (known[LISTENER]) diagnostics.unsubscribe(ARRIVAL, known[LISTENER])
  known[LISTENER] = onArrival
  diagnostics.subscribe(ARRIVAL, onArrival)
}

const ARRIVAL = "http.server.request.start"
const LISTENER = Symbol.for("marketplace-connect.keep-requests-private")

export function keepPrivate(request: IncomingMessage, response: Pick<ServerResponse, "setHeader">): void {
  response.setHeader("Cache-Control", "no-store")
  for (const header of ["referer", "referrer"]) {
    const page = request.headers[header]
    if (typeof page === "string") request.headers[header] = withoutQuery(page)
  }
  let scope: MedusaRequest["scope"] | undefined
  Object.defineProperties(request, {
    // Express keeps an address that is there already.
    originalUrl: {
      value: withoutQuery(request.url ?? ""),
      writable: true,
      configurable: true,
      enumerable: true,
    },
    scope: {
      get: () => scope,
      set: (given: MedusaRequest["scope"]) => {
        scope = given
        const logger = given.resolve<Logger>(ContainerRegistrationKeys.LOGGER)
        given.register({ [ContainerRegistrationKeys.LOGGER]: asValue(discreet(logger)) })
      },
      configurable: true,
      enumerable: true,
    },
  })
}

/** Of a refusal before any route Medusa's line is "Error <status> at <path>: <what was wrong>", which can quote the request. */
const QUOTING = /^(Error \d{3} at [^:\s]*):[^]*$/

function discreet(logger: Logger): Logger {
  const error = (what: unknown) =>
    logger.error(
      typeof what === "string"
        ? what.replace(QUOTING, "$1")
        : `marketplace-connect: a request failed (${errorKind(what)})`
    )
  const info = (what: string) => logger.info(what.replace(QUOTING, "$1"))
  return Object.create(logger, { error: { value: error }, info: { value: info } }) as Logger
}

const withoutQuery = (address: string): string => address.replace(/[?#][^]*$/, "")

function decoded(path: string): string {
  try {
    return decodeURIComponent(path)
  } catch {
    return path
  }
}
