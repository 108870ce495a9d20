import { isDeepStrictEqual } from "node:util"
import type { Address, NormalizedOrder, PickupPoint } from "../marketplaces/port"
import { labelOf, missingFields, type StoreAddress } from "./addresses"
import { buyerFacts, guestLabel, type Said, type Written, type WrittenGuest } from "./buyer-facts"
import { externalSku } from "./match"
import type { Problem } from "./problems"
import type { ConnectionSettings } from "./settings"
import { taxPlace } from "./tax"

/** What the store has now. */
export type CurrentBuyer = {
  shipping_address: StoreAddress | null
  billing_address: StoreAddress | null
  email: string | null
  /** Every copy of it: the order's own, and that of each of our shipping methods. */
  pickup_points: (PickupPoint | null)[]
  /** Null where there is no customer of ours. */
  customer: WrittenGuest | null
}

/** What is written into the store's order, each fact with all of its copies; what is left out stays. */
export type BuyerUpdate = {
  shipping_address?: StoreAddress
  /** Goes with the delivery address; null takes it away. */
  pickup_point?: PickupPoint | null
  billing_address?: StoreAddress
  email?: string
  customer?: WrittenGuest
}

export type BuyerChange = {
  update: BuyerUpdate
  problems: Problem[]
  /** What is to be kept in mind as written; the same as before where nothing follows. */
  written: Written | null
}

type Facts = {
  order: NormalizedOrder
  written: Written | null
  current: CurrentBuyer
  settings: ConnectionSettings
  /** The region's countries in lower case. */
  countries: readonly string[]
  /** An operator corrected the delivery address before the import. */
  is_corrected: boolean
  /** Something lies in a parcel of ours. */
  is_packed: boolean
  /** Something of it is still to be packed. */
  is_owed: boolean
}

/**
 * What a marketplace's change of its buyer asks of the store. Each fact follows with all of its copies, unless a parcel is
 * packed with it or an operator changed it here: then none of them does, and it is shown. What the marketplace no longer
 * says stays; what it says later is filled in.
 */
export function buyerChange(facts: Facts): BuyerChange {
  const { written, current } = facts
  const said = saidBuyer(facts)
  const store = current.shipping_address
  if (!said || !store) {
    return { update: {}, problems: [], written }
  }
  const delivery = deliveryChange(facts, said, store)
  const billing = billingChange(facts, said, delivery.follows)
  const email = emailChange(facts, said)
  const customer = customerChange(facts, said)
  const parts = [delivery, billing, email, customer]
  const shown = parts.flatMap(({ changed = [] }) => changed)
  const given = { ...said.given }
  if (written?.given) {
    // The shipping option was chosen by it.
    given.delivery_mode = written.given.delivery_mode
    if (!delivery.follows) Object.assign(given, pick(written.given, "shipping_address", "pickup_point"))
    if (!billing.follows) Object.assign(given, pick(written.given, "billing_address"))
    if (!email.follows) Object.assign(given, pick(written.given, "email"))
  }
  return {
    update: Object.assign({}, ...parts.map(({ update }) => update)) as BuyerUpdate,
    problems: [
      ...(delivery.problem ? [delivery.problem] : []),
      ...(shown.length > 0
        ? [
            {
              code: "buyer_changed" as const,
              params: { facts: shown.map(({ fact }) => fact) },
              about: shown.map(({ fact, value }) => JSON.stringify([fact, value])),
            },
          ]
        : []),
      ...modeChange(facts),
      ...linesElsewhere(facts),
    ],
    written: {
      given,
      shipping_address: delivery.follows ? said.shipping_address : (written?.shipping_address ?? store),
      pickup_point: delivery.follows ? said.pickup_point : (written?.pickup_point ?? null),
      billing_address: billing.follows ? said.billing_address : (written?.billing_address ?? null),
      email: email.follows ? said.email : (written?.email ?? null),
      customer: customer.follows ? said.customer : (written?.customer ?? null),
    },
  }
}

const pick = <Value extends object, Key extends keyof Value>(value: Value, ...keys: Key[]) =>
  Object.fromEntries(keys.map((key) => [key, value[key]]))

