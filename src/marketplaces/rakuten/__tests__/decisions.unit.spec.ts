import type { CallResult, DecisionRequest } from "../../port"
import { fakeRakuten, notReady, ok, parameterError, refusal, type Route } from "./fake-rakuten"

const accepted = ok(
  "saleacceptanceresult",
  "<lastversion>2021-04-08</lastversion><status>ACCEPTED</status><onestopshop/>"
)
const refused = ok("salerefusalresult", "<status>Refused</status>")
const canceled = ok("r", "<status>cancelled</status>")
const request = (ids: string[], decision: DecisionRequest["decision"] = "accept"): DecisionRequest => ({
  external_id: "700000001",
  decision,
  item_external_ids: ids,
  reason: null,
})
const done: CallResult = { result: "done", status: 200, message: null }
const onlyFor =
  (answer: ReturnType<typeof ok>, ...ids: string[]): Route =>
  ({ query }) =>
    ids.includes(query.itemid) ? answer : parameterError("The parameter 'itemid' is invalid.")
const billing =
  (...items: [id: string, status: string][]): Route =>
  () =>
    ok(
      "getbillinginformationresult",
      `<billinginformation><items>${items.map(([id, status]) => `<item><itemid>${id}</itemid><itemstatus>${status}</itemstatus></item>`).join("")}</items></billinginformation>`
    )
const newSales = (...items: [id: string, status: string][]): Route => listOf("getnewsalesresult", items)
const listOf =
  (root: string, items: [id: string, status: string][]): Route =>
  () =>
    ok(
      root,
      `<sales><sale><purchaseid>700000001</purchaseid><items>${items.map(([id, status]) => `<item><itemid>${id}</itemid><itemstatus>${status}</itemstatus></item>`).join("")}</items></sale></sales>`
    )

describe("a decision", () => {
  it("is one call per item, with the country in Rakuten's numbering", async () => {
    const { session, received } = fakeRakuten({ acceptsale: () => accepted })
    expect(await session.decide(request(["1", "2"]))).toEqual(done)
    expect(
      received.map(({ action, query }) => [
        action,
        query.itemid,
        query.shippingfromcountry,
        query.importcountry,
      ])
    ).toEqual([
      ["acceptsale", "1", "249", undefined],
      ["acceptsale", "2", "249", undefined],
    ])
  })

  it.each([
    [{ shipping_from_country: "be" }, "056", undefined],
    [{ shipping_from_country: "250" }, "250", undefined],
    [{ send_shipping_from_country: false }, undefined, undefined],
    [{ import_country: "FR" }, "249", "249"],
  ])("follows the settings %j", async (settings, from, into) => {
    const { session, received } = fakeRakuten({ acceptsale: () => accepted }, { settings })
    await session.decide(request(["1"]))
    expect([received[0].query.shippingfromcountry, received[0].query.importcountry]).toEqual([from, into])
  })

  it("refuses with nothing but the item", async () => {
    const { session, received } = fakeRakuten({ refusesale: () => refused })
    expect(await session.decide({ ...request(["1"], "refuse"), reason: "out of stock" })).toEqual(done)
    expect(Object.keys(received[0].query)).toEqual(["action", "login", "pwd", "version", "itemid"])
  })

  it("was made before when a look says so: that is no failure", async () => {
    const inBilling = fakeRakuten({
      acceptsale: onlyFor(accepted, "2"),
      getbillinginformation: billing(["1", "ACCEPTED"]),
    })
    expect(await inBilling.session.decide(request(["1", "2"]))).toEqual({
      ...done,
      message: "Already so: 1.",
    })
    const inList = fakeRakuten({ getnewsales: newSales(["1", "ACCEPTED"]), getbillinginformation: notReady })
    expect(await inList.session.decide(request(["1"]))).toMatchObject({ result: "already" })
    const refusedBefore = fakeRakuten({ getnewsales: newSales(["1", "REFUSED"], ["2", "CANCELLED"]) })
    expect(await refusedBefore.session.decide(request(["1", "2"], "refuse"))).toMatchObject({
      result: "already",
    })
  })

  it.each<[string, Record<string, Route>, DecisionRequest["decision"]]>([
    ["the other one was made", { getbillinginformation: billing(["1", "ACCEPTED"]) }, "refuse"],
    ["the buyer canceled", { getnewsales: newSales(["1", "CANCELLED"]) }, "accept"],
    ["no service knows the item", {}, "accept"],
  ])("is refused when %s", async (_, routes, decision) => {
    await expect(fakeRakuten(routes).session.decide(request(["1"], decision))).rejects.toMatchObject({
      kind: "refused",
      details: {
        effect: "none",
        marketplace_message: expect.stringContaining("'itemid' is invalid") as string,
      },
    })
  })

  it("waits when the item is still listed as undecided: it was decided a moment ago", async () => {
    const { session } = fakeRakuten({ getnewsales: newSales(["1", "REQUESTED"]) })
    await expect(session.decide(request(["1"]))).rejects.toMatchObject({
      kind: "not_ready",
      details: { effect: "none", reason: "wrong_state" },
    })
    const other = fakeRakuten({
      getnewsales: newSales(["1", "REQUESTED"]),
      acceptsale: () => parameterError("The parameter 'shippingfromcountry' is invalid."),
    })
    await expect(other.session.decide(request(["1"]))).rejects.toMatchObject({ kind: "refused" })
  })

  it("looks at the accepted sales only for an item that no other service has", async () => {
    const getcurrentsales = listOf("getcurrentsalesresult", [["1", "ACCEPTED"]])
    const fake = fakeRakuten({ getcurrentsales })
    expect(await fake.session.decide(request(["1"]))).toMatchObject({ result: "already" })
    expect(fake.calls("getcurrentsales")).toHaveLength(1)
    const billed = fakeRakuten({ getcurrentsales, getbillinginformation: billing(["1", "ACCEPTED"]) })
    await billed.session.decide(request(["1"]))
    expect(billed.calls("getcurrentsales")).toHaveLength(0)
  })

  it("is not looked up where the setting says so", async () => {
    const { session, received } = fakeRakuten(
      { getbillinginformation: billing(["1", "ACCEPTED"]) },
      { settings: { already_decided_policy: "error" } }
    )
    await expect(session.decide(request(["1"]))).rejects.toMatchObject({ kind: "refused" })
    expect(received).toHaveLength(1)
  })

  it("of one item does not stop the others, and what was done shows in the error", async () => {
    const { session, calls } = fakeRakuten({ acceptsale: onlyFor(accepted, "1", "3") })
    await expect(session.decide(request(["1", "2", "3"]))).rejects.toMatchObject({
      kind: "refused",
      message: expect.stringContaining("Taken before: 1, 3.") as string,
      details: { effect: "unknown" },
    })
    expect(calls("acceptsale")).toHaveLength(3)
  })

  it("stops at a failure that can pass, and says that something was done", async () => {
    const quota = refusal("InvalidUserRights", [], "Quota exceeded.")
    const { session, calls } = fakeRakuten({ acceptsale: (_, nth) => (nth === 2 ? quota : accepted) })
    await expect(session.decide(request(["1", "2", "3"]))).rejects.toMatchObject({
      kind: "quota",
      details: { effect: "unknown", retry_after_ms: 3_600_000 },
    })
    expect(calls("acceptsale")).toHaveLength(2)
    const first = fakeRakuten({ acceptsale: () => quota })
    await expect(first.session.decide(request(["1"]))).rejects.toMatchObject({
      kind: "quota",
      details: { effect: "none" },
    })
  })
})

