import { Hint, Label } from "@medusajs/ui"
import { type ReactNode, useId } from "react"
import { useTranslation } from "react-i18next"
import { useFieldError } from "./field-errors"

type Props = {
  label: string
  hint?: ReactNode
  optional?: boolean
  /** Nothing is saved without it. */
  required?: boolean
  /** What the store calls it: its errors are shown here. */
  name?: string
  children: (props: {
    id: string
    "aria-describedby": string | undefined
    "aria-invalid"?: true
    "aria-required"?: true
  }) => ReactNode
}

/** A labeled control with its one line of explanation. */
export const Field = ({ label, hint, optional, required, name, children }: Props) => {
  const { t } = useTranslation("marketplaces")
  const id = useId()
  const error = useFieldError(name)
  const hintId = hint ? `${id}-hint` : undefined
  const errorId = error ? `${id}-error` : undefined
  return (
    <div className="flex min-w-0 flex-col gap-y-2">
      <div className="flex items-center gap-x-1">
        <Label size="small" weight="plus" htmlFor={id}>
          {label}
        </Label>
        {required && (
          <span aria-hidden className="text-ui-tag-red-icon">
            *
          </span>
        )}
        {optional && <span className="txt-compact-small text-ui-fg-subtle">({t("field.optional")})</span>}
      </div>
      {children({
        id,
        "aria-describedby": [errorId, hintId].filter(Boolean).join(" ") || undefined,
        ...(error && { "aria-invalid": true }),
        ...(required && { "aria-required": true }),
      })}
      {error && (
        <Hint id={errorId} variant="error">
          {error}
        </Hint>
      )}
      {hint && <Hint id={hintId}>{hint}</Hint>}
    </div>
  )
}
