import { countUnits } from "../fulfillments"
import fc from "fast-check"

import type { ItemStatus, NormalizedOrder, OrderItem } from "../../marketplaces/port"
import type { FulfillmentFacts, SentShipment } from "../fulfillments"
import { planShipment } from "../plan-shipment"
import type { ShipmentInput } from "../plan-shipment"
import type { ResolvedLabel } from "../resolved-label"
import type { Problem } from "../problems"
import { item, line, order, settings } from "./fixtures"

const SHIP_BY = "2026-07-04T10:00:00Z"
const ONE = {
  parcels: "one",
  split: "wait_for_all",
  untracked: false,
  tracking_number_max_length: 50,
  tracking_url_max_length: 30,
} as const
const MANY = { ...ONE, parcels: "many" } as const

const colissimo = (tracking_number: string, tracking_url: string | null = null): ResolvedLabel => ({
  tracking_number,
  carrier: "colissimo",
  parcel: { tracking_number, carrier_name: "Colissimo", tracking_url },
  problem: null,
})
const unusable = (tracking_number: string, problem: Problem): ResolvedLabel => ({
  tracking_number,
  carrier: null,
  parcel: null,
  problem,
})

/** A parcel of quantities per line; shipped in the hour of its number. */
function parcel(
  id: string,
  units: Record<string, number>,
  patch: Partial<FulfillmentFacts> = {}
): FulfillmentFacts {
  return {
    id,
    canceled_at: null,
    shipped_at: `2026-07-02T${id.slice(1).padStart(2, "0")}:00:00Z`,
    delivered_at: null,
    items: Object.entries(units).map(([key, quantity]) => ({ line_item_id: `li_${key}`, quantity })),
    labels: [],
    shipping_option_id: null,
    provider_id: null,
    ...patch,
  }
}

/** An order whose lines A, B … hold the given items; every line is imported whole. */
function orderOf(
  lines: Record<string, Partial<OrderItem>[]>,
  patch: Partial<NormalizedOrder> = {},
  fulfilled_by: "seller" | "marketplace" = "seller"
): NormalizedOrder {
  return order({
    ship_by: SHIP_BY,
    lines: Object.entries(lines).map(([key, items]) =>
      line({
        key,
        sku: `SKU-${key}`,
        fulfilled_by,
        items: items.map((one, index) => item("ready", { external_id: `${key}${index + 1}`, ...one })),
      })
    ),
    ...patch,
  })
}

function plan(sold: NormalizedOrder, fulfillments: FulfillmentFacts[], patch: Partial<ShipmentInput> = {}) {
  return planShipment({
    order: sold,
    policy: MANY,
    capabilities: { ships: "unit", untracked_shipments: false },
    settings: settings(),
    delivery_carrier: null,
    lines: sold.lines.map((one) => ({
      line_item_id: `li_${one.key}`,
      line_key: one.key,
      item_external_ids: one.items.map(({ external_id }) => external_id),
      quantity: countUnits(one.items),
    })),
    fulfillments,
    fulfillment_id: fulfillments[0].id,
    sent: [],
    labels: new Map(fulfillments.map(({ id }) => [id, [colissimo(`6A-${id}`)]])),
    is_test: false,
    send_now: false,
    is_untracked: false,
    now: new Date("2026-07-02T12:00:00Z"),
    ...patch,
  })
}

const units = (count: number, status: ItemStatus = "ready") =>
  Array.from({ length: count }, () => ({ status }))

