import type { NormalizedOrder, OrderLine } from "../marketplaces/port"
import { lostLetters, missingFields } from "./addresses"
import { buyerFacts, type Said } from "./buyer-facts"
import { chooseShippingOption, wantedShipping } from "./choose-shipping-option"
import { settingParams } from "./fill-text"
import { countUnits } from "./fulfillments"
import type { ImportContext, VariantFacts } from "./import-context"
import { ENTRIES_A_STEP, inOneTurn, type InSteps } from "./in-steps"
import { externalSku, matchLine } from "./match"
import { draftInSteps, type OrderDraft, type PlannedLine, type Region } from "./order-draft"
import { problemKey } from "./problem-key"
import type { Problem } from "./problems"
import type { ConnectionSettings } from "./settings"
import { isImportable, orderState } from "./state"
import type { IgnoredReason, WaitReason } from "./state"
import { allocate } from "./stock"
import { lineTaxRate, shippingTaxRate } from "./tax"
import { isIslandUnknown } from "./territories"
import { agreeOnTotal, type TotalResult } from "./totals"
import { unfitProblem } from "./unfit"
import { unreadDetails } from "./unread"

export type ImportPlan =
  | { kind: "import"; draft: OrderDraft }
  | { kind: "hold"; problem: Problem; offered_variant_id?: string | null }
  | { kind: "wait"; reason: WaitReason | "to_accept"; until: string | null; problem: Problem | null }
  | { kind: "ignore"; reason: IgnoredReason | "canceled" }

/**
 * What becomes of an order that is not in the store yet. The first thing that keeps it out is the problem; the draft's
 * total is the marketplace's to the cent.
 */
export const planImport = (order: NormalizedOrder, context: ImportContext): ImportPlan =>
  inOneTurn(planImportInSteps(order, context))

/** The same in steps, since an order can have many lines. */
export function* planImportInSteps(order: NormalizedOrder, context: ImportContext): InSteps<ImportPlan> {
  const { settings } = context
  const state = orderState(order, settings, context)
  if (state.state === "ignored" && !context.is_test) {
    return { kind: "ignore", reason: state.reason }
  }
  if (state.state === "canceled") {
    return { kind: "ignore", reason: "canceled" }
  }
  if (state.state === "to_accept" || state.state === "waiting") {
    const reason = state.state === "waiting" ? state.reason : "to_accept"
    return { kind: "wait", reason, until: state.until, problem: state.problem }
  }
  return yield* importableInSteps(order, context, state.problem)
}

/**
 * The draft of what may be imported of an order (`isImportable`), whatever else is still undecided in it.
 * @param flag what the order's state shows the operator
 */
export const planImportable = (
  order: NormalizedOrder,
  context: ImportContext,
  flag: Problem | null
): ImportablePlan => inOneTurn(importableInSteps(order, context, flag))
type ImportablePlan = Extract<ImportPlan, { kind: "import" | "hold" | "ignore" }>

function* importableInSteps(
  order: NormalizedOrder,
  context: ImportContext,
  flag: Problem | null
): InSteps<ImportablePlan> {
  const unfit = unfitProblem(order, context)
  if (unfit) {
    return hold(unfit)
  }
  const place = placeOf(order, context)
  if ("problem" in place) {
    return hold(place.problem)
  }
  const buyer = buyerIn(place.region, order, context.settings)
  if ("problem" in buyer) {
    return hold(buyer.problem)
  }
  const planned = yield* plannedLines(order, context)
  if ("problem" in planned) {
    return { kind: "hold", ...planned }
  }
  const { lines } = planned
  if (lines.length === 0) {
    return { kind: "ignore", reason: "shipped_elsewhere" }
  }
  yield
  const total = totalOf(order, context)
  if ("problem" in total) {
    return hold(total.problem)
  }
  yield
  const stock = stockOf(lines, context)
  if ("problem" in stock) {
    return hold(stock.problem)
  }
  yield
  const options = optionsFor(order, lines, stock.location_by_line, context)
  if ("problem" in options) {
    return hold(options.problem)
  }
  const parts = { place, buyer, lines, total, option_ids: options.option_ids }
  return {
    kind: "import",
    draft: {
      ...(yield* draftInSteps(order, parts, context)),
      reservations: stock.reservations,
      problems: [
        ...lostLetters(buyer.shipping_address),
        ...(flag ? [flag] : []),
        ...stock.problems,
        ...unreadDetails(order),
      ],
    },
  }
}

type Held = { problem: Problem }

/** The region and channel that the order comes to, in its currency. */
function placeOf(
  order: NormalizedOrder,
  { destination }: ImportContext
): { region: Region; sales_channel_id: string } | Held {
  const { region, sales_channel_id, stock_location_ids } = destination
  if (!region || !sales_channel_id || stock_location_ids.length === 0) {
    return { problem: { code: "store_setup_missing", params: { missing: missingSetup(destination) } } }
  }
  const region_currency = region.currency_code.toUpperCase()
  return region_currency === order.currency_code
    ? { region, sales_channel_id }
    : {
        problem: {
          code: "currency_mismatch",
          params: { order_currency: order.currency_code, region_currency },
        },
      }
}

