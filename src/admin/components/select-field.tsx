import { Select } from "@medusajs/ui"
import { Field } from "./field"

type Option = { value: string; label: string }
type Props = {
  label: string
  hint?: string
  value: string
  options: Option[]
  placeholder?: string
  optional?: boolean
  required?: boolean
  name?: string
  onChange: (value: string) => void
}

/** Radix reports an empty choice when its options change; no option is empty. */
export const SelectField = ({ value, options, placeholder, onChange, ...field }: Props) => (
  <Field {...field}>
    {(props) => (
      <Select value={value} onValueChange={(chosen) => chosen && onChange(chosen)}>
        <Select.Trigger {...props} className="data-[placeholder]:text-ui-fg-subtle">
          <Select.Value placeholder={placeholder} />
        </Select.Trigger>
        <Select.Content>
          {options.map((option) => (
            <Select.Item key={option.value} value={option.value}>
              {option.label}
            </Select.Item>
          ))}
        </Select.Content>
      </Select>
    )}
  </Field>
)
