import { Badge, Checkbox, Hint, Label } from "@medusajs/ui"
import { useId } from "react"

type Props = {
  label: string
  hint?: string
  options: { value: string; label: string }[]
  /** In the order in which they were ticked. */
  value: string[]
  /** Whether their order means something [true]: the place of each is then beside it. */
  isOrdered?: boolean
  onChange: (value: string[]) => void
}

/** Several of a few. */
export const OrderedChecks = ({ label, hint, options, value, isOrdered = true, onChange }: Props) => {
  const id = useId()
  return (
    <fieldset className="flex min-w-0 flex-col gap-y-2" aria-describedby={hint && `${id}-hint`}>
      <legend className="txt-compact-small-plus mb-2">{label}</legend>
      {options.map((option) => {
        const place = value.indexOf(option.value)
        return (
          <div key={option.value} className="flex items-center gap-x-2">
            <Checkbox
              id={`${id}-${option.value}`}
              checked={place >= 0}
              onCheckedChange={(checked) =>
                onChange(checked ? [...value, option.value] : value.filter((other) => other !== option.value))
              }
            />
            <Label size="small" htmlFor={`${id}-${option.value}`} className="min-w-0 break-words">
              {option.label}
            </Label>
            {isOrdered && place >= 0 && value.length > 1 && <Badge size="2xsmall">{place + 1}</Badge>}
          </div>
        )
      })}
      {hint && <Hint id={`${id}-hint`}>{hint}</Hint>}
    </fieldset>
  )
}