describe("a marketplace that counts single units", () => {
  it("sends the units of each parcel, oldest first", () => {
    const sold = orderOf({ A: units(3) })
    const parcels = [parcel("p1", { A: 2 }), parcel("p2", { A: 1 })]
    expect(plan(sold, parcels)).toEqual({
      kind: "send",
      item_external_ids: ["A1", "A2"],
      parcels: [
        {
          fulfillment_id: "p1",
          tracking_number: "6A-p1",
          carrier_name: "Colissimo",
          tracking_url: null,
          item_external_ids: ["A1", "A2"],
        },
      ],
      is_untracked: false,
    })
    expect(plan(sold, parcels, { fulfillment_id: "p2" })).toMatchObject({ item_external_ids: ["A3"] })
  })

  it("keeps what was sent with the parcel that sent it", () => {
    const sold = orderOf({ A: units(3) })
    const parcels = [parcel("p1", { A: 1 }), parcel("p2", { A: 1 })]
    const sent = [{ fulfillment_id: "p2", item_external_ids: ["A1"] }]
    expect(plan(sold, parcels, { sent })).toMatchObject({ item_external_ids: ["A2"] })
    expect(plan(sold, parcels, { sent, fulfillment_id: "p2" })).toMatchObject({
      kind: "send",
      item_external_ids: ["A1"],
    })
  })

  it("repeats a call with its own items, whatever became of them there", () => {
    const sent = [{ fulfillment_id: "p1", item_external_ids: ["A1"] }]
    const sold = orderOf({ A: [{ status: "waiting" }, { status: "ready" }] })
    expect(plan(sold, [parcel("p1", { A: 1 })], { sent })).toMatchObject({
      kind: "send",
      item_external_ids: ["A1"],
    })
  })

  it("passes over units that are canceled or shipped there", () => {
    const sold = orderOf({ A: [{ status: "canceled" }, { status: "shipped" }, { status: "ready" }] })
    expect(plan(sold, [parcel("p1", { A: 1 })])).toMatchObject({ item_external_ids: ["A3"] })
  })

  it("sends every parcel number of the fulfillment once, each with its own units", () => {
    const labels = new Map([["p1", [colissimo("X"), colissimo("Y"), colissimo("X")]]])
    expect(plan(orderOf({ A: units(3) }), [parcel("p1", { A: 3 })], { labels })).toMatchObject({
      parcels: [
        { tracking_number: "X", item_external_ids: ["A1"] },
        { tracking_number: "Y", item_external_ids: ["A2", "A3"] },
      ],
    })
  })

  it("shows exactly what goes out: a label more than units is left out", () => {
    const labels = new Map([["p1", [colissimo("X"), colissimo("Y"), colissimo("Z")]]])
    const result = plan(orderOf({ A: units(1) }), [parcel("p1", { A: 1 })], { labels })
    expect(result).toMatchObject({
      kind: "send",
      left_out: [
        { tracking_number: "Y", reason: "no_item_left" },
        { tracking_number: "Z", reason: "no_item_left" },
      ],
    })
    expect(result.kind === "send" && result.parcels.map((one) => one.tracking_number)).toEqual(["X"])
  })

  it("is not held by a bad label that would only be left out", () => {
    const problem: Problem = {
      code: "tracking_number_invalid",
      params: { tracking_number: "A;B", detail: ["forbidden_characters"] },
    }
    const sold = orderOf({ A: units(1) })
    const labeled = (...labels: ResolvedLabel[]) =>
      plan(sold, [parcel("p1", { A: 1 })], { labels: new Map([["p1", labels]]) })
    expect(labeled(colissimo("X"), unusable("A;B", problem))).toMatchObject({
      kind: "send",
      parcels: [{ tracking_number: "X" }],
      left_out: [{ tracking_number: "A;B", problem: "tracking_number_invalid", reason: "no_item_left" }],
    })
    // Which of two is the parcel's is not guessed.
    expect(labeled(unusable("A;B", problem), colissimo("X"))).toEqual({ kind: "problem", problem })
  })

  it("waits for a number where a label only stands in for one", () => {
    const missing: Problem = { code: "tracking_number_missing", params: {} }
    const sold = orderOf({ A: units(1) })
    const labels = (...own: ResolvedLabel[]) =>
      plan(sold, [parcel("p1", { A: 1 })], { labels: new Map([["p1", own]]) })
    expect(labels(unusable("EN ATTENTE", missing))).toMatchObject({ kind: "wait", reason: "tracking" })
    expect(labels(unusable("EN ATTENTE", missing), colissimo("X"))).toMatchObject({
      kind: "send",
      parcels: [{ tracking_number: "X" }],
    })
  })

  it("sends each unit exactly once, whatever is packed and in whatever order it is planned", () => {
    const packing = fc.array(fc.record({ A: fc.nat(2), B: fc.nat(3) }), { minLength: 1, maxLength: 5 })
    fc.assert(
      fc.property(packing, fc.infiniteStream(fc.nat()), (packed, random) => {
        const count = (key: "A" | "B") => packed.reduce((sum, one) => sum + one[key], 0)
        const sold = orderOf({ A: units(count("A") + 1), B: units(count("B") + 1) })
        const parcels = packed.map((one, index) => parcel(`p${index + 1}`, one))
        const waiting = parcels.map(({ id }) => id)
        const sent: SentShipment[] = []
        while (waiting.length > 0) {
          const [fulfillment_id] = waiting.splice((random.next().value ?? 0) % waiting.length, 1)
          const result = plan(sold, parcels, { fulfillment_id, sent })
          if (result.kind === "send") {
            sent.push({ fulfillment_id, item_external_ids: result.item_external_ids })
          }
        }
        const ids = sent.flatMap((one) => one.item_external_ids)
        expect(new Set(ids).size).toBe(ids.length)
        for (const { id, items } of parcels) {
          const own = sent.filter((one) => one.fulfillment_id === id).flatMap((one) => one.item_external_ids)
          expect(own).toHaveLength(items.reduce((sum, one) => sum + one.quantity, 0))
        }
      })
    )
  })
})

