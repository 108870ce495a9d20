import { toast } from "@medusajs/ui"
import { useState } from "react"
import { useTranslation } from "react-i18next"
import type { ConnectionOffers } from "../../../api/admin/marketplaces/connections/[id]/offers/types"
import type { Aspect } from "../../../offers/result"
import { useSwitchOffers } from "../../hooks/api/offers"
import { TextField } from "../text-field"
import { LookFirstModal } from "../look-first-modal"
import { OffersPreview } from "./offers-preview"

type Props = { aspect: Aspect; offers: ConnectionOffers; onClose: () => void }

/** What switching it on would do, and the second step that does it. */
export const OffersOnModal = ({ aspect, offers: { connection_id, version }, onClose }: Props) => {
  const { t } = useTranslation("marketplaces")
  const activate = useSwitchOffers(connection_id)
  const [isReady, setReady] = useState(false)
  const [tool, setTool] = useState("")
  const confirm = () =>
    activate.mutate(
      { [aspect]: true, confirmed: true, previous_tool: tool.trim() || undefined, version },
      {
        onSuccess: (answer) => {
          if ("code" in answer) toast.error(answer.message)
          else {
            toast.success(t("offers.switchedOn"))
            onClose()
          }
        },
      }
    )
  return (
    <LookFirstModal
      title={t(`offers.onTitle.${aspect}`)}
      hint={t("offers.onHint")}
      confirmText={t("offers.switchOn")}
      isReady={isReady}
      isPending={activate.isPending}
      onConfirm={confirm}
      onClose={onClose}
    >
      <OffersPreview connectionId={connection_id} aspect={aspect} onReady={setReady} />
      {aspect === "stock" && (
        <TextField
          label={t("offers.previousTool")}
          hint={t("offers.previousToolHint")}
          optional
          maxLength={200}
          value={tool}
          onChange={setTool}
        />
      )}
    </LookFirstModal>
  )
}
