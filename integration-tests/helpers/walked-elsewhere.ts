import fs from "fs"
import path from "path"
import type { ProblemCode } from "../../src/orders/problems"

/** The spec that follows the next step, by a part of its title; or why nothing in the store can be followed. */
export type Elsewhere = { spec: string; title: string } | { outside: string }

const inSpec = (spec: string) => (title: string) => ({ spec: `${spec}.spec.ts`, title })
const once = inSpec("labels-once")
const roundTrip = inSpec("labels-round-trip")
const offers = inSpec("offers-round-trip")
const dangers = inSpec("offers-dangers")
const accounts = once("can be followed as written, and its labels are bought: %s")
const walkedOffer = offers("can be followed as written, and ends it: %s")
const created = offers("are created once what kept them from it is corrected as it says")

/** Where the next step of a code is followed that `next-steps.spec.ts` does not follow itself: its world is in another spec. */
export const ELSEWHERE: Partial<Record<ProblemCode, Elsewhere>> = {
  // Nothing to do: both end by what the marketplace shows.
  outcome_unknown: inSpec("shipping-recovery")(
    "is looked for before it is repeated, and never sent twice (%s)"
  ),
  refusal_being_checked: inSpec("faults")("a refused repetition of what never had an effect asks a person"),
  comparison_failed: inSpec("partial-failures")("is no report without the list of open orders"),
  comparison_incomplete: inSpec("partial-failures")(
    "is named, and the rest is compared: $endpoint with $kind"
  ),

  offers_braked: dangers("holds what an emptied store would send, until a person releases it"),
  offers_lower_unconfirmed: dangers("is sent what was begun by a connection that was deleted"),
  offer_zero_braked: dangers("holds what an emptied store would send, until a person releases it"),
  offer_no_location: walkedOffer,
  offer_no_inventory_item: walkedOffer,
  offer_no_level: walkedOffer,
  offer_requirement_unreadable: walkedOffer,
  offer_stock_unreadable: walkedOffer,
  offer_zero_not_sent: walkedOffer,
  offer_no_price: walkedOffer,
  offer_price_not_positive: walkedOffer,
  offer_no_list_price: walkedOffer,
  offer_floor_unreadable: walkedOffer,
  offer_eco_part_unreadable: walkedOffer,
  offer_below_floor: walkedOffer,
  offer_not_below_struck: walkedOffer,
  offer_price_braked: walkedOffer,
  offer_no_tax_region: walkedOffer,
  offer_sku_refused: created,
  offer_ean_refused: created,
  offer_inventory_unread: created,
  offer_exists_there: created,
  offer_refused: dangers("a result that refuses is a problem, until another value is confirmed"),
  offer_unknown_there: dangers("refuses one offer, and the others of the batch are confirmed"),
  offer_held_by_store: { outside: "the store's own hook holds it: its developer is asked" },
  offer_other_currency: {
    outside: "a guard: Medusa answers in the currency that is asked for (price-rules.unit)",
  },
  offer_sku_twice: { outside: "a guard: the key of an offer keeps rows of one SKU apart (batches.unit)" },
  offer_needs_product: offers(
    "are created once the product's page exists: with the next change, or where the page was what lacked, with another EAN"
  ),

  label_incomplete: once("lacks something, says what, and buys once it is there"),
  label_refused: once("is none where the carrier says no in an answer that says yes"),
  label_unclear: once("is bought once although the purchase was answered with %s"),
  label_needs_approval: once("spends no more than its limits without a person's word"),
  label_parcel_stopped: once("gets no label automatically, until the problem is decided"),
  label_several: roundTrip("and made twice there is a question, until one of them is canceled"),
  label_of_panel: roundTrip(
    "asks about a label of its number for another address until that is canceled there"
  ),
  label_panel_unpacked: roundTrip("whose label cannot be packed for says so with its number"),
  label_panel_canceled: roundTrip("that was canceled, and is labeled there all the same"),
  label_panel_closed: roundTrip("of which nothing is left to ship, and is labeled there all the same"),
  label_not_shipped: once("is not marked as shipped by a label that it has already"),
  label_account_off: once("cancels, once it is on again, what was to be canceled meanwhile"),
  label_left_paid: once("and the service keeps those, nothing is bought again without a person's word"),
  label_call_refused: once("goes on although one call is refused, which is made again"),
  label_order_canceled: once("is what its problem says to do where the order is, and ends it"),
  label_not_scanned: once("not of a parcel for days is shown, until it is scanned"),
  label_silent: once("not of a parcel for a week after its first scan is shown, until the next one"),
  label_trouble: once("marks the parcel as delivered, whatever comes late or twice"),
  label_no_payment_method: once("without a payment method pauses, and its labels are bought once it has one"),
  label_keys_refused: accounts,
  label_no_rights: accounts,
  label_account_invalid: accounts,
  label_service_unreachable: accounts,
  label_copied_database: accounts,
  label_canceling: {
    outside: "the carrier answers within 14 days: the service is asked again automatically",
  },
  label_store_failed: { outside: "the store's log says why: it is tried again automatically" },
  label_fulfillment_gone: {
    outside: "what it was about is not in the store: a label of it is looked for in the panel",
  },
  label_cancel_refused: { outside: "the service refuses: its support is asked" },
  label_stop_parcel: { outside: "the carrier has the parcel: it is called" },
  label_reference_clash: { outside: "another store uses the same keys: that one gets keys of its own" },
}

/** Whether the spec has a test with this title. */
export const specHas = ({ spec, title }: { spec: string; title: string }): boolean =>
  fs.readFileSync(path.join(__dirname, "..", spec), "utf8").includes(title)
