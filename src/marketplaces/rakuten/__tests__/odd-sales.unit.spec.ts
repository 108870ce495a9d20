import { missingFields, storeAddress } from "../../../orders/addresses"
import { UnreadableOrderError, type NormalizedOrder } from "../../port"
import { rakuten } from ".."
import type { Sale } from "../schemas"
import { drain, fakeRakuten, merged, ok } from "./fake-rakuten"
import { billingItem, sale, saleItem } from "./sales"
import { Raw, toXml } from "./to-xml"

type Document = { [name: string]: unknown }

const RELAY = {
  ...sale([]).deliveryinformation.collectionpointaddress,
  id: "FR-099999",
  name: "Tabac fictif",
  address: "1 place du Relais",
  zipcode: "35000",
  city: "RENNES",
  country: "France",
}
/** A sale of two units with every field that can stand in it, and what billing says of it. */
const SALE = wire("700000001", [
  saleItem("1"),
  saleItem("2", { sku: "LIVRE-02", price: { amount: "7.25", currency: "EUR" } }),
])
const RELAY_SALE = wire("700000001", [saleItem("1")], {
  shippingtype: "Point relais Mondial Relay",
  collectionpointaddress: RELAY,
})
const NEIGHBOR = wire("700000002", [saleItem("9")])
const BILLING = { item: [billingItem("1"), billingItem("2")] }

function wire(
  purchaseid: string,
  items: unknown[],
  delivery: Partial<Sale["deliveryinformation"]> = {}
): Document {
  return { ...sale([], delivery), purchaseid, items: { item: items } }
}

/** As text in the document. What is written twice has its own value first. */
const ODD: [name: string, write: (before: unknown) => unknown][] = [
  ...[
    "",
    " ",
    "odd",
    "-1",
    "0",
    "0.5",
    "1e12",
    "999999999999",
    "NaN",
    "null",
    "true",
    "1,234",
    "x".repeat(30_000),
  ].map((text): [string, () => unknown] => [text.slice(0, 20), () => text]),
  ["an element", () => ({ a: { b: "1" } })],
  ["an element of its own name within", (before) => ({ amount: before, value: before })],
  ["an unknown entity", () => new Raw("&unknown;&#0;")],
  ["another one behind it", (before) => [before, "3"]],
  ["another one before it", (before) => ["3", before]],
  ["nothing", () => undefined],
]

/** Every place of a document, of lists the first entry's. */
function placesOf(value: unknown, path: string[] = []): string[][] {
  if (Array.isArray(value)) {
    return placesOf(value[0], [...path, "0"])
  }
  const inner =
    typeof value === "object" && value !== null
      ? Object.entries(value).flatMap(([name, one]) => placesOf(one, [...path, name]))
      : []
  return path.length > 0 ? [path, ...inner] : inner
}

function changed(document: unknown, [name, ...rest]: string[], write: (before: unknown) => unknown): unknown {
  if (Array.isArray(document)) {
    const entries = document.map((one, index) =>
      String(index) === name ? changedEntry(one, rest, write) : one
    )
    return entries.flat().filter((one) => one !== undefined)
  }
  const fields = {
    ...(document as Document),
    [name]: changedEntry((document as Document)[name], rest, write),
  }
  return Object.fromEntries(Object.entries(fields).filter(([, one]) => one !== undefined))
}
const changedEntry = (value: unknown, rest: string[], write: (before: unknown) => unknown) =>
  rest.length > 0 ? changed(value, rest, write) : write(value)

async function imported(document: unknown, billing: unknown = BILLING) {
  const { session } = fakeRakuten({
    getcurrentsales: () => ok("getcurrentsalesresult", toXml({ sales: { sale: [document, NEIGHBOR] } })),
    getbillinginformation: ({ query }) =>
      ok(
        "getbillinginformationresult",
        toXml({
          billinginformation: {
            items: query.purchaseid === "700000001" ? billing : { item: [billingItem("9")] },
          },
        })
      ),
  })
  const { pages, snapshots } = await drain(session)
  const orderOf = async (id: string) => {
    const payload = merged(snapshots, id)
    const detailed = await session.fetchDetails({ external_id: id, payload }).catch(() => ({ payload }))
    return rakuten.normalize(detailed.payload, {})
  }
  return {
    unreadable: pages.flatMap((page) => page.unreadable),
    ids: snapshots.map(({ external_id }) => external_id),
    orderOf,
  }
}

