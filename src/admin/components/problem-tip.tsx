import type { ShownProblem } from "../../api/admin/marketplaces/types"
import { Tip } from "./tip"

/** What is wrong and what to do about it. */
export const ProblemTip = ({
  problem: { message, hint },
}: {
  problem: Pick<ShownProblem, "message" | "hint">
}) => (
  <Tip variant="warning" label={message}>
    {hint}
  </Tip>
)
