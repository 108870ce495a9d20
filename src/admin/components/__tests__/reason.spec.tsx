import { screen } from "@testing-library/react"
import { renderAdmin } from "../../__tests__/render-admin"
import { ReasonPrompt } from "../reason-prompt"

it.each([
  ["en", "Reason", /history.*no names or addresses/],
  ["fr", "Motif", /historique/],
] as const)("A reason that is typed says that the history keeps it (%s)", async (lang, label, hint) => {
  await renderAdmin(
    <ReasonPrompt
      title="T"
      description="D"
      confirmText="Go"
      onConfirm={() => undefined}
      onClose={() => undefined}
    />,
    { lang }
  )
  const field = await screen.findByLabelText(label)
  const described = document.getElementById(field.getAttribute("aria-describedby") ?? "")
  expect(described?.textContent).toMatch(hint)
})
