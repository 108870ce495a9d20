import { asValue } from "@medusajs/framework/awilix"
import type { MedusaNextFunction, MedusaRequest, MedusaResponse } from "@medusajs/framework/http"
import type { Logger } from "@medusajs/framework/types"
import { ContainerRegistrationKeys } from "@medusajs/framework/utils"
import { errorKind } from "../../../workflows/shared/error-kind"

/**
 * Of a request to these routes Medusa logs the address, the page that it came from, and an unexpected error whole. The
 * first two hold the name by which a buyer is looked for, in whatever spelling, the third can repeat what it failed on:
 * addresses are logged without query, errors by their kind. What is answered holds buyers' data: no cache keeps it.
 */
export function keepPrivate(req: MedusaRequest, res: MedusaResponse, next: MedusaNextFunction): void {
  res.setHeader("Cache-Control", "no-store")
  req.originalUrl = withoutQuery(req.originalUrl)
  for (const header of ["referer", "referrer"]) {
    const page = req.headers[header]
    if (typeof page === "string") req.headers[header] = withoutQuery(page)
  }
  const logger = req.scope.resolve<Logger>(ContainerRegistrationKeys.LOGGER)
  const error = (what: unknown) =>
    logger.error(
      typeof what === "string" ? what : `marketplace-connect: a request failed (${errorKind(what)})`
    )
  req.scope.register({
    [ContainerRegistrationKeys.LOGGER]: asValue(Object.create(logger, { error: { value: error } })),
  })
  next()
}

const withoutQuery = (address: string): string => address.replace(/[?#][^]*$/, "")
