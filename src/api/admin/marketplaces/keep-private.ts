import { asValue } from "@medusajs/framework/awilix"
import type { MedusaNextFunction, MedusaRequest, MedusaResponse } from "@medusajs/framework/http"
import type { Logger } from "@medusajs/framework/types"
import { ContainerRegistrationKeys } from "@medusajs/framework/utils"
import { errorKind } from "../../../workflows/shared/error-kind"

/**
 * Of a request to these routes Medusa logs the address, and an unexpected error whole. The first holds the name by which
 * a buyer is looked for, the second can repeat what it failed on: both are logged without.
 */
export function keepPrivate(req: MedusaRequest, _: MedusaResponse, next: MedusaNextFunction): void {
  req.originalUrl = req.originalUrl.replace(/([?&]q=)[^&]*/g, "$1-")
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