/** What becomes of one fact. */
type Part = {
  update: BuyerUpdate
  /** The store has it as the marketplace says it, now or once the update is made. */
  follows: boolean
  problem?: Problem
  /** What does not follow although it changed there, beside the delivery. */
  changed?: { fact: string; value: unknown }[]
}

const STAYS: Part = { update: {}, follows: false }
const SAME: Part = { update: {}, follows: true }

const isEmpty = (address: Address | null) =>
  !address || [address.last_name, address.company, address.city, ...address.lines].every((part) => !part)

/** Facts as the marketplace says them now; what it no longer says is what it said. Null without an address. */
function saidBuyer({ order, written, settings, countries }: Facts): Said | null {
  const before = written?.given
  const shipping_address = isEmpty(order.shipping_address)
    ? (before?.shipping_address ?? null)
    : order.shipping_address
  const isSamePlace = isDeepStrictEqual(shipping_address, before?.shipping_address)
  const said: NormalizedOrder = {
    ...order,
    shipping_address,
    billing_address: isEmpty(order.billing_address)
      ? (before?.billing_address ?? null)
      : order.billing_address,
    pickup_point: order.pickup_point ?? (isSamePlace ? (before?.pickup_point ?? null) : null),
    email: order.email ?? before?.email ?? null,
  }
  return buyerFacts(said, settings, countries)
}

const isSameLabel = (a: StoreAddress | null, b: StoreAddress | null) =>
  isDeepStrictEqual(a && labelOf(a), b && labelOf(b))
const isSamePoint = (a: PickupPoint | null, b: PickupPoint | null) =>
  isDeepStrictEqual(a && [a.id, a.name, a.network], b && [b.id, b.name, b.network])

/** Whether the marketplace says of these facts what it said when they were written. */
const isSaidAsBefore = (written: Written | null, said: Said, ...facts: (keyof Said["given"])[]): boolean =>
  !!written?.given && facts.every((fact) => isDeepStrictEqual(written.given?.[fact], said.given[fact]))

/** What is shown where the delivery does not follow. */
const deliveryProblem = (
  code: Problem["code"],
  { shipping_address, pickup_point }: Said,
  params: Problem["params"] = {}
): Problem => ({ code, params, about: [JSON.stringify([labelOf(shipping_address), pickup_point])] })

/** What is shown of an address that the marketplace changed after an operator had corrected it here. */
export function changedAfterCorrection(
  corrected: Pick<Written, "shipping_address" | "pickup_point">,
  order: NormalizedOrder,
  settings: ConnectionSettings,
  countries: readonly string[]
): Problem[] {
  const said = buyerFacts(order, settings, countries)
  const isSame =
    said !== null &&
    isSameLabel(said.shipping_address, corrected.shipping_address) &&
    isSamePoint(said.pickup_point, corrected.pickup_point)
  return said && !isSame ? [deliveryProblem("address_changed_after_correction", said)] : []
}

function deliveryChange(facts: Facts, said: Said, store: StoreAddress): Part {
  const { written, current, countries, is_corrected, is_packed, is_owed } = facts
  const { shipping_address: address, pickup_point } = said
  const points = current.pickup_points
  if (isSameLabel(store, address) && points.every((one) => isSamePoint(one, pickup_point))) {
    return SAME
  }
  // A copy that is as it will be was written before a crash.
  const isUntouched =
    !is_corrected &&
    written !== null &&
    [written.shipping_address, address].some((one) => isSameLabel(store, one)) &&
    points.every((one) => [written.pickup_point, pickup_point].some((other) => isSamePoint(one, other)))
  const follow: Part = { update: { shipping_address: address, pickup_point }, follows: true }
  if (isPhoneMissing(facts, said)) {
    // It contradicts nothing, also after packing; an operator's own address has what it needs.
    return isUntouched ? follow : STAYS
  }
  if (isSaidAsBefore(written, said, "shipping_address", "pickup_point")) {
    return STAYS
  }
  if (written && !written.given && isSameLabel(written.shipping_address, address) && !isUntouched) {
    return STAYS
  }
  const shown = (code: Problem["code"], params: Problem["params"] = {}): Part => ({
    ...STAYS,
    problem: deliveryProblem(code, said, params),
  })
  const missing = missingFields(address)
  if (missing.length > 0) {
    return is_owed ? shown("address_changed_incomplete", { fields: missing }) : STAYS
  }
  if (is_packed) {
    return shown("address_changed_after_packing")
  }
  if (!isUntouched) {
    return shown("address_changed_after_correction")
  }
  const country = address.country_code ?? ""
  if (country !== store.country_code || !countries.includes(country) || !isTaxedAlike(written, said)) {
    return shown("country_changed", { country: countryOf(said) })
  }
  return follow
}

