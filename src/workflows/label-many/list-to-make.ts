import type { MedusaContainer } from "@medusajs/framework/types"
import { spokenLanguage } from "../../modules/marketplace/refusal"
import type { PanelOrderRow } from "../../modules/label/stores/panel-orders"
import type { ListedOrder } from "../../modules/marketplace/stores/order-list"
import type { Locale } from "../../orders/fill-text"
import { describeProblem, problemFacts, type ProblemParams } from "../../orders/problems"
import { describeRefusal } from "../../orders/refusals"
import { labelMakers } from "../labels/which-account"
import { labelsOf } from "../shared/labels"
import { marketplaceOf } from "../shared/marketplace"
import { loadPackable, type Packable } from "./load-packable"

const MOST = 200
/** An order of the shop that was not packed for so long is not waiting for a label. */
const OWN_DAYS = 60
const DAY_MS = 24 * 60 * 60 * 1000

/** An order that is to be packed or labeled. It names no buyer. */
export type OrderToLabel = {
  order_id: string
  display_id: number
  order_number: string
  account_id: string
  account_name: string
  is_packed: boolean
  /** SKUs and barcodes of its articles, for a scanner. */
  codes: string[]
  ship_by: string | null
  /** Why it cannot go whole; null where it can. */
  message: string | null
}

/**
 * Orders whose labels are to be made, the most urgent first: of marketplaces whose connection names a label account, and of
 * the account's sales channels. What has a label, or waits for one, is not among them. What a label of the panel makes a
 * question is, whatever else became of it, and comes first.
 */
export async function listToMake(container: MedusaContainer): Promise<OrderToLabel[]> {
  const accounts = await labelsOf(container).accounts.listAccounts()
  if (accounts.length === 0) return []
  const { rows } = await marketplaceOf(container).orders.listOrders(
    { state: ["imported"], is_test: false },
    { take: MOST, skip: 0, order: { ship_by: "asc", id: "asc" } }
  )
  const held = new Map(
    (await labelsOf(container).panel.heldPanelOrders(MOST)).map((one) => [one.order_id, one] as const)
  )
  const ofMarketplace = rows.flatMap(({ order_id }) => order_id ?? []).filter((id) => !held.has(id))
  const channels = accounts.flatMap(({ sales_channel_ids }) => sales_channel_ids)
  const since = new Date(Date.now() - OWN_DAYS * DAY_MS).toISOString()
  const found = [
    ...(held.size > 0 ? await loadPackable(container, { id: [...held.keys()] }, MOST) : []),
    ...(ofMarketplace.length > 0 ? await loadPackable(container, { id: ofMarketplace }, MOST) : []),
    ...(channels.length > 0
      ? await loadPackable(
          container,
          { sales_channel_id: channels, status: "pending", created_at: { $gte: since } },
          MOST
        )
      : []),
  ]
  const makerOf = await labelMakers(
    container,
    found.map(({ order }) => subjectOf(order))
  )
  const labeled = new Set(
    (await labelsOf(container).requests.openRequestsOf(found.map(({ order }) => order.id))).map(
      ({ order_id }) => order_id
    )
  )
  const seen = new Set<string>()
  const listed = found.flatMap(({ order, plan }): OrderToLabel[] => {
    const question = held.get(order.id)
    const account =
      accounts.find(({ id }) => id === question?.account_id) ?? makerOf(subjectOf(order))?.account
    const isClosed = "code" in plan && plan.code === "row_closed_order"
    const isDone = !question && (isClosed || labeled.has(order.id))
    if (!account || isDone || seen.has(order.id)) return []
    seen.add(order.id)
    const row = rows.find(({ order_id }) => order_id === order.id)
    return [
      {
        order_id: order.id,
        display_id: order.display_id,
        order_number:
          question?.order_number ??
          (row ? (row.external_reference ?? row.external_id) : `#${order.display_id}`),
        account_id: account.id,
        account_name: account.name,
        codes: [
          ...new Set(
            (order.items ?? []).flatMap((item) =>
              [item?.variant_sku, item?.variant_barcode].flatMap((code) => code ?? [])
            )
          ),
        ],
        is_packed: !("code" in plan) && plan.fulfillment_id !== null,
        ship_by: row?.ship_by ? new Date(row.ship_by).toISOString() : null,
        message:
          heldInPanel(question) ??
          stopOf(row) ??
          ("code" in plan ? describeRefusal(plan.code, plan.params, spokenLanguage()) : null),
      },
    ]
  })
  const urgency = ({ order_id, ship_by }: OrderToLabel) => (held.has(order_id) ? "" : (ship_by ?? "~"))
  return listed.sort((a, b) => urgency(a).localeCompare(urgency(b))).slice(0, MOST)
}

const subjectOf = ({ id, sales_channel_id }: Packable) => ({
  order_id: id,
  sales_channel_id,
  provider_id: null,
})

const heldInPanel = (
  row: Pick<PanelOrderRow, "problem_code" | "problem_params"> | undefined
): string | null =>
  row?.problem_code
    ? describeProblem(row.problem_code, (row.problem_params ?? {}) as ProblemParams, spokenLanguage()).message
    : null

/** What is to be decided before a parcel of the order may leave. */
export const stopOf = (
  row: Pick<ListedOrder, "problem_code"> | undefined,
  locale: Locale = spokenLanguage()
): string | null =>
  row?.problem_code && problemFacts(row.problem_code).stops_parcel
    ? describeProblem(row.problem_code, {}, locale).title
    : null
