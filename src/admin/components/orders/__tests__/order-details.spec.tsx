import { cleanup, screen } from "@testing-library/react"
import { action, COMMON, details, entry } from "../../../__tests__/fixtures"
import { renderAdmin } from "../../../__tests__/render-admin"
import type { OrderAddresses } from "../../../../api/admin/marketplaces/orders/types"
import { changedFields } from "../address-fields"
import { OrderDetails } from "../order-details"
import { timelineOf } from "../timeline"

afterEach(cleanup)

const NOTHING = {
  company: null,
  address_1: null,
  address_2: null,
  province: null,
  phone: null,
  email: null,
  vat_number: null,
}
const HIDDEN = {
  ...NOTHING,
  first_name: "•••",
  last_name: "•••",
  city: "•••",
  postal_code: "59•••",
  country_code: "fr",
}
const SEEN = {
  ...NOTHING,
  first_name: "Ada",
  last_name: "Exemple",
  city: "Lille",
  postal_code: "59000",
  country_code: "fr",
}
const addresses = (is_masked: boolean): OrderAddresses => ({
  shipping: is_masked ? HIDDEN : SEEN,
  billing: null,
  pickup_point: null,
  is_masked,
  given: null,
  others: [],
  in_store: null,
  is_corrected: false,
  version: "none",
})
const masked = details({
  addresses: addresses(true),
  snapshot: { is_masked: true, content: { buyer: "•••" } },
})
const unmasked = details({
  addresses: addresses(false),
  snapshot: { is_masked: false, content: { buyer: "Ada" } },
})
const answers = { ...COMMON, "GET /orders/mpord_1": { order: unmasked } }
const looks = (calls: { path: string; query: URLSearchParams }[]) =>
  calls.filter(({ path, query }) => path === "/orders/mpord_1" && query.get("personal_data") === "true")
    .length

describe("the buyer's data", () => {
  it("is hidden until it is asked for, and asked for once", async () => {
    const { user, calls, container } = await renderAdmin(<OrderDetails order={masked} />, { answers })
    await user.click(screen.getByRole("button", { name: "Show received data" }))
    expect(container.textContent).not.toContain("Exemple")
    expect(container.textContent).toContain("59•••")
    expect(screen.getAllByText("Hidden")).toHaveLength(1)
    expect(looks(calls)).toBe(0)

    await user.click(screen.getAllByRole("button", { name: "Show the buyer's data" })[0])
    expect(await screen.findByText("Ada Exemple")).toBeTruthy()
    expect(container.textContent).toContain('"buyer": "Ada"')
    expect(screen.queryByRole("button", { name: "Show the buyer's data" })).toBeNull()
    expect(looks(calls)).toBe(1)
  })

  it("has every address where lines go to several, each with its articles", async () => {
    const several = (one: ReturnType<typeof details>, is_masked: boolean) => ({
      ...one,
      addresses: {
        ...addresses(is_masked),
        others: [
          {
            lines: ["LAMPE-09", "LIVRE-07"],
            address: is_masked
              ? { ...HIDDEN, postal_code: "69•••" }
              : { ...SEEN, city: "Lyon", postal_code: "69002" },
          },
        ],
      },
    })
    const { user, container } = await renderAdmin(<OrderDetails order={several(masked, true)} />, {
      answers: { ...answers, "GET /orders/mpord_1": { order: several(unmasked, false) } },
    })
    expect(screen.getByText("Delivery of LAMPE-09, LIVRE-07")).toBeTruthy()
    expect(container.textContent).not.toContain("Lyon")
    await user.click(screen.getAllByRole("button", { name: "Show the buyer's data" })[0])
    expect(await screen.findByText("69002 Lyon")).toBeTruthy()
    expect(screen.getByText("59000 Lille")).toBeTruthy()
  })

  it("is hidden again once it was corrected, since what was seen is out of date", async () => {
    const { user, calls } = await renderAdmin(<OrderDetails order={masked} />, {
      answers: { ...answers, "POST /orders/mpord_1/address": { order: masked } },
    })
    await user.click(screen.getAllByRole("button", { name: "Show the buyer's data" })[0])
    await screen.findByText("Ada Exemple")
    await user.click(screen.getByRole("button", { name: "Correct the delivery address" }))
    const city = screen.getByLabelText("City")
    expect(city).toHaveProperty("value", "Lille")
    await user.clear(city)
    await user.type(city, "Roubaix")
    await user.click(screen.getByRole("button", { name: "Save the address" }))
    await screen.findByText("The address has been corrected.")
    expect(screen.queryByText("Ada Exemple")).toBeNull()
    expect(calls.find(({ method }) => method === "POST")?.body).toEqual({
      version: "none",
      address: { city: "Roubaix" },
    })
    expect(looks(calls)).toBe(1)
  })

  it("cannot be asked for once it was removed", async () => {
    const purged = { ...masked, purged_at: "2026-06-02T10:00:00Z" }
    await renderAdmin(<OrderDetails order={purged} />, { answers })
    expect(screen.getByText("Buyer's data deleted")).toBeTruthy()
    expect(screen.queryByRole("button", { name: "Show the buyer's data" })).toBeNull()
    expect(screen.queryByRole("button", { name: "Delete the buyer's data" })).toBeNull()
    expect(screen.getByText("The buyer's data has been permanently deleted.")).toBeTruthy()
  })

  it("is removed only after a reason was given", async () => {
    const { user, calls } = await renderAdmin(<OrderDetails order={masked} />, {
      answers: { ...answers, "POST /orders/mpord_1/purge": { order: masked } },
    })
    await user.click(screen.getByRole("button", { name: "Delete the buyer's data" }))
    expect(calls.some(({ method }) => method === "POST")).toBe(false)
    await user.type(screen.getByLabelText("Reason"), "Asked for{Enter}")
    await screen.findByText("The buyer's data has been deleted.")
    expect(calls.find(({ method }) => method === "POST")).toMatchObject({
      path: "/orders/mpord_1/purge",
      body: { reason: "Asked for" },
    })
  })
})

