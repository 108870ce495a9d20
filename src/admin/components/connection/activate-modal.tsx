import { toast } from "@medusajs/ui"
import { useState } from "react"
import { useTranslation } from "react-i18next"
import { useActivateConnection } from "../../hooks/api/connections"
import type { Connection, NeedsDecision } from "../../../api/admin/marketplaces/connections/types"
import { LookFirstModal } from "../look-first-modal"
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
    <LookFirstModal
      title={t("openOrders.question")}
      confirmText={t("connection.activate")}
      isReady={older !== undefined}
      isPending={activate.isPending}
      onConfirm={confirm}
      onClose={onClose}
    >
      <OpenOrdersChoice
        found={found}
        marketplaceId={connection.marketplace_id}
        value={older}
        onChange={setOlder}
      />
    </LookFirstModal>
  )
}
