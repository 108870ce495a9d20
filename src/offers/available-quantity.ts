import type { Problem } from "../orders/problems"
import { step, type PlanStep } from "./explanation"
import { exact, type Exact } from "./money"

/** A number, or its exact text: the store keeps fractions. */
export type StockAmount = number | string

/** One level of the store: an article at a location. */
export type Level = {
  inventory_item_id: string
  location_id: string
  stocked_quantity: StockAmount
  reserved_quantity: StockAmount
}

/** What one unit of a variant takes of an article; without an amount, one. */
export type Part = { inventory_item_id: string; required_quantity: StockAmount | null }

export type StockedVariant = {
  sku: string | null
  manage_inventory: boolean
  allow_backorder: boolean
  inventory: readonly Part[]
}

/** Units of a marketplace order that have no reservation in the store yet. */
export type UnreservedSale = { quantity: number; inventory: readonly Part[] }

export type AvailableSettings = {
  /** What is sent for a variant whose stock the store does not manage; null: nothing. */
  unmanaged_quantity: number | null
  /** What is sent at least for a variant that is also sold without stock; null: only what is there. */
  backorder_quantity: number | null
}

export type Available =
  | { quantity: number; steps: PlanStep[] }
  /** A choice, not a fault: there is nothing to send. */
  | { nothing: PlanStep }
  | { problem: Problem }

type Requirement = { id: string; required: Exact }

/**
 * How many units the connection's locations can pack: what each can pack alone, added up. A kit whose parts lie in two
 * warehouses cannot be packed by either; Medusa's own rule adds the locations first and is named where it differs. What
 * one location owes (reserved beyond its stock) is taken off the others. Only levels that were read lower the stock:
 * without a location, an article or a level there is no value but a problem.
 *
 * @param levels those of the variant's articles, at any location
 * @param locations of the connection
 */
export function availableQuantity(
  variant: StockedVariant,
  levels: readonly Level[],
  locations: readonly string[],
  settings: AvailableSettings
): Available {
  const sku = variant.sku ?? ""
  if (!variant.manage_inventory) {
    const quantity = settings.unmanaged_quantity
    return quantity === null
      ? { nothing: step("unmanaged") }
      : { quantity: Math.max(0, quantity), steps: [step("unmanaged", { quantity })] }
  }
  if (locations.length === 0) {
    return { problem: { code: "offer_no_location", params: {} } }
  }
  if (variant.inventory.length === 0) {
    return { problem: { code: "offer_no_inventory_item", params: { sku } } }
  }
  const requirements = requirementsOf(variant.inventory)
  if (!requirements) {
    return { problem: { code: "offer_requirement_unreadable", params: { sku } } }
  }
  const left = leftByPlace(levels, locations)
  if (!left) {
    return { problem: { code: "offer_stock_unreadable", params: { sku } } }
  }
  const missing = requirements.filter(({ id }) => !left.has(id))
  if (missing.length > 0) {
    return { problem: { code: "offer_no_level", params: { sku, count: missing.length } } }
  }
  const packed = locations.reduce((sum, place) => {
    const units = requirements.map(({ id, required }) => unitsOf(left.get(id)?.get(place), required))
    return sum + Math.max(0, Math.min(...units))
  }, 0)
  const pooled = requirements.map(({ id, required }) => {
    const places = [...(left.get(id)?.values() ?? [])]
    return unitsOf(
      places.reduce((sum, one) => sum.plus(one)),
      required
    )
  })
  const together = Math.max(0, Math.min(...pooled))
  const quantity = Math.min(packed, together)
  const steps = [step("available", { quantity, locations: locations.length })]
  if (together > packed) {
    steps.push(step("parts_apart", { quantity, together }))
  }
  const { backorder_quantity } = settings
  if (variant.allow_backorder && backorder_quantity !== null && backorder_quantity > quantity) {
    return {
      quantity: backorder_quantity,
      steps: [...steps, step("backorder", { quantity: backorder_quantity })],
    }
  }
  return { quantity, steps }
}

/**
 * How many units of a variant these sales take, also where they are of other variants that share an article with it. A sale
 * takes as many as its scarcest shared article: rounded up, so that no unit is counted nowhere.
 */
export function unitsSold(inventory: readonly Part[], sales: readonly UnreservedSale[]): number {
  const requirements = requirementsOf(inventory) ?? []
  return sales.reduce((sum, sale) => {
    const taken = new Map((requirementsOf(sale.inventory) ?? []).map(({ id, required }) => [id, required]))
    const units = requirements.map(({ id, required }) => {
      const each = taken.get(id)
      return each ? Number(each.times(sale.quantity).dividedBy(required).integerValue(2)) : 0
    })
    return sum + Math.max(0, ...units)
  }, 0)
}

/** An article that a kit names twice is needed twice. Null where an amount is none, zero or below. */
function requirementsOf(inventory: readonly Part[]): Requirement[] | null {
  const byItem = new Map<string, Exact>()
  for (const { inventory_item_id, required_quantity } of inventory) {
    const required = exact(required_quantity ?? 1)
    if (!required?.isGreaterThan(0)) {
      return null
    }
    byItem.set(inventory_item_id, byItem.get(inventory_item_id)?.plus(required) ?? required)
  }
  return [...byItem].map(([id, required]) => ({ id, required }))
}

/**
 * What is left of each article at each of the locations, below zero where it owes. Reserved units below zero count as
 * none: what is available never exceeds what is stocked. Null where a level cannot be read.
 */
function leftByPlace(
  levels: readonly Level[],
  locations: readonly string[]
): Map<string, Map<string, Exact>> | null {
  const left = new Map<string, Map<string, Exact>>()
  for (const { inventory_item_id, location_id, stocked_quantity, reserved_quantity } of levels) {
    if (!locations.includes(location_id)) {
      continue
    }
    const stocked = exact(stocked_quantity)
    const reserved = exact(reserved_quantity)
    if (!stocked || !reserved) {
      return null
    }
    const places = left.get(inventory_item_id) ?? new Map<string, Exact>()
    places.set(location_id, reserved.isGreaterThan(0) ? stocked.minus(reserved) : stocked)
    left.set(inventory_item_id, places)
  }
  return left
}

/** Whole units; an article that is not at the place is none. */
const unitsOf = (left: Exact | undefined, required: Exact): number =>
  left?.isGreaterThan(0) ? Number(left.dividedToIntegerBy(required)) : 0