describe("a marketplace that counts whole lines", () => {
  const capabilities = { ships: "line", untracked_shipments: false } as const
  const sold = orderOf({ A: [{ quantity: 3 }], B: [{ quantity: 1 }] })

  it("sends a line with the parcel that completes it, and names the others as left out", () => {
    const parcels = [parcel("p1", { A: 2, B: 1 }), parcel("p2", { A: 1 })]
    expect(plan(sold, parcels, { capabilities })).toMatchObject({
      item_external_ids: ["B1"],
      parcels: [{ fulfillment_id: "p1" }],
    })
    expect(plan(sold, parcels, { capabilities, fulfillment_id: "p2" })).toMatchObject({
      item_external_ids: ["A1"],
      parcels: [{ fulfillment_id: "p2", item_external_ids: ["A1"] }],
    })
    const alone = [parcel("p1", { A: 2 }), parcel("p2", { A: 1, B: 1 })]
    expect(plan(sold, alone, { capabilities, fulfillment_id: "p2" })).toMatchObject({
      parcels: [{ fulfillment_id: "p2", item_external_ids: ["A1", "B1"] }],
      left_out: [{ tracking_number: "6A-p1", reason: "item_in_another_parcel" }],
    })
  })

  it("sends a line with another parcel's number where its own has none", () => {
    const parcels = [parcel("p1", { A: 2 }), parcel("p2", { A: 1 })]
    const labels = new Map([["p1", [colissimo("X")]]])
    expect(plan(sold, parcels, { capabilities, labels, fulfillment_id: "p2" })).toMatchObject({
      parcels: [{ fulfillment_id: "p1", tracking_number: "X", item_external_ids: ["A1"] }],
    })
    const more = [parcels[0], parcel("p2", { A: 1, B: 1 })]
    expect(plan(sold, more, { capabilities, labels, fulfillment_id: "p2" })).toMatchObject({
      kind: "wait",
      reason: "tracking",
    })
  })

  it("lays every line into exactly one parcel, whatever is packed and however many labels it has", () => {
    const packing = fc.array(
      fc.record({ A: fc.nat(2), B: fc.nat(2), labels: fc.integer({ min: 1, max: 4 }) }),
      {
        minLength: 1,
        maxLength: 4,
      }
    )
    fc.assert(
      fc.property(packing, fc.constantFrom("line", "unit"), (packed, ships) => {
        const ordered = orderOf({ A: [{ quantity: 3 }], B: [{ quantity: 2 }], C: [{ quantity: 1 }] })
        const parcels = packed.map(({ A, B }, index) =>
          parcel(`p${index + 1}`, { A, B, C: index === 0 ? 1 : 0 })
        )
        const labels = new Map(
          packed.map(({ labels }, index) => [
            `p${index + 1}`,
            Array.from({ length: labels }, (_, n) => colissimo(`6A-${index + 1}-${n}`)),
          ])
        )
        const plans = parcels.map(({ id }) =>
          plan(ordered, parcels, { capabilities: { ...capabilities, ships }, labels, fulfillment_id: id })
        )
        for (const one of plans.flatMap((found) => (found.kind === "send" ? [found] : []))) {
          const named = one.parcels.flatMap(({ item_external_ids }) => item_external_ids)
          expect([...named].sort()).toEqual([...one.item_external_ids].sort())
          expect(one.parcels.every(({ item_external_ids }) => item_external_ids.length > 0)).toBe(true)
        }
        // Of what is sent at all, each number is sent once or left out with its reason.
        const sent = plans
          .flatMap((one) => (one.kind === "send" ? one.parcels : []))
          .map((one) => one.tracking_number)
        expect(new Set(sent).size).toBe(sent.length)
        const left = plans.flatMap((one) => ("left_out" in one ? (one.left_out ?? []) : []))
        expect(left.every(({ reason }) => reason !== undefined)).toBe(true)
        expect(left.filter(({ tracking_number }) => sent.includes(tracking_number))).toEqual([])
        const done = parcels.filter((_, index) => plans[index].kind === "send" || "left_out" in plans[index])
        const shown = new Set([...sent, ...left.map(({ tracking_number }) => tracking_number)])
        const missing = done
          .flatMap(({ id }) => labels.get(id) ?? [])
          .filter((one) => !shown.has(one.tracking_number))
        expect(missing).toEqual([])
      })
    )
  })

  it("waits while a line is split, and leaves it to the parcel that completes it", () => {
    const first = parcel("p1", { A: 2 })
    expect(plan(sold, [first], { capabilities })).toMatchObject({
      kind: "wait",
      reason: "split",
      until: "2026-07-04T04:00:00.000Z",
      problem: { code: "waiting_split", params: { lines: ["SKU-A"] } },
    })
    expect(plan(sold, [first, parcel("p2", { A: 1 })], { capabilities })).toEqual({
      kind: "skip",
      reason: "sent_with_another_parcel",
      left_out: [{ ...colissimo("6A-p1").parcel, reason: "item_in_another_parcel" }],
    })
    expect(plan(sold, [first], { capabilities, send_now: true })).toMatchObject({ item_external_ids: ["A1"] })
  })
})

