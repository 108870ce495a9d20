import type { AuthenticatedMedusaRequest, MedusaResponse } from "@medusajs/framework/http"
import type { ConnectionRow } from "../../../../modules/marketplace/stores/connections"
import { credentialsOf, hintsOf } from "../../../../workflows/connections/connection-input"
import {
  createMarketplaceConnectionWorkflow,
  newConnectionId,
} from "../../../../workflows/connections/create-connection"
import { marketplaceOf } from "../../../../workflows/shared/marketplace"
import { actorOf } from "../helpers"
import { containing } from "../../../../modules/marketplace/stores/database"
import { paging } from "../list-query"
import { demand } from "../permissions"
import { localeOf } from "../present-problem"
import { presentConnections } from "./present"
import type { CreateConnectionBody, ListConnectionsQuery } from "./validators"
import type { Connection, ConnectionsPage } from "./types"

const ORDERABLE = ["created_at", "name", "marketplace_id", "health_status", "next_run_at"]

export const GET = async (
  req: AuthenticatedMedusaRequest<unknown, ListConnectionsQuery>,
  res: MedusaResponse<ConnectionsPage>
) => {
  const { q, marketplace_id, limit, offset, ...query } = req.validatedQuery as ListConnectionsQuery
  const [rows, count] = await marketplaceOf(req.scope).listAndCountMarketplaceConnections(
    { ...(marketplace_id && { marketplace_id }), ...(q && { name: { $ilike: containing(q) } }) },
    paging({ limit, offset, ...query }, ORDERABLE, "created_at")
  )
  const connections = await presentConnections(req.scope, rows as unknown as ConnectionRow[], localeOf(req))
  res.json({ connections, count, limit, offset })
}

export const POST = async (
  req: AuthenticatedMedusaRequest<CreateConnectionBody>,
  res: MedusaResponse<{ connection: Connection }>
) => {
  const { credentials, marketplace_id, ...input } = req.validatedBody
  if (input.new_sales_channel) await demand(req as AuthenticatedMedusaRequest, "sales_channel:create")
  const marketplace = marketplaceOf(req.scope)
  const adapter = marketplace.adapter(marketplace_id)
  const options = marketplace.adapterOptions(marketplace_id)
  const id = newConnectionId()
  const complete = credentialsOf(adapter, options, credentials, null)
  await createMarketplaceConnectionWorkflow(req.scope).run({
    input: {
      ...input,
      id,
      marketplace_id,
      account: adapter.account(complete, options),
      encrypted_credentials: marketplace.encryptCredentials(id, complete),
      credential_hints: hintsOf(adapter, complete),
      actor: actorOf(req),
    },
  })
  const [connection] = await presentConnections(req.scope, [await marketplace.connection(id)], localeOf(req))
  res.json({ connection })
}
