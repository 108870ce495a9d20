import { Prompt, Skeleton } from "@medusajs/ui"
import { type FormEvent, type ReactNode, useState } from "react"
import { useTranslation } from "react-i18next"
import { Field } from "./field"
import { SelectField } from "./select-field"
import { ReasonField } from "./reason-field"

type Props = {
  title: string
  description: string
  confirmText: string
  isPending?: boolean
  /** The only reasons that are taken; left out, any words are. */
  choices?: { value: string; label: string }[]
  /** Until it is known which reasons are taken, or when that cannot be known, none is asked for. */
  reasons?: "known" | "loading" | "unknown"
  variant?: "danger" | "confirmation"
  children?: ReactNode
  /** Closing is the caller's, once it is done: a refusal keeps what was typed. */
  onConfirm: (reason: string) => void
  onClose: () => void
}

/** Asks for the reason of something that stays in the history. */
export const ReasonPrompt = ({
  title,
  description,
  confirmText,
  isPending = false,
  choices,
  reasons = "known",
  variant = "danger",
  children,
  onConfirm,
  onClose,
}: Props) => {
  const { t } = useTranslation("marketplaces")
  const [reason, setReason] = useState("")
  const canConfirm = reason.trim() !== "" && reasons === "known" && !isPending
  const submit = (event: FormEvent) => {
    event.preventDefault()
    if (canConfirm) onConfirm(reason.trim())
  }
  return (
    <Prompt open variant={variant} onOpenChange={(open) => !open && onClose()}>
      <Prompt.Content>
        <Prompt.Header>
          <Prompt.Title>{title}</Prompt.Title>
          <Prompt.Description className="whitespace-pre-line">{description}</Prompt.Description>
        </Prompt.Header>
        <form onSubmit={submit}>
          <div className="flex flex-col gap-y-4 px-6 pt-4">
            {children}
            {reasons === "loading" && (
              <Field label={t("field.reason")}>
                {({ id }) => (
                  <Skeleton id={id} role="status" aria-label={t("state.loading")} className="h-8 w-full" />
                )}
              </Field>
            )}
            {reasons !== "known" ? null : choices?.length ? (
              <SelectField
                label={t("field.reason")}
                placeholder={t("field.choose")}
                value={reason}
                options={choices}
                onChange={setReason}
              />
            ) : (
              <ReasonField value={reason} onChange={setReason} />
            )}
          </div>
          <Prompt.Footer>
            <Prompt.Cancel type="button">{t("actions.cancel")}</Prompt.Cancel>
            <Prompt.Action
              type="submit"
              disabled={!canConfirm}
              // The prompt would close before the outcome is known.
              onClick={(event) => {
                event.preventDefault()
                if (canConfirm) onConfirm(reason.trim())
              }}
            >
              {confirmText}
            </Prompt.Action>
          </Prompt.Footer>
        </form>
      </Prompt.Content>
    </Prompt>
  )
}
