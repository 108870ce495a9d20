import type { ItemStatus, NormalizedOrder } from "../../marketplaces/port"
import { effectSeen, undoneItems } from "../effect-seen"

const orderWith = (...statuses: ItemStatus[]) =>
  ({
    lines: [
      {
        items: statuses.map((status, index) => ({
          external_id: String(index + 1),
          quantity: 1,
          status,
          parcels: [],
        })),
      },
    ],
  }) as unknown as NormalizedOrder

const intent = { item_external_ids: ["1", "2"], tracking_numbers: [] }

describe("whether a decision's effect shows", () => {
  it.each<[Parameters<typeof effectSeen>[0], ItemStatus[], string]>([
    ["accept", ["to_accept", "to_accept"], "absent"],
    ["accept", ["ready", "to_accept"], "absent"],
    ["accept", ["ready", "waiting"], "present"],
    // One that ended needs no acceptance any more.
    ["accept", ["ready", "refused"], "present"],
    ["accept", ["to_accept", "canceled"], "absent"],
    ["accept", ["canceled", "canceled"], "over"],
    ["accept", ["refused", "canceled"], "over"],
    ["refuse", ["to_accept", "to_accept"], "absent"],
    ["refuse", ["refused", "to_accept"], "absent"],
    ["refuse", ["refused", "canceled"], "present"],
    ["refuse", ["ready", "to_accept"], "different"],
    ["cancel", ["ready", "ready"], "absent"],
    ["cancel", ["canceled", "ready"], "absent"],
    ["cancel", ["canceled", "refused"], "present"],
  ])("%s of items that are %j: %s", (type, statuses, seen) => {
    expect(effectSeen(type, orderWith(...statuses), intent)).toBe(seen)
  })

  it.each(["accept", "refuse"] as const)("%s: what the marketplace ships is not waited for", (type) => {
    const { lines } = orderWith("to_accept")
    const foreign = { lines: lines.map((line) => ({ ...line, fulfilled_by: "marketplace" })) }
    const own = { lines: [{ items: [{ external_id: "2", status: "to_accept" }] }] }
    const both = { lines: [...foreign.lines, ...own.lines] } as unknown as NormalizedOrder
    expect(effectSeen(type, foreign as unknown as NormalizedOrder, intent)).toBe("over")
    expect(effectSeen(type, both, intent)).toBe("absent")
    expect(undoneItems(type, both, intent)).toEqual(["2"])
  })

  it.each<[ItemStatus[], string, string[]]>([
    [["to_accept", "to_accept"], "absent", ["1", "2"]],
    [["ready", "to_accept"], "absent", ["2"]],
    [["to_accept", "refused"], "absent", ["1"]],
    [["ready", "refused"], "present", []],
    [["waiting", "canceled"], "present", []],
    [["canceled", "refused"], "over", []],
    [["ready", "ready"], "different", ["2"]],
  ])("an acceptance of one item that refuses the other, %j: %s", (statuses, seen, undone) => {
    const both = { ...intent, item_external_ids: ["1"], refused_item_external_ids: ["2"] }
    expect(effectSeen("accept", orderWith(...statuses), both)).toBe(seen)
    expect(undoneItems("accept", orderWith(...statuses), both)).toEqual(undone)
  })

  it("confirms nothing by what is no longer shown", () => {
    expect(effectSeen("accept", orderWith(), intent)).toBe("absent")
    expect(effectSeen("cancel", orderWith(), intent)).toBe("absent")
  })
})

describe("what a repeated decision speaks of", () => {
  it.each<[Parameters<typeof undoneItems>[0], ItemStatus[], string[]]>([
    ["accept", ["to_accept", "to_accept"], ["1", "2"]],
    ["accept", ["ready", "to_accept"], ["2"]],
    ["accept", ["canceled", "to_accept"], ["2"]],
    ["refuse", ["refused", "to_accept"], ["2"]],
    ["cancel", ["ready", "canceled"], ["1"]],
    // Not shown is not done.
    ["cancel", ["canceled"], ["2"]],
  ])("%s of items that are %j: %j", (type, statuses, items) => {
    expect(undoneItems(type, orderWith(...statuses), intent)).toEqual(items)
  })
})
