import type { ItemStatus, NormalisedOrder } from "../../marketplaces/port"
import { effectSeen } from "../effect-seen"

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
  }) as unknown as NormalisedOrder

const intent = { item_external_ids: ["1", "2"], tracking_numbers: [] }

describe("whether a decision's effect shows", () => {
  it.each<[Parameters<typeof effectSeen>[0], ItemStatus[], string]>([
    ["accept", ["to_accept", "to_accept"], "absent"],
    ["accept", ["ready", "to_accept"], "absent"],
    ["accept", ["ready", "waiting"], "present"],
    ["accept", ["ready", "refused"], "different"],
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

  it("confirms nothing by what is no longer shown", () => {
    expect(effectSeen("accept", orderWith(), intent)).toBe("absent")
    expect(effectSeen("cancel", orderWith(), intent)).toBe("absent")
  })
})
