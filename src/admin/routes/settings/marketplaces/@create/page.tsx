import { RouteFocusModal } from "@medusajs/dashboard/components"
import { useTranslation } from "react-i18next"
import { ConnectFlow } from "../../../../components/connect/connect-flow"

const ConnectPage = () => {
  const { t } = useTranslation("marketplaces")
  return (
    <RouteFocusModal>
      <RouteFocusModal.Title asChild>
        <span className="sr-only">{t("connect.title")}</span>
      </RouteFocusModal.Title>
      <RouteFocusModal.Description asChild>
        <span className="sr-only">{t("connections.hint")}</span>
      </RouteFocusModal.Description>
      <ConnectFlow />
    </RouteFocusModal>
  )
}

export default ConnectPage
