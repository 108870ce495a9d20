import type { Problem } from "./problems"

/** Available quantity by `stockKey`; a missing key is an article that the location does not stock. */
export type Stock = ReadonlyMap<string, number>

export type Reservation = {
  line_key: string
  inventory_item_id: string
  location_id: string
  /** In units of the inventory item: the line's quantity times what one variant needs. */
  quantity: number
}

/** One line that wants stock; without variant, or with one that is not managed, it takes none. */
export type StockNeed = {
  key: string
  sku: string
  quantity: number
  variant: {
    manage_inventory: boolean
    allow_backorder: boolean
    inventory: readonly { inventory_item_id: string; required_quantity: number }[]
  } | null
}

export type Allocation =
  | { location_by_line: Map<string, string>; reservations: Reservation[]; problems: Problem[] }
  | { problem: Problem }

type Level = "in_stock" | "backorder_allowed" | "stocked"

export function stockKey(inventoryItemId: string, locationId: string): string {
  return `${inventoryItemId}|${locationId}`
}

/** Takes planned reservations off, so that the next order of a batch sees what is left. */
export function takeStock(stock: Map<string, number>, reservations: readonly Reservation[]): void {
  for (const { inventory_item_id, location_id, quantity } of reservations) {
    const key = stockKey(inventory_item_id, location_id)
    stock.set(key, (stock.get(key) ?? 0) - quantity)
  }
}

/**
 * Where each line is taken from: the first location that serves all lines, else line by line the first that serves it,
 * else, sold beyond the stock, the first that stocks the article at all. Articles whose store setting allows backorders
 * are taken from real stock first.
 * @param locationIds in order of preference; at least one
 * @param reserved what this order has reserved already: it counts as available, and its locations come first
 * @param isBackorderAllowed false: a short line is a problem that blocks, true: one that informs
 */
export function allocate(
  needs: readonly StockNeed[],
  locationIds: readonly string[],
  stock: Stock,
  reserved: readonly Reservation[],
  isBackorderAllowed: boolean
): Allocation {
  const kept = reserved.map((reservation) => reservation.location_id).filter((id) => locationIds.includes(id))
  const locations = [...new Set([...kept, ...locationIds])]
  const left = new Map(stock)
  takeStock(
    left,
    reserved.map((reservation) => ({ ...reservation, quantity: -reservation.quantity }))
  )
  const managed = needs.filter((need) => need.variant?.manage_inventory)

  const common = (["in_stock", "backorder_allowed"] as const)
    .flatMap((level) => locations.map((location) => ({ level, location })))
    .find(({ level, location }) => servesAll(managed, location, left, level))?.location

  const location_by_line = new Map<string, string>()
  const reservations: Reservation[] = []
  const problems: Problem[] = []
  for (const need of managed) {
    const location =
      common ??
      (["in_stock", "backorder_allowed", "stocked"] as const)
        .flatMap((level) => locations.filter((candidate) => serves(need, candidate, left, level)))
        .at(0)
    if (!location) {
      return { problem: { code: "missing_inventory_level", params: { sku: need.sku } } }
    }
    if (!serves(need, location, left, "backorder_allowed")) {
      const params = { sku: need.sku, needed: need.quantity, available: unitsAvailable(need, location, left) }
      if (!isBackorderAllowed) {
        return { problem: { code: "out_of_stock", params } }
      }
      problems.push({ code: "oversold", params })
    }
    const taken = reservationsOf(need, location)
    takeStock(left, taken)
    reservations.push(...taken)
    location_by_line.set(need.key, location)
  }

  const main = managed.length > 0 ? (location_by_line.get(managed[0].key) ?? locations[0]) : locations[0]
  for (const { key } of needs) {
    location_by_line.set(key, location_by_line.get(key) ?? main)
  }
  return { location_by_line, reservations, problems }
}

function servesAll(needs: readonly StockNeed[], location: string, stock: Stock, level: Level): boolean {
  const left = new Map(stock)
  return needs.every((need) => {
    const isServed = serves(need, location, left, level)
    takeStock(left, reservationsOf(need, location))
    return isServed
  })
}

function serves({ quantity, variant }: StockNeed, location: string, stock: Stock, level: Level): boolean {
  const isEnough = level === "stocked" || (level === "backorder_allowed" && variant?.allow_backorder)
  return (
    !!variant?.inventory.length &&
    variant.inventory.every(({ inventory_item_id, required_quantity }) => {
      const available = stock.get(stockKey(inventory_item_id, location))
      return available !== undefined && (isEnough || available >= quantity * required_quantity)
    })
  )
}

/** How many of the variant the location could still send, never below zero. */
function unitsAvailable({ variant }: StockNeed, location: string, stock: Stock): number {
  const units = (variant?.inventory ?? []).map(({ inventory_item_id, required_quantity }) =>
    Math.floor((stock.get(stockKey(inventory_item_id, location)) ?? 0) / required_quantity)
  )
  return Math.max(0, Math.min(...units))
}

function reservationsOf({ key, quantity, variant }: StockNeed, location: string): Reservation[] {
  return (variant?.inventory ?? []).map(({ inventory_item_id, required_quantity }) => ({
    line_key: key,
    inventory_item_id,
    location_id: location,
    quantity: quantity * required_quantity,
  }))
}
