import { Container } from "@medusajs/ui"
import { useTranslation } from "react-i18next"
import { useLocation } from "react-router-dom"
import { useMarketplace } from "../../hooks/api/marketplaces"
import type { Connection } from "../../../api/admin/marketplaces/connections/types"
import { EditMenu } from "../edit-menu"
import { SectionHeader } from "../section-header"
import { adapterFields } from "./setting-value"

type Props = { connection: Connection; ofOffers?: boolean }

/** What only this marketplace knows. Hardly anyone needs it, so it is one line until it is opened. */
export const AdapterSettingsSection = ({ connection, ofOffers = false }: Props) => {
  const { t } = useTranslation("marketplaces")
  const { search } = useLocation()
  const marketplace = useMarketplace(connection.marketplace_id)
  if (!marketplace || !adapterFields(marketplace, ofOffers).length) return null
  return (
    <Container className="p-0">
      <SectionHeader
        title={t(ofOffers ? "settings.adapter.offers" : "settings.adapter.title", {
          marketplace: marketplace.name,
        })}
        hint={t("settings.adapter.hint")}
      >
        <EditMenu to={`settings/${marketplace.id}${search}`} />
      </SectionHeader>
    </Container>
  )
}
