// What a child app does on a command of a spec: `child.run("integration-tests/helpers/child-commands.ts", name, …)`.
import type { IOrderModuleService } from "@medusajs/framework/types"
import { ContainerRegistrationKeys, Modules } from "@medusajs/framework/utils"
import { DEFAULT_CATALOG } from "../../sandbox/catalog"
import { MARKETPLACE_MODULE } from "../../src/modules/marketplace"
import type MarketplaceModuleService from "../../src/modules/marketplace/service"
import type { LeaseKind } from "../../src/modules/marketplace/stores/leases"
import { lookAtStore } from "../../src/workflows/offers/look-at-store"
import { offersHeld } from "../../src/workflows/offers/work-offers"
import { holdLease } from "../../src/workflows/shared/held-lease"
import { pullMarketplaceOrdersWorkflow } from "../../src/workflows/pull-orders"
import { sendMarketplaceActionsWorkflow } from "../../src/workflows/send-actions"
import type { App } from "./app"
import { sweepAll } from "./jobs"
import { seedStore } from "./seed-store"
import { shipOrder } from "./ship-order"
import { withShortDeadlines } from "./short-deadlines"

type Child = Pick<App, "container" | "query">
const serviceOf = ({ container }: Pick<Child, "container">) =>
  container.resolve<MarketplaceModuleService>(MARKETPLACE_MODULE)

export async function pullConnections({ container }: Pick<Child, "container">, ids: string[]): Promise<void> {
  await Promise.all(
    ids.map((connection_id) => pullMarketplaceOrdersWorkflow(container).run({ input: { connection_id } }))
  )
}

/** From here on every process gets a lease and claims stop none: only the database's keys are left. */
export function withoutLeasesAndClaims(app: Pick<Child, "container">): void {
  const service = serviceOf(app)
  service.leases.acquireLease = async (id: string, kind: LeaseKind, owner: string) => {
    await app.container
      .resolve(ContainerRegistrationKeys.PG_CONNECTION)
      .raw(`update marketplace_connection set ${kind}_lease_owner = ? where id = ?`, [owner, id])
    return { ...(await service.connection(id)), is_blocked: false }
  }
  service.orders.claimImportable = async ({ connection_id, ids, limit }) =>
    ids ?? service.orders.listImportable(connection_id, limit)
}

export async function makeStore({ container }: Child): Promise<void> {
  await seedStore(container, DEFAULT_CATALOG)
}

export const pullImpatiently = (app: Child, ids: string[]) =>
  withShortDeadlines(() => pullConnections(app, ids))

export const ship = (app: Child, order_id: string, tracking_number: string) =>
  shipOrder(app, order_id, tracking_number)

/** A database that refuses orders and repeats their values in its message, as PostgreSQL does. */
export function refuseOrders({ container }: Child): void {
  const order = container.resolve<IOrderModuleService>(Modules.ORDER)
  const refusing = (input: unknown) =>
    Promise.reject(new Error(`Key already exists: ${JSON.stringify(input)}`))
  Object.assign(order, { createOrders: refusing })
}

/** As if the plugin had been configured with other keys. */
export function useKeys(app: Child, encryption_key: string | null, previous_encryption_keys: string[]): void {
  Object.assign(serviceOf(app).options, {
    encryption_key: encryption_key ?? undefined,
    previous_encryption_keys,
  })
}

/** Sends what is due on these connections, as the job does; returns how many actions were worked on. */
export async function sendConnections(
  { container }: Pick<Child, "container">,
  ids: string[]
): Promise<number> {
  const worked = await Promise.all(
    ids.map(async (connection_id) => {
      const { result } = await sendMarketplaceActionsWorkflow(container).run({ input: { connection_id } })
      return result
    })
  )
  return worked.reduce((sum, count) => sum + count, 0)
}

/** What is due of the offers of these connections, after a look at the store as each minute's; another process may have some. */
export async function workOffers({ container }: Pick<Child, "container">, ids: string[]): Promise<void> {
  await lookAtStore(container)
  for (const id of ids) {
    const lease = await holdLease(serviceOf({ container }), id, "offers")
    if (lease) await offersHeld(container, lease)
  }
}

/** As Medusa runs a job: of one that fails the message is logged. */
export const sweep = ({ container }: Pick<Child, "container">): Promise<void> =>
  sweepAll({ container }).catch((error: Error) =>
    container.resolve(ContainerRegistrationKeys.LOGGER).error(`Scheduled job failed: ${error.message}`)
  )