/** What is asked of the buyer and sent to him: none of it may change without being named. */
const facts = ({ lines, currency_code, shipping_address, pickup_point }: NormalizedOrder) => ({
  currency_code,
  address: shipping_address?.lines.join() ?? null,
  point: pickup_point?.id ?? null,
  units: lines.flatMap(({ sku, unit_price, items }) =>
    items.map(({ external_id, shipping_price }) => ({ external_id, sku, unit_price, shipping_price }))
  ),
})
/** Whether anything keeps it from being imported as it is: see `plan-import.ts`. */
const isHeld = (order: NormalizedOrder) => {
  const address = order.shipping_address
  return (
    order.needs_details ||
    order.currency_code !== "EUR" ||
    order.unread?.some(({ blocks }) => blocks) === true ||
    !address ||
    missingFields(storeAddress(address, ["fr"], order.pickup_point)).length > 0 ||
    order.lines.some(({ items }) => items.some(({ status }) => status !== "ready"))
  )
}

const cases = [
  ...placesOf(SALE).map((place) => ["sale", place] as const),
  ...placesOf(RELAY_SALE).map((place) => ["sale to a pickup point", place] as const),
  ...placesOf(BILLING).map((place) => ["billing", place] as const),
]

it("has many places", () => expect(cases.length).toBeGreaterThan(100))

it.each(cases.map(([what, place]) => [what, place.join(".")] as const))(
  "%s: an odd %s leaves its neighbor and is held, or says what it is",
  async (what, place) => {
    const base = what === "sale to a pickup point" ? RELAY_SALE : SALE
    const usualOrder = await (await imported(base)).orderOf("700000001")
    expect([usualOrder.unread, isHeld(usualOrder)]).toEqual([undefined, false])
    const usual = facts(usualOrder)
    for (const [name, write] of ODD) {
      const path = place.split(".")
      const document = what === "billing" ? base : changed(base, path, write)
      const { unreadable, ids, orderOf } = await imported(
        document,
        what === "billing" ? changed(BILLING, path, write) : BILLING
      )
      const neighbor = await orderOf("700000002")
      expect(neighbor.unread).toBeUndefined()
      expect(isHeld(neighbor)).toBe(false)
      if (place === "purchaseid") {
        expect(unreadable.length + ids.length).toBeGreaterThanOrEqual(2)
        continue
      }
      expect(ids).toContain("700000001")
      const order = await orderOf("700000001").catch((error: unknown) => {
        if (error instanceof UnreadableOrderError) return null
        throw error
      })
      if (!order || isHeld(order)) continue
      // Who ships, and whether a person has to agree, is never guessed.
      if (/\.(isfullrsl|isrsl|is_fulfilment|isnego|ispreorder)$/.test(place)) {
        expect(["", " ", "-1", "0", "null", "true", "an element", "nothing"]).toContain(name)
      }
      const now = facts(order)
      const said = toXml(write("") ?? "")
      for (const [index, unit] of now.units.entries()) {
        const before =
          usual.units.find(({ external_id }) => external_id === unit.external_id) ?? usual.units[index]
        for (const amount of ["unit_price", "shipping_price"] as const) {
          // A number that stands there is what it is.
          if (unit[amount] !== before[amount]) expect([name, String(unit[amount])]).toEqual([name, said])
        }
      }
      const isUnit = /items\.item(\.0)?(\.itemid)?$|^items$/.test(place)
      if (!isUnit) expect([name, now.units.length]).toEqual([name, usual.units.length])
      if (what === "sale to a pickup point" && !/^deliveryinformation(\.|$)/.test(place)) {
        expect([name, now.point, now.address]).toEqual([name, usual.point, usual.address])
      }
      expect(now.currency_code).toBe("EUR")
    }
  },
  30_000
)

it("holds a sale whose two items have one id", async () => {
  const { orderOf } = await imported(wire("700000001", [saleItem("1"), saleItem("1", { sku: "LIVRE-02" })]))
  expect((await orderOf("700000001")).unread).toMatchObject([{ field: "items.itemid", blocks: true }])
  const twice = await imported(wire("700000001", [saleItem("1"), saleItem("1")]))
  expect(isHeld(await twice.orderOf("700000001"))).toBe(false)
})