describe("a cancellation", () => {
  const cancel = { external_id: "700000001", item_external_ids: ["1", "2"], reason: "Plus de l’œuf à 5 €" }
  const on = { settings: { cancel_enabled: true } }

  it("is not sent while the setting is off", async () => {
    const { session, received } = fakeRakuten({ cancelitem: () => canceled })
    await expect(session.cancel(cancel)).rejects.toMatchObject({
      kind: "refused",
      details: { reason: "not_supported", effect: "none" },
    })
    expect(received).toEqual([])
  })

  it("is one call per item, with a comment that Rakuten can read, of 400 characters at most", async () => {
    const { session, received } = fakeRakuten({ cancelitem: () => canceled }, on)
    expect(await session.cancel(cancel)).toEqual(done)
    await session.cancel({ ...cancel, item_external_ids: ["3"], reason: "œ".repeat(300) })
    expect(received.map(({ query }) => [query.itemid, query.comment])).toEqual([
      ["1", "Plus de l'oeuf à 5 EUR"],
      ["2", "Plus de l'oeuf à 5 EUR"],
      ["3", "oe".repeat(200)],
    ])
  })

  it("of everything asks which items are open", async () => {
    const { session, calls } = fakeRakuten(
      {
        cancelitem: () => canceled,
        getbillinginformation: billing(
          ["1", "ACCEPTED"],
          ["2", "CANCELLED"],
          ["3", "CLAIM"],
          ["4", "CLOSED"]
        ),
      },
      on
    )
    await session.cancel({ ...cancel, item_external_ids: null })
    expect(calls("cancelitem").map(({ query }) => query.itemid)).toEqual(["1", "3"])
    await expect(
      fakeRakuten({}, on).session.cancel({ ...cancel, item_external_ids: null })
    ).rejects.toMatchObject({ kind: "not_ready" })
  })

  it("was made before when a look says so", async () => {
    const routes = {
      getbillinginformation: billing(["1", "CANCELLED"], ["2", "ACCEPTED"]),
      cancelitem: onlyFor(canceled),
    }
    await expect(fakeRakuten(routes, on).session.cancel(cancel)).rejects.toMatchObject({
      kind: "refused",
      details: { effect: "unknown" },
    })
    expect(
      await fakeRakuten(routes, on).session.cancel({ ...cancel, item_external_ids: ["1"] })
    ).toMatchObject({ result: "already" })
  })
})
