import { cleanup, screen } from "@testing-library/react"
import { useState } from "react"
import { renderAdmin } from "../../__tests__/render-admin"
import { useUpdateConnection } from "../../hooks/api/connections"
import { FieldErrors } from "../field-errors"
import { TextField } from "../text-field"

afterEach(cleanup)

const Form = () => {
  const save = useUpdateConnection("mpcon_1")
  const [name, setName] = useState("")
  return (
    <FieldErrors error={save.error}>
      <TextField required name="name" label="Nom" hint="Pour votre équipe." value={name} onChange={setName} />
      <TextField
        name="settings.import.interval_minutes"
        label="Minutes"
        value="1"
        onChange={() => undefined}
      />
      <button onClick={() => save.mutate({ name })}>Enregistrer</button>
    </FieldErrors>
  )
}

const refused = (...wrong_fields: object[]) => ({
  "POST /connections/mpcon_1": {
    status: 400,
    type: "invalid_data",
    message: "settings.import: no",
    wrong_fields,
  },
})

it("what the store says of fields stands at these, in the operator's language, and the first has the focus", async () => {
  const { user } = await renderAdmin(<Form />, {
    lang: "fr",
    answers: refused(
      { field: "name", code: "too_small", params: { minimum: "1", origin: "string" }, message: "Too small" },
      {
        field: "settings.import.interval_minutes",
        code: "too_small",
        params: { minimum: "5", origin: "number" },
        message: "Too small",
      }
    ),
  })
  expect(screen.getByLabelText("Nom").getAttribute("aria-required")).toBe("true")
  await user.click(screen.getByRole("button", { name: "Enregistrer" }))
  await screen.findByText("Non enregistré : voyez les champs signalés.")
  expect(document.activeElement).toBe(screen.getByLabelText("Nom"))
  const said = (label: string) =>
    (screen.getByLabelText(label).getAttribute("aria-describedby") ?? "")
      .split(" ")
      .map((id) => document.getElementById(id)?.textContent)
  expect(said("Nom")).toEqual(["Ce champ est obligatoire.", "Pour votre équipe."])
  expect(said("Minutes")).toEqual(["Au moins 5."])
  expect(screen.queryByText(/settings\.import|Too small/)).toBeNull()
})

it("what is about no field that is shown is said above them", async () => {
  const { user } = await renderAdmin(<Form />, {
    answers: refused({ field: "region_id", code: "custom", params: {}, message: "There is no such region" }),
  })
  await user.click(screen.getByRole("button", { name: "Enregistrer" }))
  expect((await screen.findByRole("alert")).textContent).toContain("There is no such region")
})
