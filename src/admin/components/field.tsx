import { Hint, Label } from "@medusajs/ui"
import { type ReactNode, useId } from "react"
import { useTranslation } from "react-i18next"

type Props = {
  label: string
  hint?: ReactNode
  optional?: boolean
  children: (props: { id: string; "aria-describedby": string | undefined }) => ReactNode
}

/** A labeled control with its one line of explanation. */
export const Field = ({ label, hint, optional, children }: Props) => {
  const { t } = useTranslation("marketplaces")
  const id = useId()
  const hintId = hint ? `${id}-hint` : undefined
  return (
    <div className="flex min-w-0 flex-col gap-y-2">
      <div className="flex items-center gap-x-1">
        <Label size="small" weight="plus" htmlFor={id}>
          {label}
        </Label>
        {optional && <span className="txt-compact-small text-ui-fg-subtle">({t("field.optional")})</span>}
      </div>
      {children({ id, "aria-describedby": hintId })}
      {hint && <Hint id={hintId}>{hint}</Hint>}
    </div>
  )
}
