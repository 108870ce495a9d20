import { Button, FocusModal, Heading, Text } from "@medusajs/ui"
import type { ReactNode } from "react"
import { useTranslation } from "react-i18next"

type Props = {
  title: string
  hint?: string
  confirmText: string
  /** Whether there is something that was looked at. */
  isReady: boolean
  isPending: boolean
  onConfirm: () => void
  onClose: () => void
  children: ReactNode
}

/** What something would do, and the second step that does it. */
export const LookFirstModal = ({
  title,
  hint,
  confirmText,
  isReady,
  isPending,
  onConfirm,
  onClose,
  children,
}: Props) => {
  const { t } = useTranslation("marketplaces")
  return (
    <FocusModal open onOpenChange={(open) => !open && onClose()}>
      <FocusModal.Content aria-describedby={undefined}>
        <FocusModal.Header />
        <FocusModal.Body className="flex flex-col items-center overflow-y-auto px-4 py-10 md:py-16">
          <div className="flex w-full max-w-[720px] flex-col gap-y-8">
            <div>
              <FocusModal.Title asChild>
                <Heading>{title}</Heading>
              </FocusModal.Title>
              {hint && (
                <Text size="small" className="text-ui-fg-subtle">
                  {hint}
                </Text>
              )}
            </div>
            {children}
          </div>
        </FocusModal.Body>
        <FocusModal.Footer>
          <Button size="small" variant="secondary" onClick={onClose}>
            {t("actions.cancel")}
          </Button>
          <Button size="small" onClick={onConfirm} disabled={!isReady} isLoading={isPending}>
            {confirmText}
          </Button>
        </FocusModal.Footer>
      </FocusModal.Content>
    </FocusModal>
  )
}