describe("a marketplace that takes one parcel per order", () => {
  const one = { policy: ONE, capabilities: { ships: "line", untracked_shipments: false } } as const
  const sold = orderOf({ A: [{ quantity: 2 }], B: [{ quantity: 1 }] })
  const split = [parcel("p1", { A: 2 }), parcel("p2", { B: 1 })]

  it("sends a complete order at once, with a single number", () => {
    const labels = new Map([["p1", [colissimo("X"), colissimo("Y")]]])
    expect(plan(sold, [parcel("p1", { A: 2, B: 1 })], { ...one, labels })).toMatchObject({
      kind: "send",
      item_external_ids: ["A1", "B1"],
      parcels: [{ tracking_number: "X" }],
      left_out: [{ tracking_number: "Y" }],
    })
  })

  it("is not held by a label that it does not take", () => {
    const complete = [parcel("p1", { A: 2, B: 1 })]
    const problem: Problem = { code: "tracking_number_invalid", params: {} }
    const labels = (...own: ResolvedLabel[]) =>
      plan(sold, complete, { ...one, labels: new Map([["p1", own]]) })
    expect(labels(colissimo("X"), unusable("A;B", problem), colissimo("Y"))).toMatchObject({
      kind: "send",
      parcels: [{ tracking_number: "X" }],
      left_out: [
        {
          tracking_number: "A;B",
          carrier_name: null,
          tracking_url: null,
          problem: "tracking_number_invalid",
        },
        { tracking_number: "Y", carrier_name: "Colissimo" },
      ],
    })
    expect(labels(unusable("A;B", problem), colissimo("X"))).toEqual({ kind: "problem", problem })
  })

  it("waits for the rest, and says for what and until when", () => {
    expect(plan(sold, [split[0]], one)).toEqual({
      kind: "wait",
      reason: "split",
      until: "2026-07-04T04:00:00.000Z",
      problem: { code: "waiting_split", params: { lines: ["SKU-B"], until: "2026-07-04T04:00:00.000Z" } },
    })
  })

  it("becomes a problem six hours before the order is due", () => {
    const at = (now: string) => plan(sold, [split[0]], { ...one, now: new Date(now) })
    expect(at("2026-07-04T03:59:59Z").kind).toBe("wait")
    expect(at("2026-07-04T04:00:00Z")).toEqual({
      kind: "problem",
      problem: { code: "split_deadline", params: { ship_by: SHIP_BY, lines: ["SKU-B"] } },
    })
  })

  it("waits 72 hours where no deadline is known", () => {
    expect(plan({ ...sold, ship_by: null }, [split[0]], one)).toMatchObject({
      until: "2026-07-05T01:00:00.000Z",
    })
  })

  it("speaks once, with the last parcel", () => {
    expect(plan(sold, split, one)).toEqual({
      kind: "skip",
      reason: "sent_with_another_parcel",
      left_out: [colissimo("6A-p1").parcel],
    })
    expect(plan(sold, split, { ...one, fulfillment_id: "p2" })).toMatchObject({
      kind: "send",
      item_external_ids: ["A1", "B1"],
      parcels: [{ fulfillment_id: "p2" }],
      left_out: [colissimo("6A-p1").parcel],
    })
  })

  it("takes another parcel's number when its own does not come", () => {
    const labels = new Map([["p1", [colissimo("X")]]])
    const at = (now: string) =>
      plan(sold, split, { ...one, labels, fulfillment_id: "p2", now: new Date(now) })
    expect(at("2026-07-02T12:00:00Z")).toMatchObject({ kind: "wait", reason: "tracking" })
    expect(at("2026-07-03T02:00:00Z")).toMatchObject({
      kind: "send",
      item_external_ids: ["A1", "B1"],
      parcels: [{ fulfillment_id: "p1", tracking_number: "X" }],
    })
  })

  it("is complete when the rest is canceled or shipped there", () => {
    for (const status of ["canceled", "refused", "shipped"] as const) {
      const rest = orderOf({ A: [{ quantity: 2 }], B: [{ status }] })
      expect(plan(rest, [split[0]], one)).toMatchObject({ kind: "send", item_external_ids: ["A1"] })
    }
  })

  it("does not speak with the parcel of a canceled line", () => {
    const canceled = orderOf({
      A: [{ quantity: 2 }],
      B: [{ status: "canceled", external_status: "Cancelled" }],
    })
    expect(plan(canceled, split, one)).toMatchObject({ kind: "send", parcels: [{ fulfillment_id: "p1" }] })
    expect(plan(canceled, split, { ...one, fulfillment_id: "p2" })).toEqual({
      kind: "problem",
      problem: { code: "may_not_be_shipped", params: { status: "Cancelled" } },
    })
  })

  it("does not wait for lines that the marketplace ships", () => {
    const mixed = order({
      lines: [
        ...orderOf({ A: [{}] }).lines,
        line({ key: "M", fulfilled_by: "marketplace", items: [item("ready", { external_id: "M1" })] }),
      ],
    })
    expect(plan(mixed, [parcel("p1", { A: 1 })], one)).toMatchObject({
      kind: "send",
      item_external_ids: ["A1"],
    })
  })

  it("lets the operator send one parcel for all, and the later one keeps silent", () => {
    expect(plan(sold, [split[0]], { ...one, send_now: true })).toMatchObject({
      item_external_ids: ["A1", "B1"],
    })
    const sent = [{ fulfillment_id: "p1", item_external_ids: ["A1", "B1"] }]
    expect(plan(sold, split, { ...one, sent, fulfillment_id: "p2" })).toMatchObject({
      kind: "skip",
      reason: "sent_with_another_parcel",
      left_out: [{ tracking_number: "6A-p2" }],
    })
    expect(plan(sold, split, { ...one, sent })).toMatchObject({
      kind: "send",
      item_external_ids: ["A1", "B1"],
    })
  })

  it("sends the first parcel for all where that is the policy", () => {
    const first = { ...one, policy: { ...ONE, split: "first_parcel" } as const }
    expect(plan(sold, [split[0]], first)).toMatchObject({ kind: "send", item_external_ids: ["A1", "B1"] })
    expect(plan(sold, split, { ...first, fulfillment_id: "p2" })).toMatchObject({
      kind: "skip",
      reason: "sent_with_another_parcel",
    })
  })
})

