import { RouteFocusModal } from "@medusajs/dashboard/components"
import { useTranslation } from "react-i18next"
import { ConnectFlow } from "../../../../components/connect/connect-flow"

const ConnectPage = () => {
  const { t } = useTranslation("marketplaces")
  return (
    <RouteFocusModal>
      <RouteFocusModal.Title className="sr-only">{t("connect.title")}</RouteFocusModal.Title>
      <RouteFocusModal.Description className="sr-only">{t("connections.hint")}</RouteFocusModal.Description>
      <ConnectFlow />
    </RouteFocusModal>
  )
}

export default ConnectPage
