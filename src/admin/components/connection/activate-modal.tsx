import { Button, FocusModal, Heading, toast } from "@medusajs/ui"
import { useState } from "react"
import { useTranslation } from "react-i18next"
import { useActivateConnection } from "../../hooks/api/connections"
import type { Connection, NeedsDecision } from "../../../api/admin/marketplaces/connections/types"
import { type OlderOpenOrders, OpenOrdersChoice } from "../open-orders-choice"

type Props = { connection: Connection; found: NeedsDecision; onClose: () => void }

export const ActivateModal = ({ connection, found, onClose }: Props) => {
  const { t } = useTranslation("marketplaces")
  const activate = useActivateConnection()
  const [older, setOlder] = useState<OlderOpenOrders>()
  const confirm = () =>
    activate.mutate(
      { id: connection.id, version: connection.version, older_open_orders: older },
      {
        onSuccess: (answer) => {
          if ("code" in answer) toast.error(answer.message)
          else toast.success(t("connection.activated"))
          onClose()
        },
      }
    )
  return (
    <FocusModal open onOpenChange={(open) => !open && onClose()}>
      <FocusModal.Content aria-describedby={undefined}>
        <FocusModal.Header />
        <FocusModal.Body className="flex flex-col items-center overflow-y-auto px-4 py-10 md:py-16">
          <div className="flex w-full max-w-[640px] flex-col gap-y-8">
            <FocusModal.Title asChild>
              <Heading>{t("openOrders.question")}</Heading>
            </FocusModal.Title>
            <OpenOrdersChoice found={found} value={older} onChange={setOlder} />
          </div>
        </FocusModal.Body>
        <FocusModal.Footer>
          <Button size="small" variant="secondary" onClick={onClose}>
            {t("actions.cancel")}
          </Button>
          <Button size="small" onClick={confirm} disabled={!older} isLoading={activate.isPending}>
            {t("connection.activate")}
          </Button>
        </FocusModal.Footer>
      </FocusModal.Content>
    </FocusModal>
  )
}
