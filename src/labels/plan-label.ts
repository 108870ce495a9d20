import { z } from "zod"

import type { PickupPoint } from "../marketplaces/port"
import { addressOverridesSchema, labelAddress, type AddressWarning, type OrderContact } from "./address"
import {
  chooseOption,
  pickupFault,
  type ChosenOption,
  type OptionRule,
  type OptionStep,
  type OptionSubject,
} from "./choose-option"
import { customsPapers, itemsByParcel, needsCustoms, type CustomsFault, type CustomsLine } from "./customs"
import { dimensionsSchema, type Amount, type LabelOption, type PurchaseRequest } from "./label-service"
import type { PointFound } from "./pickup-point"
import type { LabelSettings } from "./settings"
import { bandFault, parcelWeight, type WeightFault } from "./weight"

/** What an operator may correct for one label only. */
export const labelOverridesSchema = z.strictObject({
  to: addressOverridesSchema.strict().optional(),
  sender_id: z.string().min(1).max(100).optional(),
  option: z
    .strictObject({ option_code: z.string().min(1).max(500), contract_id: z.string().max(100).nullable() })
    .optional(),
  /** One each, packaging included: as many boxes as there are entries. */
  parcels: z
    .array(
      z.strictObject({
        weight_grams: z.number().int().positive().max(100_000),
        dimensions: dimensionsSchema.nullable().default(null),
      })
    )
    .min(1)
    .max(15)
    .optional(),
  /** The carrier's id of another point; null sends the parcel to the address. */
  pickup_point_id: z.string().min(1).max(100).nullable().optional(),
  insured_value: z.number().positive().max(5000).nullable().optional(),
})
export type LabelOverrides = z.infer<typeof labelOverridesSchema>

export type LabelOrder = OrderContact & {
  /** As the service shows it, unique in the store. */
  order_number: string
  currency_code: string
  created_at: string
  pickup_point: PickupPoint | null
  /** In the marketplace's words. */
  delivery_mode: string | null
  shipping_total: number | null
  is_test: boolean
  is_canceled: boolean
  /** Of an order of a marketplace: why it needs no label of ours. */
  is_shipped_by_marketplace: boolean
  has_prepaid_label: boolean
  is_declared: boolean
}

export type LabelLine = CustomsLine & { shipping_profile_id: string | null }

export type LabelFulfillment = {
  stock_location_id: string | null
  shipping_option_id: string | null
  is_canceled: boolean
  lines: readonly LabelLine[]
}

export type LabelAccount = {
  settings: LabelSettings
  rules: readonly OptionRule[]
  fallback: ChosenOption | null
  /** Sender addresses by stock location, and the one that an operator chose for the others. */
  senders: Readonly<Record<string, string>>
  default_sender_id: string | null
  /** What the service has. Null while it cannot be asked: then nothing can be checked against it. */
  known_senders:
    readonly { external_id: string; country_code: string | null; postal_code: string | null }[] | null
  /** What can be bought for this route; null while it cannot be asked. */
  options: readonly LabelOption[] | null
  test_option_code: string | null
  /** By whose id the service is sent a pickup point. */
  service_point_kind: "carrier" | "service"
  /** What the service says of the order's pickup point (`findPoint`); null while it was not asked. */
  pickup_point: PointFound | null
  brand_id: string | null
  /** Boxes of one purchase. */
  most_parcels: number
}

/** Why no label is bought at all; nothing is to be corrected. */
export type NeverReason =
  | "order_canceled"
  | "fulfillment_canceled"
  | "shipped_by_marketplace"
  | "prepaid_label"
  | "declared_already"
  | "option_without_label"
  | "no_test_label"
  | "return_canceled"
  | "return_received"
  | "nothing_to_ship"

/** What has to be corrected before a label is bought: the field of the label's form, and what is wrong with it. */
export type LabelFault = {
  field: string
  code: string
  line_item_id?: string
  params?: Record<string, string | number>
}
export type LabelWarning =
  AddressWarning | { code: "pickup_point_left_out" } | { code: "fallback_sender"; sender_id: string }

export type LabelPlan = { steps: OptionStep[]; warnings: LabelWarning[] } & (
  | {
      kind: "buy"
      request: Omit<PurchaseRequest, "reference">
      estimate: Amount | null
      option: LabelOption | null
    }
  | { kind: "wait"; faults: LabelFault[] }
  | { kind: "never"; reason: NeverReason }
)

/**
 * The purchase of one fulfillment's labels, or all that is missing for it, field by field. Nothing is made up: what neither
 * the order, the articles, the settings nor the operator says is missing.
 */
