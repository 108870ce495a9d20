import { cleanup, screen, waitFor } from "@testing-library/react"
import { COMMON } from "../../../__tests__/fixtures"
import { type Call, renderAdmin } from "../../../__tests__/render-admin"
import { ShipMany } from "../ship-many"

afterEach(cleanup)

type Given = { rows: { order_number: string; tracking_number: string }[] }
const answers = {
  ...COMMON,
  "POST /ship-many/check": ({ body }: Call) => ({
    rows: (body as Given).rows.map(({ order_number, tracking_number }, place) => ({
      place,
      order_number,
      order: { id: `mpord_${order_number}`, number: order_number },
      tracking_number,
      carrier_name: "Colissimo",
      is_to_pack: true,
      stops: tracking_number ? [] : ["There is no tracking number."],
      version: `v ${order_number} ${tracking_number}`,
    })),
  }),
  "POST /ship-many": ({ body }: Call) => ({
    rows: (body as Given).rows.map((_, place) => ({ place, outcome: "shipped", message: null })),
  }),
}
const sent = (calls: Call[]) => calls.filter(({ path }) => path === "/ship-many").map(({ body }) => body)

it("nothing goes before it was checked; what is stopped stays, and the rest goes as it was shown", async () => {
  const { user, calls } = await renderAdmin(<ShipMany orders={["A1", "A2"]} />, { answers })
  expect(screen.getByRole("button", { name: "Ship 0 parcels" })).toHaveProperty("disabled", true)
  const first = screen.getByLabelText("Tracking number of A1")
  await user.type(first, "6A1{Enter}")
  expect(document.activeElement).toBe(screen.getByLabelText("Tracking number of A2"))
  await user.click(screen.getByRole("button", { name: "Check" }))
  await screen.findByText("There is no tracking number.")
  expect(screen.getByRole("status").textContent).toBe("1 of 2 can be shipped.")
  expect(sent(calls)).toEqual([])

  await user.click(screen.getByRole("button", { name: "Ship 1 parcel" }))
  await screen.findByText("1 parcel shipped.")
  expect(sent(calls)).toEqual([
    { rows: [{ order_number: "A1", tracking_number: "6A1", carrier: null, version: "v A1 6A1" }] },
  ])
  expect(first).toHaveProperty("disabled", true)
})

it("many go in parts; what went before a part failed is shown, and the rest can go", async () => {
  const numbers = Array.from({ length: 25 }, (_, index) => `B${index + 1}`)
  let parts = 0
  const ships = ({ body }: Call) => {
    if (++parts === 2) throw new Error("No answer")
    return { rows: (body as Given).rows.map((_, place) => ({ place, outcome: "shipped", message: null })) }
  }
  const { user, calls } = await renderAdmin(<ShipMany orders={[]} />, {
    answers: { ...answers, "POST /ship-many": ships },
  })
  const list = numbers.map((number) => `${number};6${number}`).join("\n")
  await user.click(screen.getByRole("textbox", { name: "Paste or scan" }))
  await user.paste(list)
  await user.click(screen.getByRole("button", { name: "Add these rows" }))
  await user.click(screen.getByRole("button", { name: "Check" }))
  await user.click(await screen.findByRole("button", { name: "Ship 25 parcels" }))
  await screen.findByText("20 parcels shipped.")
  await user.click(await screen.findByRole("button", { name: "Ship 5 parcels" }))
  await screen.findByText("5 parcels shipped.")
  expect(sent(calls).map((body) => (body as Given).rows.length)).toEqual([20, 5, 5])
})

it("a change after the check is checked again", async () => {
  const { user } = await renderAdmin(<ShipMany orders={["A1"]} />, { answers })
  const number = screen.getByLabelText("Tracking number of A1")
  await user.type(number, "6A1")
  await user.click(screen.getByRole("button", { name: "Check" }))
  await waitFor(() =>
    expect(screen.getByRole("button", { name: "Ship 1 parcel" })).toHaveProperty("disabled", false)
  )
  await user.type(number, "2")
  expect(screen.getByRole("button", { name: "Ship 0 parcels" })).toHaveProperty("disabled", true)
})

it("a file fills the ticked orders, and adds the others", async () => {
  const { user, container } = await renderAdmin(<ShipMany orders={["A1"]} />, { answers, lang: "fr" })
  const text = "Numéro de commande;Numéro de suivi;Transporteur\nA1;6A1;Colissimo\nA2;6A2;"
  const file = new File([text], "envois.csv", { type: "text/csv" })
  Object.assign(file, { arrayBuffer: async () => new TextEncoder().encode(text).buffer })
  await user.upload(container.querySelector("input[type=file]") as HTMLInputElement, file)
  await waitFor(() => expect(screen.getByLabelText("Numéro de suivi de A2")).toHaveProperty("value", "6A2"))
  expect(screen.getByLabelText("Numéro de suivi de A1")).toHaveProperty("value", "6A1")
  expect(screen.getAllByRole("row")).toHaveLength(3)
})
