import { changed } from "../cdiscount/__tests__/fixtures"
import { cdiscount } from "../cdiscount"
import { fakeOctopia } from "../cdiscount/__tests__/fake-octopia"
import type { MarketplaceSession } from "../port"
import { rakuten } from "../rakuten"
import { drain, fakeRakuten, ok, parameterError, type Answer } from "../rakuten/__tests__/fake-rakuten"
import { toXml } from "../rakuten/__tests__/to-xml"
import { billingItem, listed, sale, saleItem } from "../rakuten/__tests__/sales"
import { mergeAll, mergePurchases, purchaseOfBilling, purchaseOfSale, toSnapshot } from "../rakuten/snapshot"
import { buyerHider } from "../without-buyer"
import { longestTurn } from "./longest-turn"

/** A network takes a turn of its own. */
const later = <T>(value: T) => new Promise<T>((resolve) => setImmediate(() => resolve(value)))
/** Nothing else of the process waits longer than this, in milliseconds. */
const LONGEST_MS = 200
const AT = "2026-06-10T10:00:00.000Z"
const some = <T>(count: number, make: (index: number) => T): T[] =>
  Array.from({ length: count }, (_, index) => make(index))

const saleXml = (id: string, items: string[]) => {
  const { items: sold, ...rest } = sale(items.map((item) => saleItem(item)))
  return toXml({ sale: { ...rest, purchaseid: id, items: { item: sold } } })
}
const sales = (root: string, all: string[]) => ok(root, `<sales>${all.join("")}</sales>`)
const rakutenPull = (routes: Record<string, Answer>) => async () => {
  const { pages } = await drain(
    fakeRakuten(
      Object.fromEntries(Object.entries(routes).map(([action, given]) => [action, () => later(given)]))
    ).session
  )
  for (const { snapshots } of pages) expect(snapshots.length).toBeLessThanOrEqual(100)
}
const rakutenCall = (
  action: string,
  given: Answer,
  call: (session: MarketplaceSession) => Promise<unknown>
) => call(fakeRakuten({ [action]: () => later(given) }).session).catch(() => null)
const octopia = (path: string, body: unknown, call: (session: MarketplaceSession) => Promise<unknown>) => {
  // As a network brings it: turning text into bytes is no work of ours.
  const bytes = Buffer.from(JSON.stringify(body))
  const orders = { "GET /orders/1": () => ({ body: changed("order-ready", { orderId: "1" }) }) }
  return () =>
    call(fakeOctopia({ ...orders, [path]: () => later({ body: bytes }) }).session).catch(() => null)
}
const order = (lines: number, id?: number) => {
  const [line] = (JSON.parse(changed("order-ready", {})) as { lines: object[] }).lines
  return JSON.parse(
    changed("order-ready", {
      ...(id === undefined ? {} : { orderId: `O${id}` }),
      lines: some(lines, (index) => ({ ...line, orderLineId: String(index) })) as never,
    })
  ) as object
}
const pulled = (session: MarketplaceSession) => drain(session)
const cancellable = { cancel_enabled: true }

