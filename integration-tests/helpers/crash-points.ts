// Runs in a child app: works until each connection stands at its point, and stays there to be killed.
import { randomUUID } from "node:crypto"
import { setTimeout as pause } from "node:timers/promises"
import type { IOrderModuleService, IPaymentModuleService, MedusaContainer } from "@medusajs/framework/types"
import { ContainerRegistrationKeys, Modules } from "@medusajs/framework/utils"
import { LABEL_MODULE } from "../../src/modules/label"
import type LabelModuleService from "../../src/modules/label/service"
import { MARKETPLACE_MODULE } from "../../src/modules/marketplace"
import type MarketplaceModuleService from "../../src/modules/marketplace/service"
import { performRequest } from "../../src/workflows/labels/perform-request"
import { pullMarketplaceOrdersWorkflow } from "../../src/workflows/pull-orders"
import { sendMarketplaceActionsWorkflow } from "../../src/workflows/send-actions"

export const PULL_POINTS = [
  "after the first snapshots",
  "after the orders are created",
  "after the stock is reserved",
  "after the payments are created",
  "before the state is written",
  "before the cursor is written",
] as const
export const SHIP_POINTS = ["before the shipment is sent", "after the shipment is sent"] as const
export const LABEL_POINTS = [
  "before the label is bought",
  "after the label is bought",
  "before the label is ready",
  "before the label's parcel is shipped for good",
  "after the label is canceled",
] as const
export type CrashPoint =
  (typeof PULL_POINTS)[number] | (typeof SHIP_POINTS)[number] | (typeof LABEL_POINTS)[number]
/** `connection_id`: of a label's point, its label account. */
export type Stop = { connection_id: string; point: CrashPoint }
const among = (points: readonly string[], point: CrashPoint) => points.includes(point)

/** Returns once every connection has come to its point. */
export async function workUntil({ container }: { container: MedusaContainer }, stops: Stop[]): Promise<void> {
  const marketplace = container.resolve<MarketplaceModuleService>(MARKETPLACE_MODULE)
  const arrivals = stops.map((stop) => {
    let arrive = () => {}
    return { ...stop, arrived: new Promise<void>((resolve) => (arrive = resolve)), arrive: () => arrive() }
  })
  const at = (point: CrashPoint, connection_id: string | undefined): Promise<void> => {
    const stop = arrivals.find((one) => one.point === point && one.connection_id === connection_id)
    stop?.arrive()
    return stop ? new Promise(() => {}) : Promise.resolve()
  }
  const connectionOf = async (column: string, id: string | undefined) => {
    const { rows } = (await container
      .resolve(ContainerRegistrationKeys.PG_CONNECTION)
      .raw(`select connection_id from marketplace_order where ${column} = ?`, [id ?? ""])) as {
      rows: { connection_id: string }[]
    }
    return rows[0]?.connection_id
  }
  patchPull(container, marketplace, at, connectionOf)
  patchShip(marketplace, at)
  const labels = container.resolve<LabelModuleService>(LABEL_MODULE)
  patchLabels(labels, at)
  for (const { connection_id, point } of stops) {
    if (among(LABEL_POINTS, point)) {
      void workOnLabel(container, labels, connection_id)
      continue
    }
    const work = among(SHIP_POINTS, point) ? sendMarketplaceActionsWorkflow : pullMarketplaceOrdersWorkflow
    void work(container).run({ input: { connection_id } })
  }
  const missing = new Set(arrivals)
  await Promise.race([
    Promise.all(arrivals.map((stop) => stop.arrived.then(() => missing.delete(stop)))),
    pause(SECONDS * 1000, undefined, { ref: false }),
  ])
  if (missing.size) {
    throw new Error(
      `Not there after ${SECONDS} s: ${[...missing].map(({ connection_id, point }) => `${connection_id} ${point}`).join(", ")}`
    )
  }
}

const SECONDS = 60

type At = (point: CrashPoint, connection_id: string | undefined) => Promise<void>
type ConnectionOf = (column: string, id: string | undefined) => Promise<string | undefined>
const PAYMENT_COLLECTION = "reserved_ids ->> 'payment_collection'"

