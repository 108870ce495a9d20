import fc from "fast-check"

import { UnreadableOrderError } from "../../port"
import { toOrder } from "../order-mapper"
import { readSettings } from "../settings"
import { emptyPurchase, mergePurchases, purchaseOfItemInfos, purge, type Purchase } from "../snapshot"
import { AT, HOME, billed, billingItem, listed, listedNew, saleItem } from "./sales"

const settings = readSettings({})
const wordOf = (purchase: Purchase, index = 0) => purchase.items[index].status?.word
const logged = (itemstatus: string, at: string, has_tracking = false) =>
  purchaseOfItemInfos("700000001", { itemid: "1", itemstatus, has_tracking }, at)

describe("putting answers together", () => {
  it("keeps the items of two sale nodes, and what two services say of one item", () => {
    const both = mergePurchases(listed([saleItem("2")]), listed([saleItem("1")]))
    const all = mergePurchases(both, billed([billingItem("1"), billingItem("2")]))
    expect(
      all.items.map(({ itemid, sale, billing }) => [itemid, sale?.sku, billing?.shippingsaleprice.amount])
    ).toEqual([
      ["1", "BOUGIE-01", "4.5"],
      ["2", "BOUGIE-01", "4.5"],
    ])
    expect(all.seen).toEqual({ newsales: null, currentsales: AT[0], iteminfos: null, billing: AT[1] })
  })

  it("reveals phone and e-mail with the acceptance, and an older answer does not hide them again", () => {
    const before = listedNew([saleItem("1", { itemstatus: "REQUESTED" })], AT[0])
    const after = listed([saleItem("1")], AT[1], {
      purchasebuyeremail: "client-fictif@marketplace.example",
      deliveryaddress: { ...HOME, phonenumber2: "0639980011" },
    })
    const stale = listedNew([saleItem("1", { itemstatus: "REQUESTED" })], AT[2])
    for (const merged of [
      mergePurchases(mergePurchases(before, after), stale),
      mergePurchases(stale, after),
    ]) {
      const order = toOrder(merged, settings)
      expect(order.email).toBe("client-fictif@marketplace.example")
      expect(order.shipping_address?.phone).toBe("0639980011")
      expect(order.lines[0].items[0].status).toBe("ready")
    }
  })

  it("never mixes two addresses", () => {
    const first = listed([saleItem("1")], AT[0], {
      deliveryaddress: { ...HOME, address2: "Bât. B", phonenumber1: "0199001234" },
    })
    const moved = listed([saleItem("1")], AT[1], { deliveryaddress: { ...HOME, address1: "9 rue Neuve" } })
    for (const merged of [mergePurchases(first, moved), mergePurchases(moved, first)]) {
      expect(merged.delivery?.deliveryaddress).toEqual({ ...HOME, address1: "9 rue Neuve" })
    }
  })

  it("forgets the address of another kind of shipping", () => {
    const home = listed([saleItem("1")], AT[0])
    const soColissimo = listed([saleItem("1")], AT[1], {
      shippingtype: "So Colissimo",
      deliveryaddress: {
        ...HOME,
        firstname: "",
        lastname: "",
        address1: "",
        zipcode: "",
        city: "",
        country: "",
        countryalpha2: "",
      },
      billingaddress: HOME,
    })
    const { delivery } = mergePurchases(soColissimo, home)
    expect(delivery?.deliveryaddress).toBeNull()
    expect(delivery?.billingaddress).toEqual(HOME)
  })

  it("changes nothing, letter by letter, when the same is seen again later", () => {
    const first = mergePurchases(
      mergePurchases(listedNew([saleItem("1")], AT[0]), listed([saleItem("1")], AT[1])),
      billed([billingItem("1")], AT[2])
    )
    for (const again of [
      listedNew([saleItem("1")], AT[5]),
      listed([saleItem("1")], AT[6]),
      billed([billingItem("1")], AT[7]),
    ]) {
      expect(JSON.stringify(mergePurchases(first, again))).toBe(JSON.stringify(first))
    }
  })

  describe("when an item came without its id", () => {
    const nameless = (at: string) => listed([saleItem("1"), saleItem("")], at)
    const isReadable = (purchase: Purchase) => toOrder(purchase, settings).unread === undefined

    it("cannot be read until a later answer names as many items", () => {
      const before = nameless(AT[1])
      expect(isReadable(before)).toBe(false)
      const older = listed([saleItem("1"), saleItem("2")], AT[0])
      const complete = listed([saleItem("1"), saleItem("2")], AT[2])
      for (const [first, second] of [
        [before, complete],
        [complete, before],
      ]) {
        const healed = mergePurchases(first, second)
        expect(isReadable(healed)).toBe(true)
        expect(isReadable(mergePurchases(healed, older))).toBe(true)
        expect(isReadable(mergePurchases(healed, before))).toBe(true)
        expect(isReadable(mergePurchases(healed, nameless(AT[3])))).toBe(false)
      }
      expect(isReadable(mergePurchases(before, older))).toBe(false)
    })

    it("is not healed by an answer that lists less, or other items", () => {
      for (const ids of [["1"], ["2", "3"]]) {
        const other = listed(
          ids.map((id) => saleItem(id)),
          AT[2]
        )
        expect(isReadable(mergePurchases(nameless(AT[1]), other))).toBe(false)
      }
    })

    it("is not healed by another sale node of the same walk", () => {
      const nextPage = new Date(Date.parse(AT[1]) + 3000).toISOString()
      const node = listed([saleItem("1"), saleItem("2")], nextPage)
      expect(isReadable(mergePurchases(nameless(AT[1]), node))).toBe(false)
    })
  })

  it.each([
    ["garbage", "aujourd'hui"],
    ["nothing", ""],
    ["a day that no calendar has", "00/00/0000-00:00"],
    ["a day of the year 1", "01/01/0001-00:00"],
    ["a day of the year 9999", "31/12/9999-23:59"],
  ])("prefers a date that can be read to %s", (_, purchasedate) => {
    const good = listed([saleItem("1")], AT[1])
    const bad = { ...listed([saleItem("1")], AT[0]), purchasedate }
    expect(mergePurchases(good, bad).purchasedate).toBe("10/06/2026-09:12")
    expect(mergePurchases(bad, good).purchasedate).toBe("10/06/2026-09:12")
    expect(toOrder(bad, settings).unread).toMatchObject([{ field: "purchasedate", blocks: true }])
  })

  it("takes the earlier one of two dates, by the calendar", () => {
    const [later, earlier] = ["02/07/2026-08:00", "30/06/2026-08:00"].map((purchasedate) => ({
      ...listed([saleItem("1")]),
      purchasedate,
    }))
    expect(mergePurchases(later, earlier).purchasedate).toBe(earlier.purchasedate)
    expect(mergePurchases(earlier, later).purchasedate).toBe(earlier.purchasedate)
  })

  it("an undecided sale that no list had, and that is listed again, is open", () => {
    const undecided = (at: string) => listedNew([saleItem("1", { itemstatus: "REQUESTED" })], at)
    const late = (days: number) => new Date(Date.parse(AT[0]) + days * 86_400_000).toISOString()
    const missing = (days: number) => ({ ...emptyPurchase("700000001"), missing_at: late(days) })
    const statusOf = (...documents: Purchase[]) =>
      toOrder(documents.reduce(mergePurchases), settings).lines[0].items[0].status
    expect(statusOf(undecided(AT[0]), missing(20))).toBe("canceled")
    expect(statusOf(undecided(AT[0]), missing(20), undecided(late(21)))).toBe("to_accept")
    expect(statusOf(undecided(AT[0]), missing(20), undecided(late(21)), missing(22))).toBe("canceled")
  })

  it("refuses to put two purchases together", () => {
    expect(() => mergePurchases(emptyPurchase("1"), emptyPurchase("2"))).toThrow(UnreadableOrderError)
  })
})

