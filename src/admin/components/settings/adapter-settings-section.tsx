import { PencilSquare } from "@medusajs/icons"
import { Container } from "@medusajs/ui"
import { useTranslation } from "react-i18next"
import { useLocation } from "react-router-dom"
import { useMarketplace } from "../../hooks/api/marketplaces"
import type { Connection } from "../../../api/admin/marketplaces/connections/types"
import { MoreMenu } from "../more-menu"
import { SectionHeader } from "../section-header"

/** What only this marketplace knows. Hardly anyone needs it, so it is one line until it is opened. */
export const AdapterSettingsSection = ({ connection }: { connection: Connection }) => {
  const { t } = useTranslation("marketplaces")
  const { search } = useLocation()
  const marketplace = useMarketplace(connection.marketplace_id)
  if (!marketplace?.setting_fields.length) return null
  return (
    <Container className="p-0">
      <SectionHeader
        title={t("settings.adapter.title", { marketplace: marketplace.name })}
        hint={t("settings.adapter.hint")}
      >
        <MoreMenu
          groups={[
            {
              actions: [
                {
                  icon: <PencilSquare />,
                  label: t("actions.edit"),
                  to: `settings/${marketplace.id}${search}`,
                },
              ],
            },
          ]}
        />
      </SectionHeader>
    </Container>
  )
}
