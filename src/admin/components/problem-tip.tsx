import { InlineTip } from "@medusajs/ui"
import { useTranslation } from "react-i18next"
import type { Problem } from "../lib/types"

/** What is wrong and what to do about it. The tip puts a colon after its label, where the sentence has its full stop. */
export const ProblemTip = ({
  problem: { message, hint },
}: {
  problem: Pick<Problem, "message" | "hint">
}) => {
  const { language } = useTranslation().i18n
  const space = language.startsWith("fr") ? "\u00a0" : ""
  return (
    <InlineTip variant="warning" label={message.replace(/\s*[.:]$/, "") + space}>
      {hint}
    </InlineTip>
  )
}