/** The buyer, with an address that a parcel can go to within the region. */
function buyerIn(region: Region, order: NormalizedOrder, settings: ConnectionSettings): Said | Held {
  const buyer = buyerFacts(order, settings, region.countries)
  const missing = buyer ? missingFields(buyer.shipping_address) : ["address"]
  if (!buyer || missing.length > 0) {
    const named = buyer ? {} : settingParams(order.address_settings)
    return { problem: { code: "missing_address", params: { fields: missing, ...named } } }
  }
  if (isIslandUnknown(order.shipping_address)) {
    return { problem: { code: "missing_address", params: { fields: ["territory"] } } }
  }
  const country = buyer.shipping_address.country_code ?? ""
  return region.countries.includes(country)
    ? buyer
    : {
        problem: {
          code: "country_not_in_region",
          params: { country: country.toUpperCase(), region: region.name },
        },
      }
}

/** What may be imported of each line, with its variant and its taxes. */
function* plannedLines(
  order: NormalizedOrder,
  context: ImportContext
): InSteps<{ lines: PlannedLine[] } | (Held & { offered_variant_id?: string | null })> {
  const { settings } = context
  const lines: PlannedLine[] = []
  for (const [at, line] of order.lines.entries()) {
    if (at % ENTRIES_A_STEP === 0) yield
    const items = line.items.filter((item) => isImportable(item, line, order, settings))
    if (items.length === 0) {
      continue
    }
    const found = variantOf(line, context)
    if ("problem" in found) {
      return found
    }
    const tax = lineTaxRate(line, order.shipping_address, found.variant?.tax_rates ?? {}, settings)
    const shipping = items.map((item) => item.shipping_price).filter((price) => price !== null)
    if (
      line.unit_price === null ||
      shipping.length < items.length ||
      items.some((item) => item.quantity === null)
    ) {
      return {
        problem: { code: "unreadable_part", params: { parts: [externalSku(line) || line.title] } },
      }
    }
    lines.push({
      line,
      items,
      quantity: countUnits(items),
      unit_price: line.unit_price,
      shipping,
      variant: found.variant,
      tax,
      shipping_tax: shippingTaxRate(line, tax),
    })
  }
  return { lines }
}

/** Where each line is taken from. What the marketplace ships, and a test, take nothing. */
const stockOf = (
  lines: readonly PlannedLine[],
  { destination, stock, reserved, packed, settings, is_test }: ImportContext
) =>
  allocate(
    lines.map(({ line, quantity, variant }) => ({
      key: line.key,
      sku: externalSku(line),
      quantity: Math.max(0, quantity - (packed?.get(line.key) ?? 0)),
      variant: line.fulfilled_by === "seller" && !is_test ? variant : null,
    })),
    destination.stock_location_ids,
    stock,
    reserved,
    settings.import.out_of_stock === "backorder"
  )

function hold(problem: Problem): Extract<ImportPlan, { kind: "hold" }> {
  return { kind: "hold", problem }
}

function missingSetup(destination: ImportContext["destination"]): string[] {
  return [
    destination.region ? null : "region",
    destination.sales_channel_id ? null : "sales_channel",
    destination.stock_location_ids.length > 0 ? null : "stock_location",
  ].filter((name) => name !== null)
}

function variantOf(
  line: OrderLine,
  { matches, variants, settings }: ImportContext
): { variant: VariantFacts | null } | { problem: Problem; offered_variant_id: string | null } {
  const match = matchLine(line, matches, settings)
  const variant = match.variant_id === null ? undefined : variants.get(match.variant_id)
  if (variant) {
    return { variant }
  }
  if (settings.import.unknown_sku === "import_without_variant") {
    return { variant: null }
  }
  return match.variant_id === null
    ? { problem: match.problem, offered_variant_id: match.offered_variant_id }
    : { problem: { code: "variant_deleted", params: { sku: externalSku(line) } }, offered_variant_id: null }
}

/**
 * The shipping options of the order, one per location and shipping profile: packing refuses a line whose profile differs
 * from the option's. Medusa preselects the first one when packing. Lines without a variant pack with any option.
 */
function optionsFor(
  order: NormalizedOrder,
  lines: readonly PlannedLine[],
  locationByLine: ReadonlyMap<string, string>,
  { shipping_options, settings }: ImportContext
): { option_ids: string[] } | Held {
  const wanted = wantedShipping(order, settings.shipping.delivery_modes)
  const optionIds = new Set<string>()
  for (const { line, variant } of lines) {
    if (!variant || line.fulfilled_by === "marketplace") {
      continue
    }
    const profile = variant.product.shipping_profile_id
    const location = locationByLine.get(line.key)
    const option = chooseShippingOption(shipping_options, location, profile, wanted)
    if (!option) {
      const code = profile ? "no_shipping_option" : "no_shipping_profile"
      return { problem: { code, params: { sku: externalSku(line) } } }
    }
    optionIds.add(option.id)
  }
  if (optionIds.size > 0) {
    return { option_ids: [...optionIds] }
  }
  const location = locationByLine.get(lines[0].line.key)
  const any = shipping_options.find((one) => one.location_id === location)
  return any
    ? { option_ids: [any.id] }
    : { problem: { code: "no_shipping_option", params: { sku: externalSku(lines[0].line) } } }
}

/** A difference that an operator accepted is the one that was shown, and no other. */
function totalOf(order: NormalizedOrder, { accepted_total, settings }: ImportContext): TotalResult {
  const agree = (isAccepted: boolean) =>
    agreeOnTotal(order, (item, line) => isImportable(item, line, order, settings), isAccepted)
  const total = agree(accepted_total === true)
  return "problem" in total && problemKey(total.problem) === accepted_total ? agree(true) : total
}
