import type { MarketplaceOrder, OrderDetails } from "../../../api/admin/marketplaces/orders/types"
import type { Marketplace } from "../../../api/admin/marketplaces/types"

/** What a person can do about an order, in the order in which it is offered. */
export type OrderRemedy =
  | "accept"
  | "refuse"
  | "map_sku"
  | "accept_total"
  | "correct_address"
  | "open_connection"
  | "open_destinations"
  | "open_regions"
  | "open_inventory"
  | "open_products"
  | "cancel_in_store"
  | "open_store_order"
  | "confirm_cancellation"
  | "discard_cancellation"
  | "acknowledge"
  | "retry"
  | "take_back"
  | "ignore"
  | "cancel_at_marketplace"

/** The ways out that a problem names, in place or one click away. What is missing here is decided by where the order is. */
const OWN: Record<string, OrderRemedy[]> = {
  map_sku: ["map_sku"],
  accept_total: ["accept_total"],
  fix_address: ["correct_address"],
  choose_region: ["open_destinations", "open_regions"],
  add_shipping_option: ["open_connection"],
  edit_connection: ["open_connection"],
  restock: ["open_inventory"],
  set_shipping_profile: ["open_products"],
  confirm_cancellations: ["confirm_cancellation", "discard_cancellation"],
}

/** The ways out that are the same for every order with this problem. */
export const causeRemedies = (remedy: string | null): OrderRemedy[] =>
  (OWN[remedy ?? ""] ?? []).filter((one) => one.startsWith("open_") || one === "map_sku")

export type OrderToFix = Pick<MarketplaceOrder, "state" | "imported_at" | "is_test" | "problem"> &
  Partial<Pick<OrderDetails, "open_items">>

/**
 * Whether something of it can be accepted or refused: with its details as its items are (some can be decided while others
 * are in the store), else as its state says.
 */
export const isToDecide = ({ state, is_test, open_items }: Omit<OrderToFix, "imported_at" | "problem">) =>
  open_items ? open_items.decide.length > 0 && !is_test && state !== "ignored" : state === "to_accept"

export function remediesOf(
  order: OrderToFix,
  capabilities: Pick<Marketplace["capabilities"], "decides" | "cancels"> | undefined
): OrderRemedy[] {
  const { state, imported_at, is_test, problem } = order
  const isOutside = !imported_at && ["to_accept", "waiting", "ready", "ignored"].includes(state)
  const isMass = problem?.remedy === "confirm_cancellations"
  const offered: [OrderRemedy, boolean][] = [
    ["accept", isToDecide(order) && capabilities?.decides !== "none"],
    ["refuse", isToDecide(order) && capabilities?.decides !== "none"],
    ...(OWN[problem?.remedy ?? ""] ?? []).map((remedy): [OrderRemedy, boolean] => [remedy, true]),
    // A setting of the connection may be the cure.
    ["open_connection", Boolean(problem?.params.setting_en) && problem?.remedy !== "edit_connection"],
    // What is packed must be unpacked on the order's own page first.
    ["cancel_in_store", problem?.code === "canceled_at_marketplace"],
    ["open_store_order", problem?.remedy === "cancel_in_store"],
    ["acknowledge", Boolean(imported_at && problem) && !isMass],
    // Elsewhere the marketplace is waited for, and looking again here changes nothing.
    ["retry", !imported_at && problem !== null && ["ready", "importing"].includes(state)],
    ["take_back", isOutside && state === "ignored"],
    ["ignore", isOutside && state !== "ignored"],
    [
      "cancel_at_marketplace",
      // Canceled here, an order counts as canceled although it is open there.
      !is_test &&
        (["ready", "imported", "partly_shipped"].includes(state) || problem?.code === "canceled_in_store") &&
        capabilities?.cancels !== "none",
    ],
  ]
  return offered.filter(([, isOffered]) => isOffered).map(([remedy]) => remedy)
}
