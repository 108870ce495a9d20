import { cleanup, screen } from "@testing-library/react"
import { marketplaceIn } from "../../__tests__/fixtures"
import { renderAdmin } from "../../__tests__/render-admin"
import { CredentialFields } from "../credential-fields"

afterEach(cleanup)

const region = {
  name: "region",
  label: { en: "Region", fr: "Région" },
  help: "",
  secret: false,
  required: true,
  options: ["eu", "us"],
  option_labels: { eu: { en: "Europe", fr: "L'Europe" }, us: { en: "America", fr: "L'Amérique" } },
}

it("a credential that is chosen is offered in words, in the admin's language or in English", async () => {
  const changed = jest.fn()
  const { user } = await renderAdmin(
    <CredentialFields
      fields={marketplaceIn("de", { credential_fields: [region] }).credential_fields}
      values={{}}
      stored={{ region: "eu" }}
      onChange={changed}
    />
  )
  const field = screen.getByLabelText("Region")
  expect(field.textContent).toBe("Europe")
  await user.click(field)
  await user.click(await screen.findByRole("option", { name: "America" }))
  expect(changed).toHaveBeenCalledWith({ region: "us" })
})
