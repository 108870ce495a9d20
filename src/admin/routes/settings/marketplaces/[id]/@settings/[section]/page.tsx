import { RouteDrawer, useRouteModal } from "@medusajs/dashboard/components"
import { useTranslation } from "react-i18next"
import { useParams, useSearchParams } from "react-router-dom"
import { useSaveConnection } from "../../../../../../components/connection/use-save-connection"
import { DrawerLoading } from "../../../../../../components/drawer-loading"
import { SettingsForm } from "../../../../../../components/settings/settings-form"
import { adapterFields } from "../../../../../../components/settings/setting-value"
import { useConnection } from "../../../../../../hooks/api/connections"
import { useMarketplace } from "../../../../../../hooks/api/marketplaces"
import type { Connection } from "../../../../../../../api/admin/marketplaces/connections/types"
import type { Marketplace } from "../../../../../../../api/admin/marketplaces/types"

const SettingsPage = () => {
  const { id = "", section = "" } = useParams()
  const query = useConnection(id)
  const connection = query.data?.connection
  const marketplace = useMarketplace(connection?.marketplace_id)
  return (
    <RouteDrawer>
      {connection && marketplace ? (
        <OfConnection connection={connection} marketplace={marketplace} section={section} />
      ) : (
        <DrawerLoading query={query} />
      )}
    </RouteDrawer>
  )
}

type Props = { connection: Connection; marketplace: Marketplace; section: string }

const OfConnection = ({ connection, marketplace, section }: Props) => {
  const { t } = useTranslation("marketplaces")
  const { handleSuccess } = useRouteModal()
  const { opened, save, ...saving } = useSaveConnection(connection, handleSuccess)
  const common = marketplace.setting_sections.find(({ name }) => name === section)
  // The tab from which it was opened says which of the adapter's own.
  const isOfOffers = useSearchParams()[0].get("tab") === "offers"
  return (
    <SettingsForm
      section={
        common ?? {
          name: section,
          title: t(isOfOffers ? "settings.adapter.offers" : "settings.adapter.title", {
            marketplace: marketplace.name,
          }),
          hint: t("settings.adapter.hint"),
          fields: adapterFields(marketplace, isOfOffers),
        }
      }
      stored={opened.settings[section] ?? {}}
      connectionId={connection.id}
      saving={saving}
      onSave={(changes) => save({ settings: { [section]: changes } })}
    />
  )
}

export default SettingsPage
