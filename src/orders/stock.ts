import { type Problem, PROBLEMS } from "./problems"

/** Available quantity by `stockKey`; a missing key is an article that the location does not stock. */
export type Stock = ReadonlyMap<string, number>

export type Reservation = {
  line_key: string
  inventory_item_id: string
  location_id: string
  /** In units of the inventory item: the line's quantity times what one variant needs. */
  quantity: number
}

/** One line, or a part of one, that wants stock; without variant, or with one that is not managed, it takes none. */
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

/** What an order's stock lacks once it is in the store. */
export const stockProblems = (problems: readonly Problem[]): Problem[] =>
  problems.filter(({ code }) => PROBLEMS[code].lacks_stock)

export type Allocation =
  | { location_by_line: Map<string, string>; reservations: Reservation[]; problems: Problem[] }
  | { problem: Problem }

type Part = NonNullable<StockNeed["variant"]>["inventory"][number]

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

/** What is left of each article, at its locations and at all of them together. */
export class StockLeft {
  private readonly left: Map<string, number>

  /**
   * @param locations in order of preference
   * @param reserved what the order has reserved already: it counts as available
   */
  constructor(
    readonly locations: readonly string[],
    stock: Stock,
    reserved: readonly Reservation[]
  ) {
    this.left = new Map(stock)
    takeStock(
      this.left,
      reserved.map((reservation) => ({ ...reservation, quantity: -reservation.quantity }))
    )
  }

  /**
   * The only judgment whether stock is short: how many units all locations together can serve, whichever one they are
   * packed at; what one location lacks, another makes up for. Null where a part of the article is stocked nowhere.
   */
  served({ quantity, variant }: StockNeed): number | null {
    if (!variant?.manage_inventory) {
      return quantity
    }
    if (variant.inventory.length === 0) {
      return null
    }
    const units = variant.inventory.map(({ inventory_item_id, required_quantity }) => {
      const found = this.locations.flatMap((place) => this.at(inventory_item_id, place) ?? [])
      return found.length > 0 ? Math.floor(sum(found) / required_quantity) : null
    })
    const known = units.filter((one) => one !== null)
    return known.length < units.length ? null : Math.max(0, Math.min(quantity, ...known))
  }

  /** Available at one location, below zero where it owes; undefined where it does not stock the article. */
  at(inventoryItemId: string, location: string): number | undefined {
    return this.left.get(stockKey(inventoryItemId, location))
  }

  take(reservations: readonly Reservation[]): void {
    takeStock(this.left, reservations)
  }

  /** Takes units where they are; beyond what is there, below zero. */
  takeUnits(need: StockNeed, quantity: number): void {
    this.take(reservationsOf({ ...need, quantity }, (part, wanted) => this.roomiest(part, wanted)))
  }

  /** The location that has all of a part, else the one that has most of it; null where none stocks it. */
  roomiest({ inventory_item_id }: Part, wanted: number): string | null {
    const stocked = this.locations.filter((place) => this.at(inventory_item_id, place) !== undefined)
    const has = (place: string) => this.at(inventory_item_id, place) ?? 0
    const most = Math.max(...stocked.map(has))
    return (
      stocked.find((place) => has(place) >= wanted) ?? stocked.find((place) => has(place) === most) ?? null
    )
  }

  copy(): StockLeft {
    return new StockLeft(this.locations, this.left, [])
  }
}

/**
 * Where each line is taken from: the first location that has all lines, else line by line the first that has it whole.
 * What only several locations have together is reserved at the one that has most of it, and said: Medusa packs a line
 * with one reservation for each of its articles, from one location. An article that is short is sold below zero there.
 * Articles whose store setting allows backorders are taken from real stock first.
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
  const left = new StockLeft([...new Set([...kept, ...locationIds])], stock, reserved)
  const managed = needs.filter((need) => need.variant?.manage_inventory)
  const common = left.locations.find((place) => hasAll(managed, place, left, false))
  const promising = left.locations.find((place) => hasAll(managed, place, left, true))

  const taken_by_line = new Map<string, Reservation[]>()
  const problems: Problem[] = []
  // The largest first: what is left of a location may still have a small one whole.
  for (const need of [...managed].sort((a, b) => b.quantity - a.quantity)) {
    const served = left.served(need)
    if (served === null) {
      return { problem: { code: "missing_inventory_level", params: { sku: need.sku } } }
    }
    const params = { sku: need.sku, needed: need.quantity, available: served }
    const isShort = served < need.quantity && !need.variant?.allow_backorder
    if (isShort && !isBackorderAllowed) {
      return { problem: { code: "out_of_stock", params } }
    }
    const whole = common ?? left.locations.find((place) => has(need, place, left, false)) ?? promising
    const taken = reservationsOf(need, (part, wanted) => whole ?? left.roomiest(part, wanted))
    if (isShort) {
      problems.push({ code: "oversold", params })
    } else if (served === need.quantity && taken.some((one) => isBeyond(one, left))) {
      problems.push({ code: "stock_elsewhere", params: { sku: need.sku, needed: need.quantity } })
    }
    left.take(taken)
    taken_by_line.set(need.key, taken)
  }

  const placeOf = (key: string) => taken_by_line.get(key)?.at(0)?.location_id
  const main = managed.length > 0 ? placeOf(managed[0].key) : undefined
  return {
    location_by_line: new Map(needs.map(({ key }) => [key, placeOf(key) ?? main ?? left.locations[0]])),
    reservations: managed.flatMap(({ key }) => taken_by_line.get(key) ?? []),
    problems,
  }
}

/** Whether a location has all of these lines; with backorders also those that may be sold before they are there. */
function hasAll(
  needs: readonly StockNeed[],
  location: string,
  stock: StockLeft,
  withBackorders: boolean
): boolean {
  const left = stock.copy()
  return needs.every((need) => {
    const isThere = has(need, location, left, withBackorders)
    left.take(reservationsOf(need, () => location))
    return isThere
  })
}

function has({ quantity, variant }: StockNeed, location: string, left: StockLeft, withBackorders: boolean) {
  return (
    !!variant?.inventory.length &&
    variant.inventory.every(({ inventory_item_id, required_quantity }) => {
      const available = left.at(inventory_item_id, location)
      const isEnough = withBackorders && variant.allow_backorder
      return available !== undefined && (isEnough || available >= quantity * required_quantity)
    })
  )
}

const isBeyond = ({ inventory_item_id, location_id, quantity }: Reservation, left: StockLeft): boolean =>
  (left.at(inventory_item_id, location_id) ?? 0) < quantity

function reservationsOf(
  { key, quantity, variant }: StockNeed,
  placeOf: (part: Part, wanted: number) => string | null
): Reservation[] {
  return (variant?.inventory ?? []).flatMap((part) => {
    const wanted = quantity * part.required_quantity
    const location_id = placeOf(part, wanted)
    return location_id === null
      ? []
      : [{ line_key: key, inventory_item_id: part.inventory_item_id, location_id, quantity: wanted }]
  })
}

const sum = (numbers: readonly number[]) => numbers.reduce((total, one) => total + one, 0)