describe("an item's status", () => {
  const word = (itemstatus: string, at: string) => listed([saleItem("1", { itemstatus })], at)
  const billedWord = (itemstatus: string, at: string) => billed([billingItem("1", { itemstatus })], at)
  const newWord = (itemstatus: string, at: string) => listedNew([saleItem("1", { itemstatus })], at)

  it.each([
    [
      "an acceptance that an older list does not have yet",
      word("ACCEPTED", AT[1]),
      newWord("REQUESTED", AT[2]),
      "ACCEPTED",
    ],
    ["a claim after the acceptance", word("ACCEPTED", AT[1]), word("PENDING_CLAIM", AT[2]), "PENDING_CLAIM"],
    ["a claim that was settled", billedWord("CLAIM", AT[1]), word("ACCEPTED", AT[2]), "ACCEPTED"],
    ["a cancellation", word("ACCEPTED", AT[1]), billedWord("CANCELLED", AT[2]), "CANCELLED"],
    [
      "a cancellation that is taken back",
      billedWord("CANCELLED", AT[1]),
      word("ACCEPTED", AT[2]),
      "ACCEPTED",
    ],
    [
      "a cancellation, although the list of new sales still calls the item accepted",
      word("CANCELLED", AT[1]),
      newWord("ACCEPTED", AT[2]),
      "CANCELLED",
    ],
    [
      "a cancellation before the acceptance that the same list takes back",
      newWord("CANCELLED", AT[1]),
      newWord("REQUESTED", AT[2]),
      "REQUESTED",
    ],
    [
      "a cancellation after the acceptance, although an old list still asks for a decision",
      word("CANCELLED", AT[1]),
      newWord("REQUESTED", AT[2]),
      "CANCELLED",
    ],
    ["the end, whatever comes later", billedWord("CLOSED", AT[1]), word("ACCEPTED", AT[2]), "CLOSED"],
    [
      "a pre-order that the list of new sales calls accepted",
      word("PENDING", AT[1]),
      newWord("ACCEPTED", AT[2]),
      "PENDING",
    ],
    ["a refusal", newWord("REQUESTED", AT[1]), newWord("REFUSED", AT[2]), "REFUSED"],
    ["a reminder", newWord("REQUESTED", AT[1]), newWord("REMINDED", AT[2]), "REMINDED"],
    [
      "an acceptance, although the list of new sales has a new word",
      word("ACCEPTED", AT[1]),
      newWord("ODD", AT[2]),
      "ACCEPTED",
    ],
    [
      "an unknown word, until a later one",
      word("ACCEPTED", AT[1]),
      word("BROKEN_ARROW", AT[2]),
      "BROKEN_ARROW",
    ],
    ["a later known word", word("BROKEN_ARROW", AT[1]), billedWord("ACCEPTED", AT[2]), "ACCEPTED"],
    ["what the item itself says", logged("ON_HOLD", AT[2]), word("ACCEPTED", AT[1]), "ON_HOLD"],
  ])("is %s, in either order", (_, a, b, expected) => {
    expect(wordOf(mergePurchases(a, b))).toBe(expected)
    expect(wordOf(mergePurchases(b, a))).toBe(expected)
  })

  it.each([
    ["PENDING", "COMMITTED"],
    ["COMMITTED", "CLAIM"],
    ["COMMITTED", "CANCELLED"],
    ["CLAIM", "CANCELLED"],
    ["PENDING", "CANCELLED"],
  ])("of %s and %s in one second is the second, until a later answer says otherwise", (usual, next) => {
    const [one, other] = [usual, next].map((itemstatus) => listed([saleItem("1", { itemstatus })], AT[0]))
    expect(wordOf(mergePurchases(one, other))).toBe(next)
    expect(wordOf(mergePurchases(other, one))).toBe(next)
    const later = listed([saleItem("1", { itemstatus: usual })], AT[1])
    expect(wordOf(mergePurchases(later, other))).toBe(usual)
  })

  it("stays shipped", () => {
    const shipped = billed([billingItem("1", { shipped: "true" })], AT[1])
    const stale = billed([billingItem("1", { shipped: "0" })], AT[2])
    expect(mergePurchases(shipped, stale).items[0].shipped).toBe("true")
    expect(
      mergePurchases(logged("COMMITTED", AT[1], true), logged("COMMITTED", AT[2])).items[0].has_tracking
    ).toBe(true)
  })
})

