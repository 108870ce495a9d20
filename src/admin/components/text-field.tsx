import { Input } from "@medusajs/ui"
import type { ComponentProps } from "react"
import { Field } from "./field"

type Props = { label: string; hint?: string; optional?: boolean; onChange: (value: string) => void } & Omit<
  ComponentProps<typeof Input>,
  "onChange" | "id"
>

export const TextField = ({ label, hint, optional, required, name, onChange, ...input }: Props) => (
  <Field label={label} hint={hint} optional={optional} required={required} name={name}>
    {(props) => <Input {...props} {...input} onChange={(event) => onChange(event.target.value)} />}
  </Field>
)
