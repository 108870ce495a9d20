import type { AuthenticatedMedusaRequest, MedusaResponse } from "@medusajs/framework/http"
import { credentialsOf, hintsOf } from "../../../../../workflows/connections/connection-input"
import { deleteMarketplaceConnectionWorkflow } from "../../../../../workflows/connections/delete-connection"
import { updateMarketplaceConnectionWorkflow } from "../../../../../workflows/connections/update-connection"
import { marketplaceOf } from "../../../../../workflows/shared/marketplace"
import { answerConflict } from "../../answer-conflict"
import { actorOf } from "../../helpers"
import { demand } from "../../permissions"
import { currentConnection } from "../present"
import { mayLeave } from "../leaving"
import type { DeleteConnectionQuery, UpdateConnectionBody } from "../validators"
import type { LeavingNeeded } from "./offers/types"
import type { Deleted } from "../../types"
import type { Connection, ConnectionConflict } from "../types"

export const GET = async (
  req: AuthenticatedMedusaRequest,
  res: MedusaResponse<{ connection: Connection }>
) => {
  res.json(await currentConnection(req))
}

/**
 * With the `version` that was shown, only that one is changed; credentials are laid over those that were read. Disabling one whose
 * stock is sent needs `leave`, what becomes of the quantities that the marketplace shows.
 */
export const POST = async (
  req: AuthenticatedMedusaRequest<UpdateConnectionBody>,
  res: MedusaResponse<{ connection: Connection } | ConnectionConflict | LeavingNeeded>
) => {
  const { credentials, leave, ...input } = req.validatedBody
  if (credentials) await demand(req, "marketplace_credential:update")
  const { id } = req.params
  const marketplace = marketplaceOf(req.scope)
  const { marketplace_id } = await marketplace.connection(id)
  // Without its adapter a connection can still be disabled.
  const adapter = credentials && marketplace.adapter(marketplace_id)
  const options = adapter ? marketplace.adapterOptions(marketplace_id) : {}
  const current = () => currentConnection(req)
  const leaving = { wanted: leave, what: "disabled", answer: current }
  await answerConflict(res as MedusaResponse<ConnectionConflict>, current, async () => {
    if (input.is_enabled === false && !(await mayLeave(req, res as MedusaResponse<LeavingNeeded>, leaving)))
      return
    const [read] = credentials ? await marketplace.connections.listVersions([id]) : []
    const complete =
      adapter && credentialsOf(adapter, options, credentials, await marketplace.keptCredentials(id))
    await updateMarketplaceConnectionWorkflow(req.scope).run({
      input: {
        ...input,
        id,
        version: input.version ?? read?.version,
        actor: actorOf(req),
        ...(adapter &&
          complete && {
            account: adapter.account(complete, options),
            encrypted_credentials: marketplace.encryptCredentials(id, complete),
            credential_hints: hintsOf(adapter, complete),
          }),
      },
    })
    res.json((await current()) as never)
  })
}

/** With the `version` that was shown, only that connection is deleted; `leave` as where it is disabled. */
export const DELETE = async (
  req: AuthenticatedMedusaRequest,
  res: MedusaResponse<Deleted | ConnectionConflict | LeavingNeeded>
) => {
  const { id } = req.params
  const { version, leave } = req.validatedQuery as DeleteConnectionQuery
  const leaving = {
    wanted: leave,
    what: "deleted",
    answer: () => Promise.resolve({ id, object: "marketplace_connection", deleted: false }),
  }
  await answerConflict(
    res as MedusaResponse<ConnectionConflict>,
    () => currentConnection(req),
    async () => {
      if (!(await mayLeave(req, res as MedusaResponse<LeavingNeeded>, leaving))) return
      await deleteMarketplaceConnectionWorkflow(req.scope).run({
        input: { id, version, actor: actorOf(req) },
      })
      res.json({ id, object: "marketplace_connection", deleted: true } as never)
    }
  )
}