describe("removing buyers' data", () => {
  const full = listed([saleItem("1")], AT[0], { purchasebuyeremail: "client-fictif@marketplace.example" })

  it("stays removed when the same purchase is seen again", () => {
    for (const merged of [mergePurchases(purge(full), full), mergePurchases(full, purge(full))]) {
      expect(merged).toEqual(purge(full))
      expect(JSON.stringify(merged)).not.toMatch(/Vraisemblable|Zoé|impasse|RENNES|35000|fictif/)
    }
    expect(toOrder(purge(full), settings).shipping_address?.country_code).toBe("FR")
  })
})

describe("merging any answers", () => {
  const words = [
    "REQUESTED",
    "REMINDED",
    "ACCEPTED",
    "PENDING",
    "PENDING_CLAIM",
    "CANCELLED",
    "REFUSED",
    "CLOSED",
    "ODD",
    "",
  ]
  const time = fc.constantFrom(...AT)
  const id = fc.constantFrom("1", "2", "3")
  const address = fc.record({
    address1: fc.constantFrom("", "1 rue A", "2 rue B"),
    phonenumber1: fc.constantFrom("", "0199000001"),
  })
  const delivery = fc.record({
    purchasebuyeremail: fc.constantFrom("", "client-fictif@marketplace.example"),
    shippingtype: fc.constantFrom("", "Suivi", "So Colissimo"),
    deliveryaddress: address.map((part) => ({ ...HOME, ...part })),
  })
  const item = fc.record({
    itemid: id,
    itemstatus: fc.constantFrom(...words),
    shipped: fc.constantFrom("", "0", "1", "odd"),
    headline: fc.constantFrom("", "Bougie", "Grande bougie"),
  })
  const items = fc.uniqueArray(item, { selector: ({ itemid }) => itemid })
  const answer = fc.oneof(
    fc.tuple(items, time, delivery, fc.boolean()).map(([given, at, place, isNew]) => {
      const list = isNew ? listedNew : listed
      return list(
        given.map((one) => saleItem(one.itemid, one)),
        at,
        place
      )
    }),
    fc.tuple(items, time).map(([given, at]) =>
      billed(
        given.map((one) => billingItem(one.itemid, one)),
        at
      )
    ),
    fc.tuple(time).map(([at]) => ({ ...emptyPurchase("700000001"), missing_at: at })),
    fc.tuple(items, time).map(([given, at]) =>
      listed(
        [...given, { itemid: "" }].map((one) => saleItem(one.itemid, one)),
        at
      )
    ),
    fc
      .tuple(time, fc.constantFrom("", "garbage", "30/06/2026-08:00", "02/07/2026-08:00"))
      .map(([at, purchasedate]) => ({
        ...listed([saleItem("1")], at),
        purchasedate,
      })),
    fc.tuple(items, time).map(([given, at]) =>
      purge(
        listed(
          given.map((one) => saleItem(one.itemid, one)),
          at
        )
      )
    )
  )
  const text = (purchase: Purchase) => JSON.stringify(purchase)

  it("is the same in either order", () => {
    fc.assert(
      fc.property(answer, answer, (a, b) => text(mergePurchases(a, b)) === text(mergePurchases(b, a)))
    )
  })

  it("changes nothing the second time", () => {
    fc.assert(
      fc.property(answer, answer, (a, b) => {
        const merged = mergePurchases(a, b)
        expect(text(mergePurchases(a, a))).toBe(text(a))
        expect(text(mergePurchases(merged, a))).toBe(text(merged))
        expect(text(mergePurchases(merged, b))).toBe(text(merged))
        expect(text(mergePurchases(merged, merged))).toBe(text(merged))
      })
    )
  })

  it("knows the same items, and takes none back, whatever the order of many answers", () => {
    const rank = (word: string | undefined) =>
      ["", "REQUESTED", "ACCEPTED", "CLOSED"].findIndex((one) => one === (word ?? ""))
    const life = fc.array(
      fc
        .tuple(id, fc.constantFrom("REQUESTED", "ACCEPTED", "CLOSED"), time)
        .map(([itemid, itemstatus, at]) => listed([saleItem(itemid, { itemstatus })], at)),
      { minLength: 1, maxLength: 8 }
    )
    fc.assert(
      fc.property(
        life.chain((answers) =>
          fc.tuple(fc.constant(answers), fc.shuffledSubarray(answers, { minLength: answers.length }))
        ),
        ([answers, shuffled]) => {
          const end = (all: Purchase[]) =>
            all.reduce(mergePurchases).items.map(({ itemid, status }) => [itemid, status?.word])
          expect(end(shuffled)).toEqual(end(answers))
          for (let n = 1; n < answers.length; n++) {
            const earlier = new Map(end(answers.slice(0, n)) as [string, string][])
            for (const [itemid, word] of end(answers.slice(0, n + 1)) as [string, string][]) {
              expect(rank(word)).toBeGreaterThanOrEqual(rank(earlier.get(itemid)))
            }
          }
        }
      )
    )
  })
})
