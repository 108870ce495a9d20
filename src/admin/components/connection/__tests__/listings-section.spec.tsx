import { cleanup, screen, within } from "@testing-library/react"
import { connection } from "../../../__tests__/fixtures"
import { type Call, renderAdmin } from "../../../__tests__/render-admin"
import type { Listing } from "../../../../api/admin/marketplaces/listings/types"
import { ListingsSection } from "../listings-section"

afterEach(cleanup)

const listing = (external_sku: string, variant: Listing["variant"]): Listing => ({
  id: `mplist_${external_sku}`,
  connection_id: "mpcon_1",
  external_sku,
  variant_id: "variant_1",
  variant,
  created_at: "2026-06-01T10:00:00Z",
  updated_at: "2026-06-01T10:00:00Z",
})
const LISTINGS = [
  listing("CUP-1", { title: "Blue", sku: "CUP", product_title: "Cup" }),
  listing("GONE-1", null),
]
const answers = {
  "GET /listings": { listings: LISTINGS, count: 23, limit: 10, offset: 0 },
  "DELETE /listings/mplist_GONE-1": { id: "mplist_GONE-1", deleted: true },
}
const asked = (calls: Call[]) => calls.filter(({ path }) => path === "/listings").map(({ query }) => query)

it("shows a page of the connection's mappings, also of an article that is gone", async () => {
  const { calls } = await renderAdmin(<ListingsSection connection={connection()} />, { answers })
  const row = (await screen.findByText("CUP-1")).closest("tr") as HTMLElement
  expect(within(row).getByText("Cup · Blue · CUP")).toBeTruthy()
  expect(screen.getByText("Variant deleted")).toBeTruthy()
  expect(asked(calls)[0].get("connection_id")).toBe("mpcon_1")
  cleanup()
  const later = await renderAdmin(<ListingsSection connection={connection()} />, {
    answers,
    at: "/?listings_offset=10&listings_q=cup",
  })
  await screen.findByText("CUP-1")
  const { offset, limit, q } = Object.fromEntries(asked(later.calls)[0])
  expect([offset, limit, q]).toEqual(["10", "10", "cup"])
})

it("deletes one only after a confirmation", async () => {
  const { calls, user } = await renderAdmin(<ListingsSection connection={connection()} />, { answers })
  const removed = () => calls.filter(({ method }) => method === "DELETE").map(({ path }) => path)
  await user.click(await screen.findByRole("button", { name: /GONE-1/ }))
  await screen.findByRole("alertdialog")
  await user.click(screen.getByRole("button", { name: "Cancel" }))
  expect(removed()).toEqual([])
  await user.click(screen.getByRole("button", { name: /GONE-1/ }))
  await screen.findByRole("alertdialog")
  await user.click(screen.getByRole("button", { name: "Delete" }))
  await screen.findByText("CUP-1")
  expect(removed()).toEqual(["/listings/mplist_GONE-1"])
})

it("maps many by a file, after a look at what it changes", async () => {
  const found = {
    rows: 3,
    changed: 1,
    unchanged: 1,
    open: 0,
    released: 0,
    changes: [{ row: 2, external_sku: "MK-1", from: "CUP", to: "LAMP" }],
    bad_count: 1,
    bad: [{ row: 4, external_sku: "MK-9", message: "No variant" }],
  }
  const { calls, user } = await renderAdmin(<ListingsSection connection={connection()} />, {
    answers: {
      ...answers,
      "POST /listings/import": ({ body }: Call) => ({ ...found, ...(body as object), released: 7 }),
    },
  })
  await user.click(await screen.findByRole("button", { name: "Import CSV" }))
  const confirm = () => screen.getByRole("button", { name: /^Map \d/ })
  expect((confirm() as HTMLButtonElement).disabled).toBe(true)
  const text = "external_sku;store_sku\nMK-1;LAMP"
  const file = new File([text], "skus.csv", { type: "text/csv" })
  // The test's window has no `arrayBuffer`.
  Object.assign(file, { arrayBuffer: () => Promise.resolve(new TextEncoder().encode(text).buffer) })
  await user.upload(screen.getByLabelText("Choose a CSV file"), file)
  await screen.findByText("CUP → LAMP")
  expect(screen.getByText("No variant")).toBeTruthy()
  const sent = () => calls.filter(({ method }) => method === "POST").map(({ body }) => body)
  const content = btoa(text)
  expect(sent()).toEqual([{ connection_id: "mpcon_1", file: content, dry_run: true }])
  await user.click(confirm())
  await screen.findByText("1 SKU is mapped")
  await screen.findByText("Mapped. 7 orders are imported now.")
  expect(sent().at(-1)).toEqual({ connection_id: "mpcon_1", file: content, dry_run: false })
})
