import { cleanup, screen } from "@testing-library/react"
import { renderAdmin } from "../../__tests__/render-admin"
import { ProblemTip } from "../problem-tip"

afterEach(cleanup)

it("keeps technical details one click away, and says none twice", async () => {
  const detail = "lines.0.quantity: Required"
  const unreadable = { message: "It cannot be read.", hint: "Look there.", params: { detail } }
  const { user } = await renderAdmin(<ProblemTip problem={unreadable} />)
  const text = screen.getByText(detail)
  expect(text.closest("details")?.open).toBe(false)
  await user.click(screen.getByText("Technical details"))
  expect(text.closest("details")?.open).toBe(true)
  cleanup()
  await renderAdmin(<ProblemTip problem={{ ...unreadable, message: `Refused: ${detail}` }} />)
  expect(screen.queryByText("Technical details")).toBeNull()
})