describe("what is not sent", () => {
  const sold = orderOf({ A: units(1) })
  const packed = [parcel("p1", { A: 1 })]

  it.each<[string, FulfillmentFacts[], Partial<ShipmentInput>]>([
    ["test_order", packed, { is_test: true }],
    ["sending_is_off", packed, { settings: settings({ shipping: { send: false } }) }],
    ["canceled", [parcel("p1", { A: 1 }, { canceled_at: "2026-07-02T02:00:00Z" })], {}],
    ["not_shipped", [parcel("p1", { A: 1 }, { shipped_at: null })], {}],
    ["not_shipped", packed, { fulfillment_id: "p9" }],
    ["not_marketplace_lines", [parcel("p1", { gift: 1 })], {}],
  ])("%s", (reason, fulfillments, patch) => {
    expect(plan(sold, fulfillments, patch)).toEqual({ kind: "skip", reason })
  })

  it("what was shipped there with another number, which is shown", () => {
    const there = (tracking_number: string | null) => ({
      status: "shipped" as const,
      external_status: "Shipped",
      parcels: [{ tracking_number, carrier_name: null, tracking_url: null }],
    })
    const at = (number: string | null, ...labels: ResolvedLabel[]) =>
      plan(orderOf({ A: [there(number)] }), packed, { labels: new Map([["p1", labels]]) })
    const skipped = { kind: "skip", reason: "already_shipped_there" }
    expect(at("X 9", colissimo("6A1"))).toEqual({
      kind: "problem",
      problem: { code: "shown_differently", params: { status: "Shipped" } },
    })
    expect(at("6a-1", colissimo("6A1"))).toEqual(skipped)
    expect(at(null, colissimo("6A1"))).toEqual(skipped)
    expect(at("X9")).toEqual(skipped)
  })

  it("what has a claim is still owed until the marketplace knows that it has left", () => {
    expect(plan(orderOf({ A: units(1, "claim") }), packed)).toMatchObject({
      kind: "send",
      item_external_ids: ["A1"],
    })
    expect(plan(orderOf({ A: [{ status: "claim", is_shipped: true }] }), packed)).toEqual({
      kind: "skip",
      reason: "already_shipped_there",
    })
  })

  it("what the marketplace ships, and what is shipped there already", () => {
    expect(plan(orderOf({ A: units(1) }, {}, "marketplace"), packed)).toEqual({
      kind: "skip",
      reason: "fulfilled_by_marketplace",
    })
    expect(plan(orderOf({ A: units(1, "shipped") }), packed)).toEqual({
      kind: "skip",
      reason: "already_shipped_there",
    })
  })

  it("what may not be shipped is a problem", () => {
    const held = (patch: Partial<OrderItem>) => plan(orderOf({ A: [patch] }), packed)
    const problem = { kind: "problem", problem: { code: "may_not_be_shipped" } }
    expect(held({ status: "waiting" })).toMatchObject(problem)
    expect(held({ status: "cancel_requested", cancel_requested_by: "marketplace" })).toMatchObject(problem)
    expect(held({ status: "cancel_requested", cancel_requested_by: "buyer" }).kind).toBe("send")
    expect(
      plan(order({ lines: orderOf({ Z: units(1) }).lines }), packed, {
        lines: [{ line_item_id: "li_A", line_key: "A", item_external_ids: ["A1"], quantity: 1 }],
      })
    ).toMatchObject(problem)
  })
})