/** Every list, by ten times what is real; its input is made before the clock starts. */
const LISTS: [string, number, (size: number) => () => unknown][] = [
  [
    "new sales",
    200,
    (size) =>
      rakutenPull({
        getnewsales: sales(
          "getnewsalesresult",
          some(size, (n) => saleXml(`7${n}`, [`${n}`]))
        ),
      }),
  ],
  [
    "sales of one page",
    200,
    (size) =>
      rakutenPull({
        getcurrentsales: sales(
          "getcurrentsalesresult",
          some(size, (n) => saleXml(`7${n}`, [`${n}a`, `${n}b`]))
        ),
      }),
  ],
  [
    "items of one sale",
    300,
    (size) =>
      rakutenPull({ getcurrentsales: sales("getcurrentsalesresult", [saleXml("7", some(size, String))]) }),
  ],
  [
    "sale nodes of one purchase",
    300,
    (size) =>
      rakutenPull({
        getcurrentsales: sales(
          "getcurrentsalesresult",
          some(size, (n) => saleXml("7", [String(n)]))
        ),
      }),
  ],
  [
    "more items than a sale can have",
    100,
    (size) =>
      rakutenPull({
        getcurrentsales: sales(
          "getcurrentsalesresult",
          some(size, (n) =>
            saleXml(
              "7",
              some(10, (m) => `${n}/${m}`)
            )
          )
        ),
      }),
  ],
  [
    "billing of one purchase",
    300,
    (size) => {
      const answer = ok(
        "getbillinginformationresult",
        toXml({ billinginformation: { items: { item: some(size, (n) => billingItem(String(n))) } } })
      )
      const snapshot = toSnapshot(listed(some(size, (n) => saleItem(String(n)))))
      return () => rakutenCall("getbillinginformation", answer, (session) => session.fetchDetails(snapshot))
    },
  ],
  [
    "items to do",
    500,
    (size) => {
      const items = some(size, (n) => ({ itemid: n, causes: { cause: "CLAIM" } }))
      const answer = ok("getitemtodolistresult", toXml({ items: { item: items } }))
      return () =>
        rakutenCall("getitemtodolist", answer, async (session) => session.afterSales?.(() => undefined))
    },
  ],
  [
    "reasons of a refusal",
    500,
    (size) => {
      const answer = parameterError(...some(size, (n) => `Article ${n} : numéro incorrect`))
      return () => rakutenCall("getnewsales", answer, pulled)
    },
  ],
  [
    "the same item over and over",
    300,
    (size) => {
      const node = () => purchaseOfSale(sale([saleItem("1")]), "currentsales", AT)
      const nodes = some(size, node)
      return () => mergeAll([node(), ...nodes])
    },
  ],
  [
    "a stored purchase",
    300,
    (size) => {
      const items = some(size, (n) =>
        saleItem(String(n), { isrsl: "odd", price: { amount: "?", currency: "?" } })
      )
      const { payload } = toSnapshot(
        mergePurchases(
          purchaseOfSale(sale(items), "newsales", AT),
          purchaseOfBilling(
            "700000001",
            some(size, (n) => billingItem(String(n))),
            AT
          )
        )
      )
      return () => rakuten.normalize(payload, {})
    },
  ],
  [
    "orders of one page",
    1000,
    (size) => octopia("GET /orders", { items: some(size, (n) => order(1, n)) }, pulled),
  ],
  [
    "one order on every place of a page",
    100,
    (size) => octopia("GET /orders", { items: some(size, () => order(2)) }, pulled),
  ],
  [
    "carriers",
    660,
    (size) =>
      octopia(
        "GET /carriers",
        some(size, (n) => ({ code: `c${n}`, label: `Transporteur ${n}` })),
        (session) => session.carriers()
      ),
  ],
  [
    "reasons of a cancellation",
    100,
    (size) => {
      const body = some(size, (n) => ({ code: `r${n}`, label: `Motif ${n}` }))
      return () =>
        fakeOctopia(
          {
            "GET /orders/1": () => ({ body: changed("order-ready", { orderId: "1" }) }),
            "GET /cancellation-reasons": () => ({ body }),
          },
          { settings: cancellable }
        ).session.cancellationReasons("1")
    },
  ],
  [
    "returns",
    1000,
    (size) =>
      octopia("GET /returns", { items: some(size, (n) => ({ id: n, orderId: `O${n}` })) }, async (session) =>
        session.afterSales?.(() => undefined)
      ),
  ],
  [
    "errors of a refusal",
    500,
    (size) => {
      const errors = Object.fromEntries(some(size, (n) => [`lines[${n}]`, ["is wrong"]]))
      return () =>
        fakeOctopia({ "GET /orders": () => ({ status: 400, body: { title: "Bad", errors } }) })
          .session.pull({ cursor: null, start_at: new Date(0), oldest_unfinished_at: null, scope: "new" })
          .next()
          .catch(() => null)
    },
  ],
  [
    "lines of one order",
    100,
    (size) => {
      const payload = JSON.stringify(order(size))
      return () => cdiscount.normalize(payload, {})
    },
  ],
  [
    "odd lines of one order",
    50,
    (size) => {
      const { lines, ...rest } = order(size) as { lines: object[] }
      const odd = lines.map((line) => ({ ...line, quantity: 0, orderLineId: "1", offer: { supplyMode: 7 } }))
      const payload = JSON.stringify({ ...rest, lines: odd })
      return () => cdiscount.normalize(payload, {})
    },
  ],
  [
    "words of a refusal",
    500,
    (size) => {
      const hide = buyerHider({ buyer_reference: "zoe fictive" })
      const said = "zoe fictive 06 39 98 00 11, %C3%A9 ".repeat(size)
      return () => hide(said)
    },
  ],
]

it.each(LISTS)(
  "%s: ten times as many take about ten times as long, and keep nothing waiting",
  async (_, size, prepare) => {
    const costOf = async (count: number) => {
      const work = prepare(count)
      let least = Infinity
      let longest = Infinity
      for (let time = 0; time < 2; time++) {
        const before = process.cpuUsage()
        longest = Math.min(longest, await longestTurn(work))
        const { user, system } = process.cpuUsage(before)
        least = Math.min(least, (user + system) / 1000)
      }
      return { least, longest }
    }
    const few = await costOf(size)
    const many = await costOf(10 * size)
    // A square would be a hundredfold.
    expect(many.least / Math.max(few.least, 2)).toBeLessThan(40)
    expect(many.longest).toBeLessThan(LONGEST_MS)
  },
  60_000
)
