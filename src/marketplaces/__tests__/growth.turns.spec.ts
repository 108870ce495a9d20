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
import { growsInLine, type GrowingList } from "./grows-in-line"

/** A network takes a turn of its own. */
const later = <T>(value: T) => new Promise<T>((resolve) => setImmediate(() => resolve(value)))
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
  call: (session: MarketplaceSession) => Promise<unknown> | undefined
) => call(fakeRakuten({ [action]: () => later(given) }).session)?.catch(() => null)
const octopia = (
  path: string,
  body: unknown,
  call: (session: MarketplaceSession) => Promise<unknown> | undefined
) => {
  // As a network brings it: turning text into bytes is no work of ours.
  const bytes = Buffer.from(JSON.stringify(body))
  const orders = { "GET /orders/1": () => ({ body: changed("order-ready", { orderId: "1" }) }) }
  return () =>
    call(fakeOctopia({ ...orders, [path]: () => later({ body: bytes }) }).session)?.catch(() => null)
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

const result = (sellerExternalReference: string, said: object[]) => ({
  sellerExternalReference,
  integrationStatus: "Rejected",
  results: said,
})
const results = (items: object[]) => {
  const bytes = Buffer.from(JSON.stringify({ items }))
  const routes = {
    "GET /offer-packages/1": () => ({ body: { state: "Integrated" } }),
    "GET /offer-packages/1/offer-requests-results": () => later({ body: bytes }),
  }
  return () =>
    fakeOctopia(routes)
      .session.offerResults?.("1")
      .catch(() => null)
}
const report = (rows: object[]) => {
  const answer = ok(
    "genericimportreportresult",
    toXml({ file: { status: "Traité" }, products: { product: rows } })
  )
  return () => rakutenCall("genericimportreport", answer, (session) => session.offerResults?.("xml:1"))
}

/** Its input is made before the clock starts. */
const LISTS: GrowingList[] = [
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
    "offers of one page",
    5000,
    (size) => {
      const offer = { product: { gtin: "3000000000000", title: "Article" }, condition: "New", quantity: 3 }
      const items = some(size, (n) => ({
        ...offer,
        sellerExternalReference: `SKU-${n}`,
        integrationPrice: { price: 12.5, originPrice: null },
      }))
      return octopia("GET /offers", { items }, (session) =>
        session.readOffers?.({ channel: "CDISFR", cursor: null })
      )
    },
  ],
  [
    "results of a package",
    1000,
    (size) => results(some(size, (n) => result(`SKU-${n}`, [{ resultCode: 7, message: "Produit inconnu" }]))),
  ],
  [
    "results of one offer",
    5000,
    (size) =>
      results([
        result(
          "SKU",
          some(size, (n) => ({ resultCode: n, message: "a ".repeat(20) }))
        ),
      ]),
  ],
  [
    "long words of a result",
    500,
    (size) =>
      results(some(20, (n) => result(`SKU-${n}`, [{ resultCode: 7, message: "produit ".repeat(size) }]))),
  ],
  [
    "adverts of one page",
    1000,
    (size) => {
      const advert = some(size, (n) => ({
        advertid: n,
        sku: `SKU-${n}`,
        stock: 3,
        productsummary: { headline: "A" },
      }))
      const answer = ok("exportresult", toXml({ advertlist: { advert } }))
      return () =>
        rakutenCall("export", answer, (session) => session.readOffers?.({ channel: "", cursor: null }))
    },
  ],
  [
    "rows of a file's report",
    1000,
    (size) =>
      report(
        some(size, (n) => ({ sku: `SKU-${n}`, errors: { error: [{ error_code: 60, error_text: "x" }] } }))
      ),
  ],
  [
    "errors of one row",
    1000,
    (size) =>
      report([
        { sku: "SKU", errors: { error: some(size, (n) => ({ error_code: n, error_text: "trop long" })) } },
      ]),
  ],
  [
    "errors of a file with columns",
    1000,
    (size) => {
      const error = some(size, (n) => ({ data: `SKU-${n};1;2`, errorreport: "Prix incorrect" }))
      const answer = ok("importreportresult", toXml({ processstatus: "PROCESSED", errorlist: { error } }))
      return () => rakutenCall("importreport", answer, (session) => session.offerResults?.("csv:1"))
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

it.each([
  ["offers of one page", "offers", 4],
  ["results of a package", "results", 4],
  ["adverts of one page", "offers", 4],
  ["rows of a file's report", "results", 4],
  ["errors of a file with columns", "results", 4],
])("%s are read", async (name, what, count) => {
  const read = await LISTS.find(([one]) => one === name)?.[2](count)()
  expect((read as Record<string, unknown[]>)[what]).toHaveLength(count)
})

growsInLine(LISTS)