describe("carrier and number", () => {
  const sold = orderOf({ A: units(1) })
  const packed = [parcel("p1", { A: 1 })]
  const none = new Map<string, ResolvedLabel[]>()

  it("reports the carrier rules' problem", () => {
    const problem = { code: "carrier_missing" as const, params: {} }
    const labels = new Map([["p1", [unusable("A;B", problem), colissimo("X")]]])
    expect(plan(sold, packed, { labels })).toEqual({ kind: "problem", problem })
  })

  it("waits for a number, then calls it missing", () => {
    const at = (now: string) => plan(sold, packed, { labels: none, now: new Date(now) })
    const missing = { code: "tracking_number_missing", params: {} }
    expect(at("2026-07-03T00:59:59Z")).toEqual({
      kind: "wait",
      reason: "tracking",
      until: "2026-07-03T01:00:00.000Z",
      problem: missing,
    })
    expect(at("2026-07-03T01:00:00Z")).toEqual({ kind: "problem", problem: missing })
  })

  it("waits no longer than six hours before the order is due", () => {
    const hasty = orderOf({ A: units(1) }, { ship_by: "2026-07-02T20:00:00Z" })
    expect(plan(hasty, packed, { labels: none })).toMatchObject({ until: "2026-07-02T14:00:00.000Z" })
    expect(plan(hasty, packed, { labels: none, now: new Date("2026-07-02T14:00:00Z") }).kind).toBe("problem")
  })

  it("is never sent automatically without a number", () => {
    const late = {
      labels: none,
      policy: { ...MANY, untracked: true },
      capabilities: { ships: "unit", untracked_shipments: true } as const,
    }
    const at = (now: string, patch: Partial<ShipmentInput> = {}) =>
      plan(sold, packed, { ...late, now: new Date(now), ...patch })
    const untracked = { kind: "send", item_external_ids: ["A1"], parcels: [], is_untracked: true }
    const refused = { problem: { code: "untracked_not_allowed", params: { delivery_mode: "STD" } } }
    const soon = "2026-07-02T12:00:00Z"
    const over = "2026-07-03T01:00:00Z"
    const wanted = { settings: settings({ shipping: { untracked: "send" } }) }

    expect(at(over)).toMatchObject({ kind: "problem", problem: { code: "tracking_number_missing" } })
    expect(at(soon, { is_untracked: true })).toEqual(untracked)
    expect(at(soon, { is_untracked: true, policy: MANY })).toMatchObject(refused)
    expect(at(soon, wanted).kind).toBe("wait")
    expect(at(over, wanted)).toEqual(untracked)
    expect(at(over, { ...wanted, policy: MANY })).toMatchObject(refused)
    const notion = { ships: "unit", untracked_shipments: false } as const
    expect(at(over, { ...wanted, policy: MANY, capabilities: notion })).toMatchObject({
      problem: { code: "tracking_number_missing" },
    })
  })

  it("waits for no number of a parcel that has arrived", () => {
    const arrived = [parcel("p1", { A: 1 }, { delivered_at: "2026-07-02T01:00:00Z" })]
    const patch = { labels: new Map(), now: new Date("2026-07-02T01:00:00Z") }
    const missing = { kind: "problem", problem: { code: "tracking_number_missing", params: {} } }
    expect(plan(sold, arrived, patch)).toEqual(missing)
  })

  it("waits for no number and no carrier where the marketplace made the label", () => {
    const policy = { ...MANY, untracked: true, has_prepaid_label: true }
    const problem = { code: "carrier_missing" as const, params: {} }
    const labels = new Map([["p1", [unusable("A;B", problem)]]])
    expect(plan(sold, packed, { policy, labels })).toMatchObject({ kind: "send", is_untracked: true })
  })

  it("refuses a number that is too long, and leaves out a link that is", () => {
    const long = (number: number, url: number) =>
      plan(sold, packed, { labels: new Map([["p1", [colissimo("9".repeat(number), "u".repeat(url))]]]) })
    expect(long(51, 30)).toMatchObject({ problem: { code: "tracking_number_invalid" } })
    expect(long(50, 31)).toMatchObject({ parcels: [{ tracking_url: null }] })
    expect(long(50, 30)).toMatchObject({ parcels: [{ tracking_url: "u".repeat(30) }] })
  })
})

