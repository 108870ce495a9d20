import { cleanup, screen, waitFor } from "@testing-library/react"
import { renderAdmin } from "../../../__tests__/render-admin"
import type { ShownRule } from "../../../../api/admin/marketplaces/carriers/types"
import type { Connection } from "../../../../api/admin/marketplaces/connections/types"
import { CarrierRulesSection } from "../carrier-rules-section"

afterEach(cleanup)

const rule = (id: string, carrier: string): ShownRule => ({
  id,
  version: "v1",
  position: 0,
  match: {},
  carrier,
  warning: null,
})

it("shows a rule's name and weight, and turns it off", async () => {
  const heavy = { ...rule("a", "Mazet"), name: "Lourds", match: { min_weight: 5, max_weight: 30 } }
  let shown: ShownRule = heavy
  const { calls, user } = await renderAdmin(
    <CarrierRulesSection connection={{ id: "mpcon_1" } as Connection} />,
    {
      answers: {
        "GET /connections/mpcon_1/carrier-rules": () => ({ carrier_rules: [shown] }),
        "GET /carriers": { carriers: [] },
        "GET /admin/shipping-options": { shipping_options: [] },
        "POST /connections/mpcon_1/carrier-rules/a": () => {
          shown = { ...heavy, is_enabled: false, version: "v2" }
          return { carrier_rule: shown }
        },
      },
    }
  )
  await screen.findByText("Lourds – weight 5 to 30")
  expect(screen.queryByText("off")).toBeNull()
  await user.click(screen.getByRole("button", { name: "More actions" }))
  await user.click(await screen.findByText("Turn off"))
  await screen.findByText("off")
  expect(calls.find(({ method }) => method === "POST")?.body).toEqual({ version: "v1", is_enabled: false })
  await user.click(screen.getByRole("button", { name: "More actions" }))
  await screen.findByText("Turn on")
})

it("says that a rule is lifted, and then only where it goes", async () => {
  const { user } = await renderAdmin(<CarrierRulesSection connection={{ id: "mpcon_1" } as Connection} />, {
    answers: {
      "GET /connections/mpcon_1/carrier-rules": { carrier_rules: [rule("a", "Mazet"), rule("b", "DPD")] },
      "GET /carriers": { carriers: [] },
      "GET /admin/shipping-options": { shipping_options: [] },
    },
  })
  const said: string[] = []
  const handle = await screen.findByRole("button", { name: "Drag rule 1" })
  const live = document.querySelector("[aria-live=assertive]")!
  new MutationObserver(() => said.push(live.textContent ?? "")).observe(live, {
    childList: true,
    characterData: true,
    subtree: true,
  })
  handle.focus()
  await user.keyboard(" ")
  await waitFor(() => expect(said).toContain("Rule 1 is lifted."))
  await user.keyboard("{Escape}")
  await waitFor(() => expect(said.at(-1)).toBe("The rule stays where it was."))
  expect(said).toHaveLength(2)
})
