import type { Problem } from "../lib/types"
import { Tip } from "./tip"

/** What is wrong and what to do about it. */
export const ProblemTip = ({
  problem: { message, hint },
}: {
  problem: Pick<Problem, "message" | "hint">
}) => (
  <Tip variant="warning" label={message}>
    {hint}
  </Tip>
)
