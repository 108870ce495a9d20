import { InlineTip } from "@medusajs/ui"
import type { ComponentProps } from "react"
import { useTranslation } from "react-i18next"

/** The kit's tip. It puts a colon after its label: in place of a sentence's full stop, and after a space in French. */
export const Tip = ({ label, ...props }: ComponentProps<typeof InlineTip>) => {
  const { language } = useTranslation().i18n
  const space = language.startsWith("fr") ? "\u00a0" : ""
  return <InlineTip {...props} label={label.replace(/\s*[.:]$/, "") + space} />
}
