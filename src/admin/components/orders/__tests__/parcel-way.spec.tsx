import { cleanup, screen, within } from "@testing-library/react"
import { action, capabilities, COMMON, order, problem } from "../../../__tests__/fixtures"
import { renderAdmin } from "../../../__tests__/render-admin"
import { nextLook } from "../../../lib/polling"
import type { MarketplaceAction } from "../../../../api/admin/marketplaces/actions/types"
import { actionRemedies } from "../action-choices"
import { ActionCard } from "../action-card"
import { byProblem } from "../by-problem"
import { parcelsOf, parcelWay } from "../parcel-way"

afterEach(cleanup)

const SENT_AT = "2026-06-01T10:00:00Z"
const PARCEL = {
  carrier_name: "Colissimo",
  tracking_number: "6A1",
  tracking_url: "https://track.example/6A1",
}

describe("a parcel's way", () => {
  it.each<[string, Partial<MarketplaceAction>, step: string, standing: string]>([
    ["planned", { state: "pending" }, "planned", "moving"],
    ["being sent", { state: "sending" }, "planned", "moving"],
    ["sent", { state: "sent", sent_at: SENT_AT }, "sent", "moving"],
    ["confirmed", { state: "confirmed", sent_at: SENT_AT }, "confirmed", "done"],
    ["tried again", { state: "retrying" }, "planned", "moving"],
    ["tried again after it went out", { state: "retrying", sent_at: SENT_AT }, "sent", "moving"],
    ["stuck", { state: "needs_attention" }, "planned", "problem"],
    [
      "sent and not shown",
      { state: "sent", problem: problem("sent_not_confirmed", "mark_done") },
      "sent",
      "problem",
    ],
    ["given up", { state: "skipped" }, "planned", "closed"],
    ["done by hand", { state: "done_elsewhere" }, "planned", "closed"],
  ])("of one that is %s", (_, overrides, step, standing) => {
    expect(parcelWay(action(overrides))).toMatchObject({ step, standing })
  })

  it("shows what is sent, and before that what was declared by hand", () => {
    expect(parcelWay(action({ params: { parcels: [PARCEL], given: { carrier: "ups" } } })).parcels).toEqual([
      PARCEL,
    ])
    expect(parcelWay(action({ params: { given: { tracking_number: "1Z" } } })).parcels).toEqual([
      { carrier_name: null, tracking_number: "1Z", tracking_url: null },
    ])
    expect(parcelWay(action()).parcels).toEqual([])
  })

  it("keeps a correction with the parcel that it corrects", () => {
    const sent = action({ id: "a" })
    const correction = action({ id: "b", params: { corrects: "a" } })
    const orphan = action({ id: "c", params: { corrects: "gone" } })
    expect(parcelsOf([action({ id: "d", type: "accept" }), sent, correction, orphan])).toEqual([
      { action: sent, corrections: [correction] },
      { action: orphan, corrections: [] },
    ])
  })

  it.each([
    ["en", "Planned done", "Sent needs attention", "Confirmed to come"],
    ["fr", "Prévu fait", "Transmis à traiter", "Confirmé à venir"],
  ] as const)("is said in words (%s)", async (lang, ...words) => {
    const stuck = action({
      state: "sent",
      sent_at: SENT_AT,
      params: { parcels: [PARCEL] },
      problem: problem("sent_not_confirmed", "mark_done"),
    })
    await renderAdmin(<ActionCard action={stuck} order={order()} />, { answers: COMMON, lang })
    const steps = within(screen.getAllByRole("list")[0]).getAllByRole("listitem")
    expect(steps.map(({ textContent }) => textContent)).toEqual(words.map((word) => word.replace(" ", "")))
    expect(steps.map((step) => step.getAttribute("aria-current"))).toEqual([null, "step", null])
    expect(screen.getByRole("link", { name: "6A1" }).getAttribute("href")).toBe(PARCEL.tracking_url)
  })

  it("makes no link of what is no web address", async () => {
    const sent = action({ params: { parcels: [{ ...PARCEL, tracking_url: "javascript:alert(1)" }] } })
    await renderAdmin(<ActionCard action={sent} order={order()} />, { answers: COMMON })
    expect(screen.queryByRole("link")).toBeNull()
    expect(screen.getByText(/6A1/)).toBeTruthy()
  })
})

