import type { ExpectedOrder } from "../../sandbox/expected"
import type { OrderLedger } from "../../sandbox/ledger"
import type { DemoShipment } from "./markets"

/** What the store has of one marketplace order; `total` is that of the Medusa order, in euros. */
export type StoredOrder = {
  external_id: string
  state: string
  problem_code: string | null
  is_imported: boolean
  total: number | null
}

/** A shipment of the demo: what the marketplace counted, and how our action stands. */
export type ShippedOrder = {
  expected: ExpectedOrder
  shipment: DemoShipment
  ledger: OrderLedger | undefined
  action_state: string | null
}

export type Figures = {
  /** Everything that was made there. */
  orders: number
  seen: number
  imported: number
  held: number
  to_accept: number
  waiting: number
  /** Canceled there, fulfilled by the marketplace, shipped from elsewhere, or too old. */
  not_ours: number
  /** Without even an id. */
  unreadable: number
  shipped: number
  confirmed: number
}

/** The marketplace's reason for a hold, and the problem that the plugin names. */
const PROBLEMS: Record<string, string[]> = {
  unknown_sku: ["unknown_sku", "ambiguous_ean"],
  country: ["country_not_in_region"],
  currency: ["currency_mismatch"],
  cancel_requested: ["cancel_requested"],
  total_differs: ["total_mismatch"],
  unreadable: ["unreadable_order", "unreadable_part"],
}
/** What should become of an order, where a purchase with an item to decide on is one to accept. */
const outcomeOf = ({ outcome, reason }: ExpectedOrder) =>
  outcome === "wait" && reason === "undecided_items" ? "to_accept" : outcome
const STATES: Record<string, string> = {
  wait: "waiting",
  to_accept: "to_accept",
  cancel: "canceled",
  ignore: "ignored",
}
const euros = (cents: number | null) => (cents === null ? "nothing" : (cents / 100).toFixed(2))

/** Says what became of an order otherwise than the marketplace expects, or null. An order over before it was seen may be unknown. */
export function differenceOf(expected: ExpectedOrder, found: StoredOrder | undefined): string | null {
  const { external_id, kind, reason } = expected
  const outcome = outcomeOf(expected)
  const isOver = outcome === "cancel" || outcome === "ignore"
  if (!found) return isOver ? null : `${external_id} (${kind}) has not been seen`
  const is = `${external_id} (${kind}) is ${found.is_imported ? "in the store" : found.state}`
  const withProblem = found.problem_code ? `, with ${found.problem_code}` : ""
  if (outcome === "import") {
    if (!found.is_imported) return `${is}${withProblem}; it should be in the store`
    const cents = Math.round((found.total ?? 0) * 100)
    return cents === expected.import_cents
      ? null
      : `${is} for ${euros(cents)}; it should be ${euros(expected.import_cents)}`
  }
  if (found.is_imported) return `${is}; it should not be (${[outcome, reason].filter(Boolean).join(", ")})`
  if (outcome === "hold") {
    const codes = PROBLEMS[reason ?? ""] ?? []
    return codes.includes(found.problem_code ?? "")
      ? null
      : `${is}${withProblem}; it should be held for ${reason}`
  }
  return STATES[outcome] === found.state ? null : `${is}${withProblem}; it should be ${outcome}`
}

/** Says how the marketplace heard otherwise of a shipment than it should, or null. */
export function shipmentDifferenceOf({
  expected,
  shipment,
  ledger,
  action_state,
}: ShippedOrder): string | null {
  const name = `${expected.external_id} (${shipment.kind})`
  const wrong = [...(ledger?.refused_shipments ?? []), ...(ledger?.duplicate_shipments ?? [])]
  if (wrong.length) return `${name}: the marketplace refused a shipment: ${wrong[0].why}`
  const sent = ledger?.shipments ?? []
  const owed = expected.lines.filter((line) => line.is_owed).flatMap((line) => line.item_ids)
  const items = sent.flatMap((parcel) => parcel.item_ids)
  if ([...items].sort().join() !== owed.sort().join()) {
    return `${name}: the marketplace has parcels for ${items.length} of ${owed.length} items`
  }
  const { carrier, number } = shipment.sent
  const other = sent.find((parcel) => parcel.carrier !== carrier || parcel.number !== number)
  if (other)
    return `${name}: the marketplace has ${other.carrier} ${other.number}; it should be ${carrier} ${number}`
  return action_state === "confirmed" ? null : `${name}: the shipment is ${action_state ?? "unknown"} here`
}

/**
 * The figures that the marketplace expects of the store.
 * @param unseen how many orders were over before a list showed them
 */
export function expectedFigures(expected: ExpectedOrder[], shipments: number, unseen: number): Figures {
  const count = (...outcomes: string[]) =>
    expected.filter((order) => outcomes.includes(outcomeOf(order))).length
  return {
    orders: expected.length,
    seen: expected.length - unseen,
    imported: count("import"),
    held: count("hold"),
    to_accept: count("to_accept"),
    waiting: count("wait"),
    not_ours: count("cancel", "ignore") - unseen,
    unreadable: count("run_error"),
    shipped: shipments,
    confirmed: shipments,
  }
}
