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

export const SelectField = ({ value, options, placeholder, onChange, ...field }: Props) => (
  <Field {...field}>
    {(props) => (
      <Select value={value} onValueChange={onChange}>
        <Select.Trigger {...props}>
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
