import { RouteDrawer, useRouteModal } from "@medusajs/dashboard/components"
import { useState } from "react"
import { useTranslation } from "react-i18next"
import { useParams, useSearchParams } from "react-router-dom"
import { useSaveConnection } from "../../../../../../components/connection/use-save-connection"
import { DrawerForm } from "../../../../../../components/drawer-form"
import { DrawerLoading } from "../../../../../../components/drawer-loading"
import { Meanwhile } from "../../../../../../components/meanwhile"
import { SettingField } from "../../../../../../components/settings/setting-field"
import { adapterFields, withoutSwitches } from "../../../../../../components/settings/setting-value"
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
        <SettingsForm connection={connection} marketplace={marketplace} section={section} />
      ) : (
        <DrawerLoading query={query} />
      )}
    </RouteDrawer>
  )
}

/** A change that was taken back is none; of a map, a patch without entries. */
const isSame = (stored: unknown, value: unknown) =>
  JSON.stringify(stored) === JSON.stringify(value) || JSON.stringify(value) === "{}"

type Props = { connection: Connection; marketplace: Marketplace; section: string }

const SettingsForm = ({ connection, marketplace, section }: Props) => {
  const { t } = useTranslation("marketplaces")
  const { handleSuccess } = useRouteModal()
  const { opened, save: saveChanges, ...saving } = useSaveConnection(connection, handleSuccess)
  const [changes, setChanges] = useState<Record<string, unknown>>({})
  const common = marketplace.setting_sections.find(({ name }) => name === section)
  // The tab from which it was opened says which of the adapter's own.
  const isOfOffers = useSearchParams()[0].get("tab") === "offers"
  const { title, hint, fields } = common ?? {
    title: t(isOfOffers ? "settings.adapter.offers" : "settings.adapter.title", {
      marketplace: marketplace.name,
    }),
    hint: t("settings.adapter.hint"),
    fields: adapterFields(marketplace, isOfOffers),
  }
  const stored = opened.settings[section] ?? {}
  const isDirty = Object.entries(changes).some(([name, value]) => !isSame(stored[name] ?? null, value))

  const save = () => saveChanges({ settings: { [section]: changes } })
  return (
    <DrawerForm
      title={title}
      hint={hint}
      isSaving={saving.isSaving}
      error={saving.error}
      canSave={isDirty}
      isDirty={isDirty}
      onSubmit={save}
    >
      <Meanwhile {...saving} />
      {withoutSwitches(fields).map((setting) => (
        <SettingField
          key={setting.name}
          section={section}
          setting={setting}
          stored={stored[setting.name]}
          value={setting.name in changes ? changes[setting.name] : (stored[setting.name] ?? setting.default)}
          connectionId={connection.id}
          onChange={(value) => setChanges((before) => ({ ...before, [setting.name]: value }))}
        />
      ))}
    </DrawerForm>
  )
}

export default SettingsPage
