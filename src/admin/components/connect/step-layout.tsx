import { RouteFocusModal } from "@medusajs/dashboard/components"
import { Heading, Text } from "@medusajs/ui"
import { FieldErrors } from "../field-errors"
import type { FormEvent, ReactNode } from "react"

type Props = {
  title: string
  hint: string
  footer: ReactNode
  error?: unknown
  onSubmit: () => void
  children: ReactNode
}

export const StepLayout = ({ title, hint, footer, error, onSubmit, children }: Props) => {
  const submit = (event: FormEvent) => {
    event.preventDefault()
    onSubmit()
  }
  return (
    <form onSubmit={submit} className="flex min-h-0 flex-1 flex-col">
      <RouteFocusModal.Body className="flex flex-1 flex-col items-center overflow-y-auto px-4 py-10 md:py-16">
        <div className="flex w-full max-w-[640px] flex-col gap-y-8">
          <div>
            <Heading>{title}</Heading>
            <Text size="small" className="text-ui-fg-subtle">
              {hint}
            </Text>
          </div>
          <FieldErrors error={error}>{children}</FieldErrors>
        </div>
      </RouteFocusModal.Body>
      <RouteFocusModal.Footer>{footer}</RouteFocusModal.Footer>
    </form>
  )
}