/** Only a phone that was missing is new. */
function isPhoneMissing({ written, current }: Facts, { shipping_address, pickup_point }: Said): boolean {
  const before = written?.shipping_address
  return (
    !!before &&
    !before.phone &&
    !!shipping_address.phone &&
    !current.shipping_address?.phone &&
    isSameLabel({ ...shipping_address, phone: null }, { ...before, phone: null }) &&
    isSamePoint(pickup_point, written?.pickup_point ?? null)
  )
}

const countryOf = ({ given: { shipping_address } }: Said) =>
  taxPlace(shipping_address).country_code ?? shipping_address?.country_code ?? null

const isTaxedAlike = (before: Written, { given }: Said): boolean =>
  !before.given ||
  isDeepStrictEqual(taxPlace(before.given.shipping_address), taxPlace(given.shipping_address))

// What stands on no parcel follows at any time, unless an operator changed it here.

function billingChange({ written, current }: Facts, said: Said, isDeliveryFollowed: boolean): Part {
  const { billing_address: store } = current
  const { billing_address: address } = said
  // Without one of its own, an order has a copy of the delivery address, which follows that one.
  const isCopy = said.given.billing_address === null
  if (isCopy && !isDeliveryFollowed) return STAYS
  if (isSameLabel(store, address)) return SAME
  if (!isCopy && isSaidAsBefore(written, said, "billing_address")) return STAYS
  if (!store || isSameLabel(store, written?.billing_address ?? null)) {
    return { update: { billing_address: address }, follows: true }
  }
  return isCopy ? STAYS : { ...STAYS, changed: [{ fact: "billing_address", value: labelOf(address) }] }
}

const mailbox = (email: string | null) => email?.trim().toLowerCase() || null

function emailChange({ written, current: { email: store } }: Facts, said: Said): Part {
  const { email } = said
  if (!email || mailbox(email) === mailbox(store)) return SAME
  if (!store) return { update: { email }, follows: true }
  if (written?.given && mailbox(email) === mailbox(written.email)) return STAYS
  return written?.given && mailbox(store) === mailbox(written.email)
    ? { update: { email }, follows: true }
    : { ...STAYS, changed: [{ fact: "email", value: mailbox(email) }] }
}

function customerChange({ written, current: { customer: store } }: Facts, said: Said): Part {
  const guest = said.customer
  if (!guest || !store || isDeepStrictEqual(guestLabel(guest), guestLabel(store))) return SAME
  if (!written?.given || isSaidAsBefore(written, said, "shipping_address", "billing_address")) return STAYS
  return written.customer && isDeepStrictEqual(guestLabel(written.customer), guestLabel(store))
    ? { update: { customer: guest }, follows: true }
    : { ...STAYS, changed: [{ fact: "customer", value: guestLabel(guest) }] }
}

/** The shipping option was chosen by the delivery mode: it is for a person to say what becomes of it. */
function modeChange({ order, written, is_owed }: Facts): Problem[] {
  const before = written?.given?.delivery_mode
  const mode = order.delivery_mode
  return is_owed && before && mode && before !== mode
    ? [{ code: "delivery_mode_changed", params: { mode }, about: [mode] }]
    : []
}

/** An order has one address: what of it goes to another one since the import is for a person to ship. */
function linesElsewhere({ order: { other_addresses = [], lines }, is_owed }: Facts): Problem[] {
  const keys = other_addresses.flatMap(({ line_keys }) => line_keys)
  const elsewhere = lines.filter(({ key }) => keys.includes(key))
  return is_owed && elsewhere.length > 0
    ? [
        {
          code: "lines_go_elsewhere",
          params: { lines: elsewhere.map((line) => externalSku(line) || line.title) },
          about: other_addresses.map((one) => JSON.stringify(one)),
        },
      ]
    : []
}
