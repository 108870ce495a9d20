import type { AuthenticatedMedusaRequest, MedusaResponse } from "@medusajs/framework/http"
import { credentialsOf } from "../../../../../workflows/connections/connection-input"
import { marketplaceOf } from "../../../../../workflows/shared/marketplace"
import type { CheckBody } from "../validators"
import type { CheckResult } from "../../../../../marketplaces/port"

/** Tries credentials before they are saved; with `connection_id`, secrets left out are the stored ones. */
export const POST = async (req: AuthenticatedMedusaRequest<CheckBody>, res: MedusaResponse<CheckResult>) => {
  const { marketplace_id, credentials, connection_id } = req.validatedBody
  const marketplace = marketplaceOf(req.scope)
  const kept = connection_id ? await marketplace.keptCredentials(connection_id) : null
  const complete = credentialsOf(
    marketplace.adapter(marketplace_id),
    marketplace.adapterOptions(marketplace_id),
    credentials,
    kept
  )
  res.json(await marketplace.openCheck(marketplace_id, complete, AbortSignal.timeout(10_000)).check())
}
