import {
  createStep,
  createWorkflow,
  StepResponse,
  WorkflowResponse,
  type WorkflowData,
} from "@medusajs/framework/workflows-sdk"
import { isMarketplaceError } from "../../marketplaces/port"
import { changedMeanwhile, notAllowed, notFound } from "../../modules/marketplace/refusal"
import { readOrder } from "../../orders/read-order"
import { isOver } from "../../orders/state"
import { type Actor, marketplaceOf } from "../shared/marketplace"
import { adoptOrders } from "./adopt-orders"

export type OpenOrder = {
  external_id: string
  external_reference: string | null
  external_status: string
  purchased_at: string
  total: number | null
  currency_code: string
  /** The store has it already: it is not imported again. */
  in_store: boolean
}
type FoundOrder = Omit<OpenOrder, "in_store">

export type ActivateInput = {
  id: string
  /** The one that was shown; left out, whatever it is now is activated. */
  version?: string
  older_open_orders?: "import" | "handled_elsewhere"
  actor: Actor
}

/** `needs_decision`: nothing was activated; the list is what another tool may be shipping already. */
export type ActivateResult = { activated: boolean; open_orders: OpenOrder[]; is_complete: boolean }

const DEADLINE_MS = 9_000
const MAX_LISTED = 500
const OPEN = ["to_accept", "waiting", "ready", "cancel_requested"]

const listOpenMarketplaceOrdersStep = createStep(
  "list-open-marketplace-orders",
  async ({ id, older_open_orders }: ActivateInput, { container }) => {
    const marketplace = marketplaceOf(container)
    const connection = await marketplace.connection(id)
    // Decided before, or at an earlier activation: nothing to ask.
    if (older_open_orders || connection.older_open_orders) {
      return new StepResponse({ open_orders: [] as OpenOrder[], is_complete: true })
    }
    const adapter = marketplace.adapter(connection.marketplace_id)
    const session = await marketplace.openSession(connection, AbortSignal.timeout(DEADLINE_MS))
    const open_orders: FoundOrder[] = []
    const answer = async (is_complete: boolean) => {
      const ids = open_orders.map(({ external_id }) => external_id)
      // An order of the store that lost its row has one again since the connection was made.
      const rows = await marketplace.orders.listKnown(connection, ids)
      const known = new Set(rows.flatMap((row) => (row.imported_at ? row.external_id : [])))
      return {
        open_orders: open_orders.map((one): OpenOrder => ({ ...one, in_store: known.has(one.external_id) })),
        is_complete,
      }
    }
    try {
      const pages = session.pull({
        cursor: null,
        start_at: new Date(connection.start_at),
        oldest_unfinished_at: null,
        scope: "open",
      })
      for await (const page of pages) {
        for (const { payload } of page.snapshots) {
          const order = readOrder(adapter, connection, { payload: adapter.merge(null, payload) }).order
          if (
            !order?.lines.some((line) =>
              line.items.some(
                (item) => OPEN.includes(item.status) || (item.status === "claim" && !isOver(item))
              )
            )
          )
            continue
          if (open_orders.some(({ external_id }) => external_id === order.external_id)) continue
          const { external_id, external_reference, external_status, purchased_at, total, currency_code } =
            order
          open_orders.push({
            external_id,
            external_reference,
            external_status,
            purchased_at,
            total,
            currency_code,
          })
        }
        if (open_orders.length >= MAX_LISTED) return new StepResponse(await answer(false))
      }
      return new StepResponse(await answer(true))
    } catch (error) {
      if (!isMarketplaceError(error)) throw error
      if (open_orders.length) return new StepResponse(await answer(false))
      throw notAllowed("not_activated", { detail: error.message })
    }
  }
)

type EnableInput = { input: ActivateInput; open: { open_orders: OpenOrder[]; is_complete: boolean } }

const enableMarketplaceConnectionStep = createStep(
  "enable-marketplace-connection",
  async ({ input, open }: EnableInput, { container }) => {
    if (open.open_orders.length) return new StepResponse<ActivateResult>({ activated: false, ...open })
    const marketplace = marketplaceOf(container)
    await adoptOrders(container, await marketplace.connection(input.id))
    const became = await marketplace.connections.activateConnection(input, {
      instance: await marketplace.instance(),
      older_open_orders: input.older_open_orders ?? "import",
    })
    if (became === "gone") throw notFound("connection_not_found", { id: input.id })
    if (became === "changed") throw changedMeanwhile()
    await marketplace.connections.setHealth(input.id, { status: "ok", code: null, failed: false })
    await marketplace.createMarketplaceHistoryEntries({
      connection_id: input.id,
      event: "connection.activated",
      actor: input.actor,
      data: { older_open_orders: input.older_open_orders ?? null },
    })
    return new StepResponse<ActivateResult>({ activated: true, ...open })
  }
)

/**
 * Lets a connection work from this installation. When the marketplace has open orders and the caller did not say how to
 * treat them, nothing is activated and the list is returned: another tool may already ship some of them.
 */
export const activateMarketplaceConnectionWorkflow = createWorkflow(
  "activate-marketplace-connection",
  (input: WorkflowData<ActivateInput>) => {
    const open = listOpenMarketplaceOrdersStep(input)
    return new WorkflowResponse(enableMarketplaceConnectionStep({ input, open }))
  }
)
