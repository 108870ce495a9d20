import { cleanup, screen, within } from "@testing-library/react"
import { COMMON, connection } from "../../../__tests__/fixtures"
import { renderAdmin } from "../../../__tests__/render-admin"
import type { ConnectionOffers as Offers } from "../../../../api/admin/marketplaces/connections/[id]/offers/types"
import type { Offer, OfferAspect } from "../../../../api/admin/marketplaces/offers/types"
import { ConnectionOffers } from "../connection-offers"
import { OfferOverridesForm } from "../offer-overrides-form"
import { OfferValue } from "../offer-value"

afterEach(cleanup)

const aspect = <Value,>(part: Partial<OfferAspect<Value>> = {}): OfferAspect<Value> => ({
  is_on: true,
  desired: null,
  sent: null,
  confirmed: null,
  sent_at: null,
  confirmed_at: null,
  is_dirty: false,
  problem: null,
  problem_since: null,
  ...part,
})

const offer = (part: Partial<Offer> = {}): Offer => ({
  id: "mpoff_1",
  connection_id: "mpcon_1",
  marketplace_id: "cdiscount",
  account: "12345",
  channel: "CDISFR",
  external_sku: "SKU-1",
  external_offer_id: null,
  title: null,
  variant_id: "variant_1",
  variant: null,
  ean: null,
  fulfilled_by: "seller",
  state: "active",
  stock: aspect(),
  price: { ...aspect(), currency_code: "eur" },
  delivery: aspect(),
  overrides: {},
  version: "v1",
  explanation: [],
  foreign: null,
  shown: null,
  seen_at: null,
  ...part,
})

const offers = (part: Partial<Offers> = {}): Offers => ({
  connection_id: "mpcon_1",
  version: "v1",
  is_on: { stock: false, price: false, delivery: false },
  capabilities: { stock: true, price: true, delivery: false, create: false, reads_back: true },
  activated_at: null,
  stopped_at: null,
  stopped_until: null,
  is_comparing: false,
  read_at: null,
  comparison: null,
  brake: null,
  last_held_at: null,
  other_tool_at: null,
  sales_unknown: [],
  counts: { to_fix: 0, differs: 0, all: 0, unmatched: 0, excluded: 0, live: 0, live_units: 0, braked: 0 },
  lower_waiting: null,
  ...part,
})

describe("the value of an offer", () => {
  it.each([
    [{ desired: 4, confirmed: 9, is_dirty: true }, "4 → 9 to send"],
    [{ desired: 4, confirmed: 4 }, "4"],
    [{ desired: 4, confirmed: null }, "4 → –"],
  ])("%j is shown as %s", async (stock, words) => {
    const { container } = await renderAdmin(
      <OfferValue offer={offer({ stock: aspect(stock) })} aspect="stock" />
    )
    expect(container.textContent?.replace(/\s+/g, " ").trim()).toBe(words)
  })

  it("that is not sent is what the marketplace shows", async () => {
    const shown = { quantity: 7, price: "12.50", struck_price: null, is_active: true, condition: null }
    const { container } = await renderAdmin(
      <OfferValue offer={offer({ stock: aspect({ is_on: false, desired: 3 }), shown })} aspect="stock" />
    )
    expect(container.textContent).toBe("7")
  })
})

it("an empty override takes it away, and only what was changed is saved", async () => {
  const { user, calls } = await renderAdmin(
    <OfferOverridesForm offer={offer({ overrides: { safety_quantity: 2, price: 19.9 } })} />,
    { answers: { "POST /offers/mpoff_1": { offer: offer() } } }
  )
  await user.clear(screen.getByLabelText("Safety quantity"))
  await user.type(screen.getByLabelText("Fixed quantity"), "5")
  await user.click(screen.getByRole("button", { name: "Save" }))
  expect(calls).toContainEqual(
    expect.objectContaining({
      body: { overrides: { safety_quantity: null, fixed_quantity: 5 }, version: "v1" },
    })
  )
})

it("what another user set meanwhile is shown beside what was typed, and replaced only then", async () => {
  const theirs = { fixed_quantity: 9, price: 12 }
  const { user, calls } = await renderAdmin(<OfferOverridesForm offer={offer()} />, {
    answers: {
      "POST /offers/mpoff_1": {
        ...{ type: "conflict", code: "changed_meanwhile", message: "Changed." },
        offer: offer({ overrides: theirs, version: "v2" }),
      },
    },
  })
  await user.type(screen.getByLabelText("Fixed quantity"), "5")
  await user.click(screen.getByRole("button", { name: "Save" }))
  const alert = await screen.findByRole("alert")
  expect(alert.textContent).toMatch(/Fixed quantity.*9.*5/)
  expect(alert.textContent).not.toContain("Price")
  await user.click(screen.getByRole("button", { name: "Save" }))
  expect(calls).toContainEqual(
    expect.objectContaining({ body: { overrides: { fixed_quantity: 5 }, version: "v2" } })
  )
})

describe("what a connection sends", () => {
  const show = (answer: Offers, more: object = {}) =>
    renderAdmin(<ConnectionOffers connection={connection()} />, {
      answers: { ...COMMON, "GET /connections/mpcon_1/offers": { offers: answer }, ...more },
    })

  it("has a switch for each aspect that the marketplace takes, and what is held above", async () => {
    await show(
      offers({
        is_on: { stock: true, price: false, delivery: false },
        brake: { since: "2026-06-01T10:00:00Z", count: 120, limit: 10 },
        last_held_at: "2026-06-01T10:05:00Z",
      })
    )
    const alert = await screen.findByRole("alert")
    expect(alert.textContent).toContain("120 offers would go to 0")
    expect(within(alert).getByRole("button", { name: "Send as is" })).toBeTruthy()
    expect(screen.getByText("Stop sales")).toBeTruthy()
  })

  it("is decided on as it was shown, and what is held since is counted", async () => {
    const { user, calls } = await show(
      offers({
        brake: { since: "2026-06-01T10:00:00Z", count: 120, limit: 10 },
        last_held_at: "2026-06-01T10:05:00Z",
      }),
      { "POST /connections/mpcon_1/offers/brake": { count: 120, later: 7 } }
    )
    await user.click(await screen.findByRole("button", { name: "Send as is" }))
    expect(calls).toContainEqual(
      expect.objectContaining({ body: { decision: "release", held_until: "2026-06-01T10:05:00Z" } })
    )
    expect(await screen.findByText("120 offers are being sent")).toBeTruthy()
    expect(await screen.findByText(/7 more offers were held since/)).toBeTruthy()
  })

  it("names the connections whose sales are not known, and asks whether another tool is off", async () => {
    const { user, calls } = await show(
      offers({
        other_tool_at: "2026-06-01T10:00:00Z",
        sales_unknown: [{ id: "mpcon_2", name: "Rakuten Paris", since: null }],
      }),
      { "POST /connections/mpcon_1/offers/compare": {} }
    )
    const alert = await screen.findByRole("alert")
    expect(alert.textContent).toContain("Rakuten Paris")
    await user.click(within(alert).getByRole("button", { name: /switched off/ }))
    expect(calls).toContainEqual(expect.objectContaining({ body: { other_tool_is_off: true } }))
  })

  it("has nothing to stop while stock is off", async () => {
    await show(offers())
    await screen.findByText("For sale on the marketplace")
    expect(screen.queryByText("Stop sales")).toBeNull()
    expect(screen.queryByRole("alert")).toBeNull()
  })
})
