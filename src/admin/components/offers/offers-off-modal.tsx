import { toast } from "@medusajs/ui"
import { useTranslation } from "react-i18next"
import type { ConnectionOffers } from "../../../api/admin/marketplaces/connections/[id]/offers/types"
import type { Aspect } from "../../../offers/result"
import { useSwitchOffers } from "../../hooks/api/offers"
import { LeavingPrompt } from "./leaving-prompt"

type Props = { aspect: Aspect; offers: ConnectionOffers; onClose: () => void }

/** Switching off asks what becomes of the quantities that go on selling. */
export const OffersOffModal = ({ aspect, offers, onClose }: Props) => {
  const { t } = useTranslation("marketplaces")
  const { connection_id, version, counts } = offers
  const change = useSwitchOffers(connection_id)
  const isStock = aspect === "stock"
  return (
    <LeavingPrompt
      title={t(`offers.offTitle.${aspect}`)}
      text={isStock ? "" : t("offers.offHint")}
      live={isStock ? counts.live : 0}
      confirmText={t("offers.switchOff")}
      isPending={change.isPending}
      onClose={onClose}
      onConfirm={(leave) =>
        change.mutate(
          { [aspect]: false, leave, version },
          {
            onSuccess: (answer) => {
              if ("code" in answer) toast.error(answer.message)
              else toast.success(t(leave === "zero" ? "offers.stopping" : "offers.switchedOff"))
              onClose()
            },
          }
        )
      }
    />
  )
}
