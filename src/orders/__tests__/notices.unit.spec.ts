import {
  addressees,
  completenessNotice,
  connectionNotice,
  digestNotice,
  moreNotice,
  type Notice,
  orderNotice,
  ordersNotice,
  problemNotice,
  testNotice,
} from "../notices"
import { settings } from "./fixtures"

const heard = (patch: object, code: string) =>
  addressees(settings({ notifications: patch }).notifications, { code }).map(
    ({ channel, to }) => to || channel
  )

describe("who is notified", () => {
  const recipients = [
    { to: "all@shop.example", level: "all" },
    { to: "urgent@shop.example" },
    { to: "+33100000000", channel: "sms", language: "fr" },
  ]

  it("the feed alone, where nothing was said", () => {
    expect(addressees(settings().notifications, { code: "unknown_sku" })).toEqual([
      { channel: "feed", to: "", template: "admin-ui", language: "en" },
    ])
    expect(
      addressees(settings({ notifications: { feed_language: "fr" } }).notifications, { code: "unknown_sku" })
    ).toMatchObject([{ channel: "feed", language: "fr" }])
  })

  it.each<[code: string, feed: string, heard: string[]]>([
    ["unknown_sku", "all", ["feed", "all@shop.example"]],
    ["unknown_sku", "urgent", ["all@shop.example"]],
    ["credentials_refused", "none", ["all@shop.example", "urgent@shop.example", "+33100000000"]],
    ["deadline_ship_risk", "urgent", ["feed", "all@shop.example", "urgent@shop.example", "+33100000000"]],
    ["completeness", "none", ["all@shop.example", "urgent@shop.example", "+33100000000"]],
    ["digest", "urgent", ["feed", "all@shop.example", "urgent@shop.example", "+33100000000"]],
    ["a_hooks_own_code", "urgent", ["all@shop.example"]],
  ])("%s with the feed on %s", (code, feed, expected) => {
    expect(heard({ feed, recipients }, code)).toEqual(expected)
  })

  it("everyone, of what had to reach a marketplace and did not", () => {
    expect(heard({ feed: "urgent", recipients }, "carrier_missing")).toEqual([
      "feed",
      "all@shop.example",
      "urgent@shop.example",
      "+33100000000",
    ])
    expect(heard({ feed: "urgent", recipients }, "more_problems")).toEqual(["all@shop.example"])
    const { urgent } = moreNotice(
      "k",
      { id: "", connection_id: "", reference: "", connection_name: "" },
      {
        code: "carrier_missing",
        params: {},
      }
    )
    expect(urgent).toBe(true)
  })

  it("no digest where it is switched off", () => {
    expect(heard({ digest: false, recipients }, "digest")).toEqual([])
  })
})

describe("what is said", () => {
  const order = { id: "mpord_1", connection_id: "mpcon_1", reference: "A-1", connection_name: "Boutique" }
  const connection = { id: "mpcon_1", name: "Boutique" }
  const cause = { code: "overdue_shipment", params: { ship_by: "2026-07-04T10:00:00Z" } }
  const figures = { imported: 1, to_accept: 2, to_fix: 3, at_risk: 4, overdue: 5 }
  const notices: Notice[] = [
    orderNotice("k", order, cause),
    ordersNotice("k", Array(12).fill(order), "/marketplace-orders", cause),
    moreNotice("k", order, cause),
    connectionNotice("k", connection, { code: "credentials_refused", params: {} }),
    digestNotice("k", connection, figures),
    completenessNotice("k", connection, { count: 2, open: 1 }),
    completenessNotice("k", connection, { count: 2, open: 0 }),
    testNotice(connection, true),
    testNotice(connection, false),
  ]

  it("in both languages, each its own, and leads somewhere", () => {
    for (const { texts, link } of notices) {
      expect(link).toMatch(/^\//)
      for (const { title, text } of Object.values(texts)) {
        expect(title).toContain("Boutique")
        expect(text).not.toMatch(/[{}]|undefined|null/)
      }
      expect(texts.en.text).not.toBe(texts.fr.text)
    }
  })

  it("leads to the orders that have the problem, of this connection", () => {
    const { searchParams } = new URL(moreNotice("k", order, cause).link, "http://store.example")
    expect(Object.fromEntries(searchParams)).toEqual({
      tab: "fix",
      problem: '["overdue_shipment"]',
      connection_id: '["mpcon_1"]',
    })
  })

  it("one order alone, orders of one cause with its sentence, orders of several causes by their SKUs", () => {
    const held = (sku: string) => ({ ...order, code: "unknown_sku", params: { sku, title: "Une lampe" } })
    const link =
      "/marketplace-orders?tab=fix&problem=%5B%22unknown_sku%22%5D&connection_id=%5B%22mpcon_1%22%5D"
    expect(problemNotice("k", "mpcon_1", [held("A")])).toEqual(orderNotice("k", order, held("A")))
    const one = problemNotice("k", "mpcon_1", [held("A"), held("A")])
    expect(one).toMatchObject({ link, texts: { en: { text: expect.stringContaining("“A”") } } })
    const several = problemNotice("k", "mpcon_1", [held("A"), held("B"), held("A")])
    expect(several).toMatchObject({
      link,
      texts: {
        en: { title: "Boutique: 3 orders", text: "Unknown SKU (A, B). Orders: A-1, A-1, A-1." },
        fr: {
          title: expect.stringMatching(/^Boutique\s: 3 commandes$/),
          text: expect.stringMatching(/\(A, B\)\. Commandes\s: A-1/),
        },
      },
    })
  })

  it("nothing of a buyer's words in what no purge finds", () => {
    const held = (said: string) => ({
      ...order,
      code: "unknown_sku",
      params: { sku: "A", said, message: said },
    })
    const notice = problemNotice("k", "mpcon_1", [held("Marie"), held("Jeanne")])
    expect(JSON.stringify(notice)).not.toMatch(/Marie|Jeanne/)
  })

  it("names the first orders of many", () => {
    expect(notices[1].texts.en.text).toMatch(/A-1 and 2 others\)$/)
    expect(notices[1].texts.fr.title).toBe("Boutique : 12 commandes")
  })
})