export function planLabel(
  order: LabelOrder,
  fulfillment: LabelFulfillment,
  account: LabelAccount,
  overrides: LabelOverrides = {}
): LabelPlan {
  const reason = whyNever(order, fulfillment, account)
  if (reason) {
    return { kind: "never", reason, steps: [], warnings: [] }
  }
  const { settings } = account
  const { lines } = fulfillment
  const faults: LabelFault[] = []
  const point = pickupPointOf(order, overrides)
  const weight = parcelWeight(
    lines,
    settings.labels,
    overrides.parcels ? overrides.parcels.reduce((sum, { weight_grams }) => sum + weight_grams, 0) : null
  )
  const grams = "grams" in weight ? weight.grams : null
  faults.push(...("faults" in weight ? weight.faults.map(ofWeight) : []))

  const value = valueOf(lines)
  const bare = labelAddress(order, settings.labels, [], overrides.to).address
  const test = isTest(order, settings) ? account.test_option_code : null
  const { chosen, steps } = chooseOption(
    optionSubject(order, lines, {
      to: bare,
      grams,
      stock_location_id: fulfillment.stock_location_id,
      has_pickup_point: point !== null,
    }),
    account.rules,
    account.fallback,
    test === null ? (overrides.option ?? null) : { option_code: test, contract_id: null }
  )
  const found = chosen
    ? optionFor(chosen, account)
    : { faults: [{ field: "option", code: "option_missing" }] }
  const option = "option" in found ? found.option : null
  faults.push(...("faults" in found ? found.faults : []))

  const required = option?.required_fields ?? []
  const {
    address,
    missing,
    warnings: addressWarnings,
  } = labelAddress(order, settings.labels, required, overrides.to)
  faults.push(...missing.map((field) => ({ field, code: "missing" })))
  const warnings: LabelWarning[] = [...addressWarnings]

  const parcels = overrides.parcels ?? (grams === null ? [] : [{ weight_grams: grams, dimensions: null }])
  faults.push(...parcelFaults(parcels, option, required, account))

  const sender = senderOf(fulfillment, account, overrides)
  faults.push(...("fault" in sender ? [sender.fault] : []))
  if ("sender_id" in sender && sender.is_default) {
    warnings.push({ code: "fallback_sender", sender_id: sender.sender_id })
  }

  const isTestLabel = test !== null && chosen?.option_code === test
  const pointFault = option && !isTestLabel ? pickupFault(option.last_mile, point !== null) : null
  if (pointFault) {
    faults.push({ field: "service_point", code: pointFault })
  }
  const isCollected = !isTestLabel && option?.last_mile !== "home" && option?.last_mile !== "other"
  const sentPoint = point && isCollected ? pointFor(point, account) : null
  faults.push(...(typeof sentPoint === "string" ? [{ field: "service_point", code: sentPoint }] : []))
  if (point && isTestLabel) {
    warnings.push({ code: "pickup_point_left_out" })
  }

  const papers = customsOf(order, fulfillment, account, { address, parcels, sender, option })
  faults.push(...("faults" in papers ? papers.faults : []))

  if (faults.length > 0 || !chosen || !("sender_id" in sender) || !("items" in papers)) {
    return { kind: "wait", faults: uniqueFaults(faults), steps, warnings }
  }
  return {
    kind: "buy",
    steps,
    warnings,
    option,
    estimate: estimateOf(option, parcels.length),
    request: {
      order_number: order.order_number,
      sender_id: sender.sender_id,
      to: address,
      option_code: chosen.option_code,
      contract_id: ("contract_id" in found ? found.contract_id : null) ?? null,
      parcels: parcels.map((parcel, index) => ({ ...parcel, items: papers.items[index] })),
      service_point: typeof sentPoint === "string" ? null : sentPoint,
      total: { amount: value, currency_code: order.currency_code.toUpperCase() },
      customs: papers.customs,
      insured_value: isTestLabel ? null : insuredValue(order, value, settings, overrides),
      brand_id: account.brand_id,
      format: settings.print.format,
    },
  }
}

const isTest = (order: LabelOrder, settings: LabelSettings) => order.is_test || settings.labels.is_test

function whyNever(
  order: LabelOrder,
  { lines, is_canceled, shipping_option_id }: LabelFulfillment,
  { settings, test_option_code }: LabelAccount
): NeverReason | null {
  const reasons: [boolean, NeverReason][] = [
    [order.is_canceled, "order_canceled"],
    [is_canceled, "fulfillment_canceled"],
    [order.is_shipped_by_marketplace, "shipped_by_marketplace"],
    [order.has_prepaid_label, "prepaid_label"],
    [order.is_declared, "declared_already"],
    // Where the service has no free label, a test would be paid.
    [isTest(order, settings) && test_option_code === null, "no_test_label"],
    [
      shipping_option_id !== null && settings.labels.no_label_option_ids.includes(shipping_option_id),
      "option_without_label",
    ],
    [lines.length === 0 || !lines.every(isWhole), "nothing_to_ship"],
  ]
  return reasons.find(([holds]) => holds)?.[1] ?? null
}