describe("what is said of the last call", () => {
  const LATER = "2026-06-01T10:30:00Z"
  const NO_ANSWER = /got no readable answer|sans réponse exploitable/
  const SOON = /will show it soon|Bientôt visible/
  const called = (overrides: Partial<MarketplaceAction>) =>
    action({ unsettled_since: "2026-06-01T09:59:59Z", next_attempt_at: LATER, ...overrides })
  const unknown = problem("outcome_unknown", null)

  it.each<[string, Partial<MarketplaceAction>, RegExp | null]>([
    ["sent", { state: "sent", sent_at: SENT_AT }, SOON],
    ["sent and never looked for", { state: "sent", sent_at: SENT_AT, next_attempt_at: null }, null],
    [
      "sent and not shown for a day",
      { state: "sent", sent_at: SENT_AT, problem: problem("sent_not_confirmed", "mark_done") },
      null,
    ],
    ["being sent", { state: "sending" }, null],
    ["left without an answer", { state: "retrying", problem: unknown }, NO_ANSWER],
    ["given to a person without an answer", { state: "needs_attention", problem: unknown }, NO_ANSWER],
    ["sent, and driven again", { state: "retrying", sent_at: SENT_AT }, null],
    [
      "sent, driven again, and left without an answer",
      { state: "retrying", sent_at: "2026-06-01T09:00:00Z" },
      NO_ANSWER,
    ],
    ["refused when repeated", { state: "retrying", problem: problem("refusal_being_checked", null) }, null],
    ["confirmed", { state: "confirmed", sent_at: SENT_AT }, null],
    ["not called yet", { state: "retrying", unsettled_since: null }, null],
  ])("of one that is %s", async (_, overrides, said) => {
    for (const lang of ["en", "fr"] as const) {
      await renderAdmin(<ActionCard action={called(overrides)} order={order()} />, { answers: COMMON, lang })
      expect([NO_ANSWER, SOON].filter((text) => screen.queryByText(text))).toEqual(said ? [said] : [])
      cleanup()
    }
  })

  it("names the marketplace and the time of the next look", async () => {
    const sent = called({ type: "accept", fulfillment_id: null, state: "sent", sent_at: SENT_AT })
    await renderAdmin(<ActionCard action={sent} order={order()} />, { answers: COMMON })
    const text = (await screen.findByText(/^Sent\. Cdiscount will show it soon/)).textContent ?? ""
    expect(text).toMatch(/next check is on .*2026/)
  })
})