describe("a parcel to a pickup point", () => {
  const packed = [parcel("p1", { A: 1 })]
  const to = (network: string | null, patch: Partial<NormalizedOrder> = {}) =>
    orderOf(
      { A: units(1) },
      { pickup_point: { id: "099999", name: null, network }, delivery_mode: "Relais", ...patch }
    )
  const by = (carrier: string | null) => ({ labels: new Map([["p1", [{ ...colissimo("X"), carrier }]]]) })
  const shipping = (changes: object) => ({ settings: settings({ shipping: changes }) })
  const mismatch = (network: string, carrier: string) => ({
    kind: "send",
    warning: { code: "relay_carrier_mismatch", params: { network, carrier } },
  })

  it("warns of a carrier that does not serve it, and goes all the same", () => {
    expect(plan(to("mondial-relay"), packed, by("colissimo"))).toMatchObject(
      mismatch("Mondial Relay", "Colissimo")
    )
    // A carrier outside the catalog, by the name that is sent.
    expect(plan(to("mondial-relay"), packed, by(null))).toMatchObject(mismatch("Mondial Relay", "Colissimo"))
  })

  it.each([
    ["the network's own carrier", to("mondial-relay"), by("mondial-relay")],
    ["who took the network over", to("kiala"), by("ups")],
    ["an unknown network", to(null), by("colissimo")],
    ["an order that goes home", to("mondial-relay", { pickup_point: null }), by("colissimo")],
    [
      "a store that keeps no pickup points",
      to("mondial-relay"),
      { ...by("colissimo"), ...shipping({ pickup_point: false }) },
    ],
  ])("says nothing of %s", (_, sold, patch) => {
    expect(plan(sold, packed, patch)).not.toHaveProperty("warning")
  })

  it("takes the merchant's word for the delivery mode before the marketplace's", () => {
    const said = shipping({ delivery_modes: { relais: "relais-colis" } })
    expect(plan(to(null), packed, { ...by("mondial-relay"), ...said })).toMatchObject(
      mismatch("Relais Colis", "Mondial Relay")
    )
    expect(plan(to("mondial-relay"), packed, { ...by("relais-colis"), ...said })).not.toHaveProperty(
      "warning"
    )
  })

  it("also where the marketplace made the label and another was used", () => {
    const policy = { ...MANY, untracked: true, has_prepaid_label: true }
    expect(plan(to("mondial-relay"), packed, { policy, ...by("colissimo") })).toMatchObject({
      is_untracked: true,
      ...mismatch("Mondial Relay", "Colissimo"),
    })
  })
})