/** Quantities are whole: half an article is no article. */
const isWhole = ({ quantity }: LabelLine): boolean => Number.isInteger(quantity) && quantity > 0

function pickupPointOf(order: LabelOrder, { pickup_point_id }: LabelOverrides): { id: string } | null {
  if (pickup_point_id === undefined) {
    return order.pickup_point
  }
  return pickup_point_id === null ? null : { id: pickup_point_id }
}

/** The point as it goes along, or what is wrong with it. Not asked for, it is sent as the order has it. */
function pointFor(
  { id }: { id: string },
  { service_point_kind: kind, pickup_point }: LabelAccount
): PurchaseRequest["service_point"] | "pickup_point_closed" | "pickup_point_unknown" {
  switch (pickup_point?.kind) {
    case "open":
      return {
        kind,
        id: kind === "carrier" ? pickup_point.point.carrier_point_id : pickup_point.point.external_id,
      }
    case "closed":
      return "pickup_point_closed"
    case "unknown":
      return "pickup_point_unknown"
    case undefined:
      return kind === "carrier" ? { kind, id } : "pickup_point_unknown"
  }
}

/** What a parcel of these lines shows to the rules. */
export const optionSubject = (
  { delivery_mode }: Pick<LabelOrder, "delivery_mode">,
  lines: readonly LabelLine[],
  {
    to: { country_code, postal_code },
    ...parcel
  }: Pick<OptionSubject, "grams" | "stock_location_id" | "has_pickup_point"> & {
    to: Pick<OptionSubject, "country_code" | "postal_code">
  }
): OptionSubject => ({
  ...parcel,
  delivery_mode,
  country_code,
  postal_code,
  value: valueOf(lines),
  skus: lines.map(({ sku }) => sku),
  shipping_profile_ids: lines.map(({ shipping_profile_id }) => shipping_profile_id),
})

export const valueOf = (lines: readonly LabelLine[]): number =>
  Math.round(
    lines.reduce(
      (sum, { total, quantity, ordered_quantity }) => sum + (total * quantity) / ordered_quantity,
      0
    ) * 100
  ) / 100

/** The option as the service has it for this route. Where several contracts have it, one must be named. */
export function optionFor(
  { option_code, contract_id }: ChosenOption,
  { options }: Pick<LabelAccount, "options">
): { option: LabelOption | null; contract_id: string | null } | { faults: LabelFault[] } {
  if (options === null) {
    return { option: null, contract_id }
  }
  const fitting = options.filter(({ code }) => code === option_code)
  if (fitting.length === 0) {
    return { faults: [{ field: "option", code: "option_not_available", params: { option: option_code } }] }
  }
  const contracts = [...new Set(fitting.flatMap(({ contract }) => contract?.id ?? []))]
  if (contract_id === null) {
    return contracts.length > 1
      ? { faults: [{ field: "contract", code: "contract_not_chosen" }] }
      : { option: fitting[0], contract_id: contracts.at(0) ?? null }
  }
  const named = fitting.find(({ contract }) => contract?.id === contract_id)
  return named
    ? { option: named, contract_id }
    : { faults: [{ field: "contract", code: "contract_not_available" }] }
}

export function parcelFaults(
  parcels: NonNullable<LabelOverrides["parcels"]>,
  option: LabelOption | null,
  required: readonly string[],
  { most_parcels }: Pick<LabelAccount, "most_parcels">
): LabelFault[] {
  const bands = option
    ? parcels.flatMap(({ weight_grams }) => bandFault(weight_grams, option) ?? []).map(ofWeight)
    : []
  const isMissing = required.includes("dimensions") && parcels.some(({ dimensions }) => dimensions === null)
  return [
    ...bands,
    ...(isMissing ? [{ field: "dimensions", code: "missing" }] : []),
    ...(parcels.length > most_parcels
      ? [{ field: "parcels", code: "too_many_parcels", params: { limit: most_parcels } }]
      : []),
  ]
}

type SenderFound = { sender_id: string; is_default: boolean } | { fault: LabelFault }

