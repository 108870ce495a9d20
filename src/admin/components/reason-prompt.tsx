import { Prompt } from "@medusajs/ui"
import { useState } from "react"
import { useTranslation } from "react-i18next"
import { TextField } from "./text-field"

type Props = {
  title: string
  description: string
  confirmText: string
  onConfirm: (reason: string) => void
  onClose: () => void
}

/** Asks for the reason of something that stays in the history. */
export const ReasonPrompt = ({ title, description, confirmText, onConfirm, onClose }: Props) => {
  const { t } = useTranslation("marketplaces")
  const [reason, setReason] = useState("")
  return (
    <Prompt open onOpenChange={(open) => !open && onClose()}>
      <Prompt.Content>
        <Prompt.Header>
          <Prompt.Title>{title}</Prompt.Title>
          <Prompt.Description>{description}</Prompt.Description>
        </Prompt.Header>
        <div className="px-6 pt-4">
          <TextField label={t("field.reason")} maxLength={400} value={reason} onChange={setReason} />
        </div>
        <Prompt.Footer>
          <Prompt.Cancel>{t("actions.cancel")}</Prompt.Cancel>
          <Prompt.Action disabled={!reason.trim()} onClick={() => onConfirm(reason.trim())}>
            {confirmText}
          </Prompt.Action>
        </Prompt.Footer>
      </Prompt.Content>
    </Prompt>
  )
}
