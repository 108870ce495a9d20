import { RouteDrawer } from "@medusajs/dashboard/components"
import { Button } from "@medusajs/ui"
import type { FormEvent, ReactNode } from "react"
import { useTranslation } from "react-i18next"
import { FieldErrors } from "./field-errors"
import { UnsavedPrompt } from "./unsaved-prompt"

type Props = {
  title: string
  hint?: string
  saveLabel?: string
  isSaving: boolean
  canSave?: boolean
  /** Something was typed that would be lost. */
  isDirty?: boolean
  /** Of the last save: what it says of fields is shown at them. */
  error?: unknown
  onSubmit: () => void
  children: ReactNode
}

/** A form in a drawer: scrolls, saves with Enter, closes with Escape. */
export const DrawerForm = ({
  title,
  hint,
  saveLabel,
  isSaving,
  canSave = true,
  isDirty = false,
  error,
  onSubmit,
  children,
}: Props) => {
  const { t } = useTranslation("marketplaces")
  const submit = (event: FormEvent) => {
    event.preventDefault()
    if (canSave && !isSaving) onSubmit()
  }
  return (
    <>
      <RouteDrawer.Header>
        <RouteDrawer.Title>{title}</RouteDrawer.Title>
        {hint && <RouteDrawer.Description>{hint}</RouteDrawer.Description>}
      </RouteDrawer.Header>
      <form onSubmit={submit} className="flex min-h-0 flex-1 flex-col">
        <UnsavedPrompt isDirty={isDirty} />
        <RouteDrawer.Body className="flex flex-1 flex-col gap-y-6 overflow-y-auto">
          <FieldErrors error={error}>{children}</FieldErrors>
        </RouteDrawer.Body>
        <RouteDrawer.Footer>
          <RouteDrawer.Close asChild>
            <Button size="small" variant="secondary" type="button">
              {t("actions.cancel")}
            </Button>
          </RouteDrawer.Close>
          <Button size="small" type="submit" disabled={!canSave} isLoading={isSaving}>
            {saveLabel ?? t("actions.save")}
          </Button>
        </RouteDrawer.Footer>
      </form>
    </>
  )
}