/** The sender of the stock location, else the one that was chosen for all others: never the first of a list. */
export function senderOf(
  { stock_location_id }: Pick<LabelFulfillment, "stock_location_id">,
  {
    senders,
    default_sender_id,
    known_senders,
  }: Pick<LabelAccount, "senders" | "default_sender_id"> & {
    known_senders: readonly { external_id: string }[] | null
  },
  overrides: LabelOverrides
): SenderFound {
  const mapped =
    stock_location_id !== null && Object.hasOwn(senders, stock_location_id)
      ? senders[stock_location_id]
      : null
  const sender_id = overrides.sender_id ?? mapped ?? default_sender_id
  if (sender_id === null) {
    return { fault: { field: "sender", code: "sender_not_chosen" } }
  }
  if (known_senders && !known_senders.some(({ external_id }) => external_id === sender_id)) {
    return { fault: { field: "sender", code: "sender_gone" } }
  }
  return { sender_id, is_default: overrides.sender_id === undefined && mapped === null }
}

export function customsOf(
  order: LabelOrder,
  { lines }: Pick<LabelFulfillment, "lines">,
  { settings, known_senders }: Pick<LabelAccount, "settings" | "known_senders">,
  {
    address,
    parcels,
    sender,
    option,
  }: {
    address: PurchaseRequest["to"]
    parcels: NonNullable<LabelOverrides["parcels"]>
    sender: SenderFound
    option: LabelOption | null
  }
):
  | { items: PurchaseRequest["parcels"][number]["items"][]; customs: PurchaseRequest["customs"] }
  | { faults: LabelFault[] } {
  const none = { items: parcels.map(() => []), customs: null }
  const from = known_senders?.find(
    ({ external_id }) => "sender_id" in sender && external_id === sender.sender_id
  )
  const place = { country_code: from?.country_code ?? "FR", postal_code: from?.postal_code ?? "" }
  if (!address.country_code || (!needsCustoms(place, address) && !option?.needs_customs_papers)) {
    return none
  }
  const total_grams = parcels.reduce((sum, { weight_grams }) => sum + weight_grams, 0)
  const papers = customsPapers(
    {
      order_number: order.order_number,
      currency_code: order.currency_code,
      shipping_total: order.shipping_total,
      from_country: place.country_code,
      date: order.created_at,
    },
    lines,
    settings.customs,
    settings.labels,
    total_grams
  )
  if ("faults" in papers) {
    // Where the weight is missing as such, that is the one thing to correct.
    const known = papers.faults.filter(({ code }) => parcels.length > 0 || code !== "items_too_heavy")
    return known.length > 0 ? { faults: known.map(ofCustoms) } : none
  }
  const items = itemsByParcel(
    papers.items,
    parcels.map(({ weight_grams }) => weight_grams)
  )
  return items
    ? { items, customs: papers.customs }
    : { faults: [{ field: "parcels", code: "items_do_not_fit" }] }
}

function insuredValue(
  order: LabelOrder,
  value: number,
  { labels }: LabelSettings,
  { insured_value }: LabelOverrides
): number | null {
  if (insured_value !== undefined) {
    return insured_value
  }
  const isInsured =
    labels.insurance === "value" &&
    order.currency_code.toUpperCase() === "EUR" &&
    value >= labels.insurance_above
  // The least and the most that is insured.
  return isInsured && value >= 2 ? Math.min(value, 5000) : null
}

export const estimateOf = (option: LabelOption | null, parcels: number): Amount | null =>
  option?.price ? { ...option.price, amount: Math.round(option.price.amount * parcels * 100) / 100 } : null

export function ofWeight(fault: WeightFault): LabelFault {
  switch (fault.code) {
    case "unit_not_chosen":
      return { field: "weight_unit", code: fault.code }
    case "weight_missing":
      return { field: "weight", code: fault.code, line_item_id: fault.line_item_id }
    default:
      return { field: "weight", code: fault.code, params: { grams: fault.grams, limit: fault.limit } }
  }
}

const CUSTOMS_FIELDS: Readonly<Record<CustomsFault["code"], string>> = {
  hs_code_missing: "hs_code",
  origin_missing: "origin_country",
  weight_missing: "weight",
  description_missing: "description",
  value_missing: "value",
  currency_not_accepted: "currency",
  items_too_heavy: "weight",
}

const ofCustoms = (fault: CustomsFault): LabelFault => ({
  field: CUSTOMS_FIELDS[fault.code],
  code: fault.code,
  ...("line_item_id" in fault ? { line_item_id: fault.line_item_id } : {}),
  ...("currency_code" in fault ? { params: { currency: fault.currency_code } } : {}),
})

export const uniqueFaults = (faults: readonly LabelFault[]): LabelFault[] => [
  ...new Map(faults.map((fault) => [JSON.stringify(fault), fault])).values(),
]