describe("a number that is unusual for its carrier", () => {
  const sold = orderOf({ A: [{ quantity: 1 }] })
  const params = { tracking_number: "4711", carrier: "Colissimo", other: null }
  const doubtful: Problem = { code: "tracking_number_doubtful", params }
  const other: Problem = { code: "carrier_sent_as_other", params: { carrier: "X", name: "autre" } }
  const labels = new Map([["p1", [{ ...colissimo("4711"), doubts: [other, doubtful] }]]])
  const planned = (corrects_shipments: boolean, patch: Partial<ShipmentInput> = {}) =>
    plan(sold, [parcel("p1", { A: 1 })], {
      capabilities: { ships: "line", untracked_shipments: false, corrects_shipments },
      labels,
      ...patch,
    })

  it("asks where it cannot be corrected afterwards, until a person sends that number as it is", () => {
    expect(planned(false)).toEqual({ kind: "problem", problem: { code: "tracking_number_unusual", params } })
    expect(planned(false, { as_is: ["4712"] }).kind).toBe("problem")
    expect(planned(false, { as_is: ["4711"] })).toMatchObject({ kind: "send", warning: other })
    expect(planned(false, { policy: ONE })).toMatchObject({ kind: "problem" })
  })

  it("only warns where it can", () => {
    expect(planned(true)).toMatchObject({ kind: "send", warning: doubtful })
  })

  it("is not asked about where it is not sent", () => {
    const labels = new Map([["p1", [colissimo("6A"), { ...colissimo("4711"), doubts: [doubtful] }]]])
    expect(planned(false, { labels })).toMatchObject({
      kind: "send",
      left_out: [{ tracking_number: "4711" }],
    })
  })
})

describe("where parts of an item are sent", () => {
  const five = orderOf({ A: [{ external_id: "A1", quantity: 5 }] })
  const planned = (fulfillments: FulfillmentFacts[], id: string, sent: SentShipment[] = []) =>
    plan(five, fulfillments, {
      capabilities: { ships: "quantity", untracked_shipments: false },
      fulfillment_id: id,
      sent,
    })
  const [p1, p2, p3] = [parcel("p1", { A: 2 }), parcel("p2", { A: 2 }), parcel("p3", { A: 2 })]

  it("each parcel is sent with its own units, and waits for no other", () => {
    expect(planned([p1], "p1")).toMatchObject({
      kind: "send",
      item_external_ids: ["A1"],
      quantities: { A1: 2 },
    })
    const sent = [{ fulfillment_id: "p1", item_external_ids: ["A1"], quantities: { A1: 2 } }]
    expect(planned([p1, p2], "p2", sent)).toMatchObject({ kind: "send", quantities: { A1: 2 } })
    expect(planned([p1, p2], "p1", sent)).toMatchObject({ kind: "send", quantities: { A1: 2 } })
  })

  it("no unit is sent twice, also where more is packed than was bought", () => {
    const units = ["p1", "p2", "p3"].map((id) => planned([p1, p2, p3], id))
    expect(units).toMatchObject([
      { quantities: { A1: 2 } },
      { quantities: { A1: 2 } },
      { quantities: { A1: 1 } },
    ])
    const whole = [{ fulfillment_id: "p1", item_external_ids: ["A1"] }]
    expect(planned([p1, p2], "p2", whole).kind).toBe("skip")
  })
})
