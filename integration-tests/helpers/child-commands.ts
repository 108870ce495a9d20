// What a child app does when a spec tells it to: `child.run("integration-tests/helpers/child-commands.ts", name, …)`.
import type { MedusaContainer } from "@medusajs/framework/types"
import { MARKETPLACE_MODULE } from "../../src/modules/marketplace"
import type MarketplaceModuleService from "../../src/modules/marketplace/service"
import type { LeaseKind } from "../../src/modules/marketplace/stores/leases"
import { pullMarketplaceOrdersWorkflow } from "../../src/workflows/pull-orders"

type Child = { container: MedusaContainer }
const serviceOf = ({ container }: Child) => container.resolve<MarketplaceModuleService>(MARKETPLACE_MODULE)

export async function pullConnections({ container }: Child, ids: string[]): Promise<void> {
  await Promise.all(
    ids.map((connection_id) => pullMarketplaceOrdersWorkflow(container).run({ input: { connection_id } }))
  )
}

/** From here on leases are given to whoever asks and claims stop nobody: only the database's keys are left. */
export function withoutLeasesAndClaims(app: Child): void {
  const service = serviceOf(app)
  service.acquireLease = async (id: string, kind: LeaseKind, owner: string) => {
    await service.query(`update marketplace_connection set ${kind}_lease_owner = ? where id = ?`, [owner, id])
    return service.connection(id)
  }
  service.claimImportable = async ({ connection_id, ids, limit }) =>
    ids ?? service.listImportable(connection_id, limit)
}
