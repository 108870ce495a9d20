import type { StoreAddress } from "../../../orders/addresses"
import type { LoadedLabel } from "../load-label"
import { changeWithoutBuyer, labelHider } from "../without-buyer"

const shipping: StoreAddress = {
  first_name: "Camille",
  last_name: "Essaimart",
  company: null,
  address_1: "4 rue du Modèle",
  address_2: null,
  postal_code: "29000",
  city: "Quimpertest",
  province: null,
  country_code: "fr",
  phone: "0639980022",
  metadata: null,
}
const loaded = { order: { shipping, billing: null, email: null } } as LoadedLabel
const hide = labelHider(loaded, { to: { name: "Dominique Corrigé", phone: "+33 6 39 98 00 33" } })

it("takes the buyer out of whatever a service says of a label, and leaves the rest", () => {
  const said = "Refused for camille ESSAIMART or Dominique Corrige, 29000 QUIMPERTEST, 06 39 98 00 33."
  const hidden = "Refused for … … or …, … …, …."
  expect(
    changeWithoutBuyer(
      {
        cancel_message: said,
        problem_code: "label_refused",
        problem_params: { marketplace_message: said, fields: ["city"] },
        faults: [
          { field: "city", code: "invalid", params: { message: said, length: 40 } },
          { field: "a", code: "b" },
        ],
        next_in_seconds: null,
      },
      hide
    )
  ).toEqual({
    cancel_message: hidden,
    problem_code: "label_refused",
    problem_params: { marketplace_message: hidden, fields: ["city"] },
    faults: [
      { field: "city", code: "invalid", params: { message: hidden, length: 40 } },
      { field: "a", code: "b" },
    ],
    next_in_seconds: null,
  })
})

it("adds nothing to what is written", () => {
  expect(
    changeWithoutBuyer({ next_in_seconds: 3, cancel_message: null, problem_params: null }, hide)
  ).toEqual({
    next_in_seconds: 3,
    cancel_message: null,
    problem_params: null,
  })
})