describe("what can be done about it", () => {
  const takes = (corrects_shipments: boolean) => ({ ...capabilities, corrects_shipments })
  it.each<[string, Partial<MarketplaceAction>, string[]]>([
    ["planned", { state: "pending" }, ["correct", "resend", "mark_done", "skip"]],
    ["being sent", { state: "sending" }, []],
    ["stuck", { state: "needs_attention" }, ["correct", "resend", "mark_done", "skip"]],
    [
      "waiting for the rest",
      { state: "pending", params: { waiting: "split" } },
      ["correct", "send_now", "mark_done", "skip"],
    ],
    ["sent", { state: "sent", sent_at: SENT_AT }, ["look", "mark_done"]],
    [
      "sent and not shown",
      { state: "sent", sent_at: SENT_AT, problem: problem("sent_not_confirmed", "mark_done") },
      ["resend", "mark_done"],
    ],
    ["confirmed", { state: "confirmed", sent_at: SENT_AT }, []],
    [
      "left out by plan",
      { state: "skipped", params: { skipped: "already_shipped_there", is_correction_offered: true } },
      ["correct"],
    ],
    ["given up by a person", { state: "skipped" }, ["resend"]],
    [
      "a decision",
      { type: "accept", fulfillment_id: null, state: "needs_attention" },
      ["resend", "mark_done", "skip"],
    ],
  ])("%s", (_, overrides, expected) => {
    expect(actionRemedies(action(overrides), takes(false))).toEqual(expected)
  })

  it("corrects what was sent only where the marketplace takes it", () => {
    const sent = action({ state: "confirmed", sent_at: SENT_AT })
    expect(actionRemedies(sent, takes(true))).toEqual(["correct"])
    expect(actionRemedies(sent, takes(false))).toEqual([])
  })

  it("says why a parcel that was sent is not corrected there", async () => {
    const message = "Parcels of this order are not corrected from here."
    const sent = action({
      state: "confirmed",
      sent_at: SENT_AT,
      unavailable: { correct: { code: "correction_off", message } },
    })
    await renderAdmin(<ActionCard action={sent} order={order()} />, { answers: COMMON })
    const button = await screen.findByRole("button", { name: "Correct carrier or number" })
    expect(button).toHaveProperty("disabled", true)
    expect(document.getElementById(button.getAttribute("aria-describedby")!)?.textContent).toBe(message)
  })

  it("shows what the marketplace would receive before it does", async () => {
    const { user, calls } = await renderAdmin(
      <ActionCard
        action={action({ state: "needs_attention" })}
        order={order()}
        facts={{ country_code: "fr" }}
      />,
      {
        answers: {
          ...COMMON,
          "GET /carriers": { carriers: [] },
          "POST /connections/mpcon_1/carriers/resolve": {
            carrier: "colissimo",
            marketplace_carrier_name: "COLISSIMO",
            tracking_number: "6A12",
            tracking_url: "https://track.example/6A12",
            explanation: [],
            problem: null,
          },
          "POST /orders/mpord_1/shipments/ful_1": { action: action() },
        },
      }
    )
    await user.click(await screen.findByRole("button", { name: "Correct carrier or number" }))
    const send = screen.getByRole("button", { name: "Send to the marketplace" })
    expect(send).toHaveProperty("disabled", true)
    await user.type(screen.getByRole("textbox", { name: "Tracking number" }), "6a12")
    expect(await screen.findByText("COLISSIMO · 6A12")).toBeTruthy()
    expect(calls.filter(({ path }) => path.endsWith("/resolve")).at(-1)?.body).toEqual({
      country_code: "fr",
      tracking_number: "6a12",
    })
    await user.click(send)
    await screen.findByText("Sending to the marketplace…")
    expect(calls.find(({ path }) => path.includes("/shipments/"))?.body).toEqual({
      tracking_number: "6a12",
      version: "p1",
    })
  })

  it("is skipped by a person, or has nothing that is to be sent", async () => {
    const skipped = (params: object) => action({ state: "skipped", params })
    await renderAdmin(<ActionCard action={skipped({})} order={order()} />, { answers: COMMON })
    expect(screen.getByText("Skipped")).toBeTruthy()
    cleanup()
    for (const reason of ["canceled", "sent_with_another_parcel", "already_shipped_there"]) {
      await renderAdmin(<ActionCard action={skipped({ skipped: reason })} order={order()} />, {
        answers: COMMON,
      })
      expect(screen.queryByText("Skipped")).toBeNull()
      expect(screen.getByText("Nothing to send")).toBeTruthy()
      cleanup()
    }
  })

  it("offers nothing on a test order, which is never sent", async () => {
    await renderAdmin(<ActionCard action={action()} order={order({ is_test: true })} />, { answers: COMMON })
    expect(screen.queryByRole("button")).toBeNull()
  })
})

it("looks often at first, then rarer, then not at all", () => {
  const now = Date.parse("2026-06-01T12:00:00Z")
  const after = (seconds: number) => nextLook([null, new Date(now - seconds * 1000).toISOString()], now)
  expect([after(0), after(59), after(61), after(301), after(3599)]).toEqual([
    3000, 3000, 10_000, 60_000, 60_000,
  ])
  expect([after(3600), nextLook([null, undefined], now)]).toEqual([false, false])
})

it("puts actions with one problem together, the most frequent first", () => {
  const of = (id: string, code: string) => action({ id, problem: problem(code, null) })
  const groups = byProblem([of("a", "x"), of("b", "y"), of("c", "y"), action({ id: "d" })])
  expect(groups.map((group) => group.map(({ id }) => id))).toEqual([["b", "c"], ["a"], ["d"]])
})