function patchPull(
  container: MedusaContainer,
  marketplace: MarketplaceModuleService,
  at: At,
  connectionOf: ConnectionOf
): void {
  const { storeSnapshots, markImported } = marketplace.orders
  const { finishPull } = marketplace.connections
  marketplace.orders.storeSnapshots = async (input) => {
    const result = await storeSnapshots(input)
    if (input.snapshots.length) await at("after the first snapshots", input.connection.id)
    return result
  }
  marketplace.orders.markImported = async (rows) => {
    await at("before the state is written", await connectionOf("id", rows[0]?.id))
    return markImported(rows)
  }
  marketplace.connections.finishPull = async (id, owner, values) => {
    await at("before the cursor is written", id)
    return finishPull(id, owner, values)
  }

  const order = container.resolve<IOrderModuleService>(Modules.ORDER)
  after(order, "createOrders", async (_, created) => {
    const { metadata } = (created as { metadata: { connection_id: string } }[])[0]
    await at("after the orders are created", metadata.connection_id)
  })
  const payment = container.resolve<IPaymentModuleService>(Modules.PAYMENT)
  before(payment, "listPaymentCollections", async ([filter]) => {
    const { id } = filter as { id: string[] }
    await at("after the stock is reserved", await connectionOf(PAYMENT_COLLECTION, id[0]))
  })
  after(payment, "createPaymentCollections", async ([collections]) => {
    const [{ id }] = collections as { id: string }[]
    await at("after the payments are created", await connectionOf(PAYMENT_COLLECTION, id))
  })
}

function patchShip(marketplace: MarketplaceModuleService, at: At): void {
  const openSession = marketplace.openSession.bind(marketplace)
  marketplace.openSession = async (connection, signal) => {
    const session = await openSession(connection, signal)
    return {
      ...session,
      async ship(request) {
        await at("before the shipment is sent", connection.id)
        const result = await session.ship(request)
        await at("after the shipment is sent", connection.id)
        return result
      },
    }
  }
}

/** Longer than the child lives. */
const CLAIM_SECONDS = 600

async function workOnLabel(
  container: MedusaContainer,
  labels: LabelModuleService,
  account_id: string
): Promise<void> {
  const take = (owner: string) =>
    labels.requests.takeRequest({ account_ids: [account_id], owner, seconds: CLAIM_SECONDS })
  for (let owner = randomUUID(); ; owner = randomUUID()) {
    const request = await take(owner)
    if (!request) return
    await performRequest(container, request, owner)
  }
}

function patchLabels(labels: LabelModuleService, at: At): void {
  const openSession = labels.openSession.bind(labels)
  const { settleRequest } = labels.requests
  labels.openSession = async (account, signal) => {
    const session = await openSession(account, signal)
    return {
      ...session,
      async buy(request) {
        await at("before the label is bought", account.id)
        const result = await session.buy(request)
        await at("after the label is bought", account.id)
        return result
      },
      async cancel(id) {
        const result = await session.cancel(id)
        await at("after the label is canceled", account.id)
        return result
      },
    }
  }
  labels.requests.settleRequest = async (id, owner, change) => {
    const [request] = await labels.requests.loadRequests([id])
    if (change.state === "ready") await at("before the label is ready", request?.account_id)
    else if (request?.state === "ready")
      await at("before the label's parcel is shipped for good", request.account_id)
    return settleRequest(id, owner, change)
  }
}

type Method = (...args: unknown[]) => Promise<unknown>

function before(service: object, name: string, look: (args: unknown[]) => Promise<void>): void {
  const methods = service as Record<string, Method>
  const original = methods[name].bind(service)
  methods[name] = async (...args) => {
    await look(args)
    return original(...args)
  }
}

function after(
  service: object,
  name: string,
  look: (args: unknown[], result: unknown) => Promise<void>
): void {
  const methods = service as Record<string, Method>
  const original = methods[name].bind(service)
  methods[name] = async (...args) => {
    const result = await original(...args)
    await look(args, result)
    return result
  }
}
