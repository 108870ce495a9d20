import { cleanup, screen, waitFor, within } from "@testing-library/react"
import { COMMON, connection } from "../../../__tests__/fixtures"
import { renderAdmin } from "../../../__tests__/render-admin"
import type { OffersImported, OffersToCreate } from "../../../../api/admin/marketplaces/offers/types"
import { CreateOffers } from "../create-offers"
import { ImportOffers } from "../import-offers"

afterEach(cleanup)

const OFFERS = { stock: true, price: true, delivery: true, create: true, reads_back: true }
/** One connection, whose marketplace has offers; it is chosen automatically. */
const ANSWERS = {
  ...COMMON,
  "GET /connections": { connections: [connection()], count: 1, limit: 200, offset: 0 },
  "GET /": {
    marketplaces: [{ id: connection().marketplace_id, name: "Cdiscount", capabilities: { offers: OFFERS } }],
  },
}
const bodies = (calls: { method: string; body: unknown }[]) =>
  calls.filter(({ method }) => method === "POST").map(({ body }) => body as { dry_run: boolean })

it("Offers are created after their number and what is in the way were shown", async () => {
  const found: OffersToCreate = {
    dry_run: true,
    count: 1200,
    refused_count: 1,
    after: null,
    offers: [
      {
        variant_id: "variant_1",
        title: "Lamp",
        sku: "LAMP",
        ean: "2000000000015",
        quantity: 6,
        price: 19.9,
        currency_code: "eur",
      },
    ],
    refused: [{ variant_id: "variant_2", title: "Vase", sku: "VASE", field: "ean", message: "Wrong digit." }],
  }
  const { user, calls } = await renderAdmin(<CreateOffers />, {
    answers: { ...ANSWERS, "POST /offers": found },
  })
  await user.click(screen.getByRole("button", { name: "Create offers" }))
  const confirm = await screen.findByRole("button", { name: "Create 1,200 offers" })
  const ready = screen.getByRole("region", { name: "Will be created" })
  expect(within(ready).getByText("6 × €19.90")).toBeTruthy()
  const refused = screen.getByRole("region", { name: "Cannot be created" })
  expect(within(refused).getByText("Wrong digit.")).toBeTruthy()
  expect(bodies(calls)).toEqual([{ connection_id: "mpcon_1", dry_run: true }])
  await user.click(confirm)
  await waitFor(() => expect(screen.queryByRole("dialog")).toBeNull())
  expect(bodies(calls).map(({ dry_run }) => dry_run)).toEqual([true, false])
})

it("A file is imported after its changes and bad rows were shown", async () => {
  const found: OffersImported = {
    dry_run: true,
    rows: 2,
    version: "abcd",
    changed: 1,
    unchanged: 0,
    excluded: 0,
    changes: [{ row: 2, sku: "LAMP", field: "price", from: null, to: 19.9 }],
    bad_count: 1,
    bad: [{ row: 3, sku: "étagère", column: "price", value: "1.000,00", message: "Not a number." }],
  }
  const { user, calls } = await renderAdmin(<ImportOffers />, {
    answers: { ...ANSWERS, "POST /offers/import": found },
  })
  await user.click(screen.getByRole("button", { name: "Import CSV" }))
  await screen.findByText(connection().name)
  const text = "sku;price\r\nLAMP;19,90\r\nétagère;1.000,00"
  const file = new File([text], "offers.csv", { type: "text/csv" })
  // The test's window has no `arrayBuffer`.
  Object.assign(file, { arrayBuffer: () => Promise.resolve(new TextEncoder().encode(text).buffer) })
  await user.upload(screen.getByLabelText("Choose a CSV file"), file)
  const confirm = await screen.findByRole("button", { name: "Change 1 offer" })
  expect(within(screen.getByRole("region", { name: "Changes" })).getByText("– → 19.9")).toBeTruthy()
  expect(screen.getByText("Not a number.")).toBeTruthy()
  await user.click(confirm)
  await waitFor(() => expect(screen.queryByRole("dialog")).toBeNull())
  const [first, second] = bodies(calls) as { file: string; dry_run: boolean; version?: string }[]
  expect(Buffer.from(first.file, "base64").toString("utf8")).toBe(text)
  expect([first.dry_run, second.dry_run]).toEqual([true, false])
  expect([first.version, second.version]).toEqual([undefined, "abcd"])
})
