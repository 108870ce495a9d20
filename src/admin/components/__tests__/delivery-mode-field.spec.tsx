import { cleanup, fireEvent, screen } from "@testing-library/react"
import { useState } from "react"
import { renderAdmin } from "../../__tests__/render-admin"
import { DeliveryModeField, DeliveryModesListField } from "../delivery-mode-field"

afterEach(cleanup)

const answers = {
  "GET /orders/delivery-modes": {
    delivery_modes: [
      { delivery_mode: "Normal", connection_ids: ["mpcon_2"] },
      { delivery_mode: "Suivi", connection_ids: ["mpcon_1", "mpcon_2"] },
    ],
  },
}

const One = ({ onChange }: { onChange: (value: string) => void }) => {
  const [value, setValue] = useState("")
  return (
    <DeliveryModeField
      label="Mode"
      connectionId="mpcon_1"
      value={value}
      onChange={(mode) => {
        setValue(mode)
        onChange(mode)
      }}
    />
  )
}

const Many = ({ onChange }: { onChange: (value: string[]) => void }) => {
  const [value, setValue] = useState(["REL"])
  return (
    <DeliveryModesListField
      label="Modes"
      value={value}
      onChange={(modes) => {
        setValue(modes)
        onChange(modes)
      }}
    />
  )
}

describe("a delivery mode", () => {
  it("is chosen from those that orders of the connection have", async () => {
    const change = jest.fn()
    const { user } = await renderAdmin(<One onChange={change} />, { answers })
    await user.click(screen.getByLabelText("Mode"))
    await screen.findByRole("option", { name: "Suivi" })
    expect(screen.queryByRole("option", { name: "Normal" })).toBeNull()
    await user.click(screen.getByRole("option", { name: "Suivi" }))
    expect(change.mock.lastCall).toEqual(["Suivi"])
  })

  it("is typed where no order has it yet", async () => {
    const change = jest.fn()
    const { user } = await renderAdmin(<One onChange={change} />, { answers })
    await user.click(screen.getByLabelText("Mode"))
    // Typing moves the focus in the test's window, and no further letter arrives.
    fireEvent.change(screen.getByLabelText("Mode"), { target: { value: "Express" } })
    await user.click(await screen.findByRole("option", { name: /Express/ }))
    expect(change.mock.lastCall).toEqual(["Express"])
  })

  it("is one of several, which stay though no order has them", async () => {
    const change = jest.fn()
    const { user } = await renderAdmin(<Many onChange={change} />, { answers })
    await user.click(screen.getByLabelText("Modes"))
    await user.click(await screen.findByRole("option", { name: "Normal" }))
    expect(change.mock.lastCall).toEqual([["REL", "Normal"]])
    fireEvent.change(screen.getByLabelText("Modes"), { target: { value: "Express" } })
    await user.click(await screen.findByRole("option", { name: /Express/ }))
    expect(change.mock.lastCall).toEqual([["REL", "Normal", "Express"]])
  })
})
