import type { ShownProblem } from "../../api/admin/marketplaces/types"
import { TechnicalDetails } from "./technical-details"
import { Tip } from "./tip"

type Props = { problem: Pick<ShownProblem, "message" | "hint"> & Partial<Pick<ShownProblem, "params">> }

/** What is wrong and what to do about it; technical details that the sentence does not say are one click away. */
export const ProblemTip = ({ problem: { message, hint, params } }: Props) => {
  const detail = params?.detail
  const isHidden = typeof detail === "string" && detail !== "" && !message.includes(detail)
  return (
    <div className="flex flex-col gap-y-1">
      <Tip variant="warning" label={message}>
        {hint}
      </Tip>
      {isHidden && <TechnicalDetails texts={[detail]} />}
    </div>
  )
}
