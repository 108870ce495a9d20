import {
  brakePrice,
  brakeZeros,
  type EndedReservation,
  isTakenByOrders,
  type BrakeRules,
  type ZeroChange,
} from "../brake"
import type { Presence } from "../plan-offer"

const RULES: BrakeRules = { zero_count: 10, zero_percent: 5, fall_percent: 30, rise_percent: 200 }
const zeros = (count: number, change: Partial<ZeroChange> = {}): ZeroChange[] =>
  Array.from({ length: count }, (_, n) => ({
    id: `offer_${n}`,
    is_explained: false,
    is_released: false,
    ...change,
  }))
const judged = (list: ZeroChange[], live: number, gone = 0) => brakeZeros(list, { gone, live, rules: RULES })

describe("the brake on zeros", () => {
  it.each([
    ["few of few", 10, 40, 0, false],
    ["one more than the count", 11, 40, 0, true],
    ["within the share of many", 100, 2000, 0, false],
    ["beyond the share of many", 101, 2000, 0, true],
    ["70 % in a minute", 1400, 2000, 0, true],
    ["what went within the hour counts", 5, 40, 6, true],
    ["nothing goes now", 0, 40, 50, false],
  ])("%s", (_, count, live, gone, is_tripped) => {
    const verdict = judged(zeros(count), live, gone)
    expect(verdict.is_tripped).toBe(is_tripped)
    expect(verdict.held).toHaveLength(is_tripped ? count : 0)
  })

  it("does not hold what an order explains, what was released, or what a person asked for", () => {
    const sold = zeros(40, { is_explained: true })
    const released = zeros(40, { is_released: true })
    expect(judged([...sold, ...released], 40).is_tripped).toBe(false)
    const more = zeros(11).map((one) => ({ ...one, id: `other_${one.id}` }))
    expect(judged([...sold, ...more], 40).held).toEqual(more.map(({ id }) => id))
  })

  it("says what it counted", () => {
    expect(judged(zeros(12), 40, 3)).toMatchObject({ count: 15, limit: 10 })
  })
})

describe("a quantity of zero is explained", () => {
  const level = (stocked: number | string, reserved: number | string, location_id = "a", item = "x") => ({
    inventory_item_id: item,
    location_id,
    stocked_quantity: stocked,
    reserved_quantity: reserved,
  })
  const ended = (quantity: string, location_id = "a"): EndedReservation => ({
    inventory_item_id: "x",
    location_id,
    quantity,
  })
  const rules = {
    ...{ is_on: true, unmanaged_quantity: null, backorder_quantity: null, safety_quantity: 1 },
    ...{ stock_percent: 100, zero_at_or_below: 0, stock_maximum: null, fixed_quantity: null },
    ...{ allow_increase: false, allow_decrease: true },
  }
  const taken = (
    levels: ReturnType<typeof level>[],
    items = ["x"],
    presence: Presence = "sold",
    { shown = 1, ended = [] as EndedReservation[] } = {}
  ) => {
    const inventory = items.map((inventory_item_id) => ({ inventory_item_id, required_quantity: 1 }))
    const variant = { sku: "LAMP", manage_inventory: true, allow_backorder: false, inventory }
    return isTakenByOrders({ presence, variant, levels, locations: ["a", "b"] }, rules, {
      shown,
      ended,
    })
  }
  it.each([
    ["by reservations, and sales that are not reserved yet, of what is there", [level("3", "3")], true],
    ["not by those of a stock that was emptied", [level(0, 2)], false],
    ["not where the safety quantity alone makes it zero", [level(1, 1)], false],
    ["by one location of two", [level(0, 2), level(2, 1, "b")], true],
    ["not by orders at a location of others", [level(0, 0), level(3, 3, "elsewhere")], false],
  ])("%s", (_, levels, expected) => {
    expect(taken(levels)).toBe(expected)
  })

  it.each<Presence>(["unpublished", "left_channel", "deleted"])(
    "not by orders where it is %s",
    (presence) => {
      expect(taken([level(8, 0)], ["x"], presence)).toBe(false)
      expect(taken([level(8, 8)], ["x"], presence)).toBe(false)
    }
  )

  it.each([
    ["by as many units as were shown", [level(50, 50)], 49, [], true],
    ["not by one unit of a stock that was emptied", [level(2, 2)], 49, [], false],
    ["by what was packed lately, as it left", [level(0, 0)], 4, [ended("3"), ended("2")], true],
    ["not by fewer than were shown", [level(0, 0)], 5, [ended("3"), ended("2")], false],
    ["by what was packed and what is reserved together", [level("2", "2")], 4, [ended("3")], true],
    ["not by what another location packed", [level(0, 0)], 1, [ended("5", "b")], false],
  ])("%s", (_, levels, shown, packed, expected) => {
    expect(taken(levels, ["x"], "sold", { shown, ended: packed })).toBe(expected)
  })

  it("not by orders of one article of a kit of which another was emptied", () => {
    const kit = [level(5, 5), level(0, 0, "a", "y")]
    expect(taken(kit, ["x", "y"])).toBe(false)
    expect(taken([level(5, 5), level(4, 0, "a", "y")], ["x", "y"])).toBe(true)
  })
})

describe("the brake on prices", () => {
  const change = (from: string | null, to: string, confirmed_before: string[] = [], is_released = false) =>
    brakePrice({ from, to, confirmed_before, is_released }, RULES)
  it.each([
    ["a typing error", "19.90", "1.99", -90],
    ["just beyond", "100.00", "69.99", -30],
    ["at the limit", "100.00", "70.00", null],
    ["up a lot", "10.00", "30.01", 200.1],
    ["up to the limit", "10.00", "30.00", null],
    ["the first price", null, "1.99", null],
    ["the same", "10.00", "10.00", null],
  ])("%s", (_, from, to, held) => {
    expect(change(from, to)).toBe(held)
  })

  it("never holds a way back up to a confirmed price, but a way back down", () => {
    expect(change("1.99", "19.90", ["19.90"])).toBeNull()
    expect(change("1.99", "19.90", ["19.80"])).toBe(900)
    expect(change("19.90", "1.99", ["1.99"])).toBe(-90)
  })

  it("lets go what was released", () => {
    expect(change("19.90", "1.99", [], true)).toBeNull()
  })
})