it("sends of an address what changed, and empties only what was seen", () => {
  expect(changedFields({ city: " Lille ", phone: "" }, undefined)).toEqual({ city: "Lille" })
  expect(changedFields({ ...SEEN, city: "Roubaix" }, SEEN)).toEqual({ city: "Roubaix" })
  expect(changedFields({ ...SEEN, first_name: " " }, SEEN)).toEqual({ first_name: null })
  expect(changedFields({ ...SEEN, country_code: "" }, SEEN)).toEqual({})
  expect(changedFields(SEEN, SEEN)).toEqual({})
})

it("says in words whether both totals agree", async () => {
  const { amounts } = details()
  const agree = { ...amounts, store_total: 24.8, difference: 0 }
  await renderAdmin(<OrderDetails order={details({ amounts: agree })} />, { answers })
  expect(screen.getByText("None: both totals match")).toBeTruthy()
  cleanup()
  await renderAdmin(<OrderDetails order={details({ amounts: { ...agree, difference: -0.01 } })} />, {
    answers,
    lang: "fr",
  })
  expect(screen.getByText(/^-0,01\s€$/)).toBeTruthy()
})

it("shows decisions and tries as one history, the latest first", () => {
  const attempt = {
    at: "2026-06-01T11:00:00Z",
    outcome: "retry",
    status: 503,
    message: "busy",
    sent: null,
    duration_ms: 40,
  }
  const entries = timelineOf({
    history: [
      entry("order.accepted", "2026-06-01T12:00:00Z"),
      entry("order.retried", "2026-06-01T10:00:00Z"),
    ],
    actions: [action({ attempts: [attempt, { ...attempt, at: "2026-06-01T13:00:00Z" }] })],
  })
  expect(entries.map((one) => (one.kind === "event" ? one.entry.event : `try ${one.number}`))).toEqual([
    "try 2",
    "order.accepted",
    "try 1",
    "order.retried",
  ])
})

it("names who did what in words, whoever it was", async () => {
  const at = "2026-06-01T10:00:00Z"
  const actors = ["api_key:apk_1", "marketplace", "store", "user:user_gone"]
  const history = actors.map((actor, index) => ({ ...entry("order.retried", at), id: String(index), actor }))
  const { container } = await renderAdmin(<OrderDetails order={details({ history })} />, {
    answers: { ...COMMON, "GET /admin/users": { users: [], count: 0 } },
  })
  for (const words of ["An API key", "The marketplace", "The store", "Deleted user"]) {
    expect(await screen.findByText(words)).toBeTruthy()
  }
  expect(container.textContent).not.toMatch(/apk_1|user_gone/)
})
