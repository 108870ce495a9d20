import { RouteDrawer, useRouteModal } from "@medusajs/dashboard/components"
import { toast } from "@medusajs/ui"
import { useState } from "react"
import { useTranslation } from "react-i18next"
import { useParams } from "react-router-dom"
import { DrawerForm } from "../../../../../../components/drawer-form"
import { DrawerLoading } from "../../../../../../components/drawer-loading"
import { SettingField, type SettingTexts } from "../../../../../../components/settings/setting-field"
import {
  isSettingSection,
  type Setting,
  settingsOf,
} from "../../../../../../components/settings/setting-sections"
import { useConnection, useUpdateConnection } from "../../../../../../hooks/api/connections"
import { useMarketplace } from "../../../../../../hooks/api/marketplaces"
import type { Connection, Marketplace, SettingField as AdapterField } from "../../../../../../lib/types"

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

const adapterSetting = ({ name, type, options }: AdapterField): Setting => ({
  name,
  kind: type === "boolean" ? "switch" : type,
  options,
})

/** A change that was taken back is none; of a map, a patch without entries. */
const isSame = (stored: unknown, value: unknown) =>
  JSON.stringify(stored) === JSON.stringify(value) || JSON.stringify(value) === "{}"

type Props = { connection: Connection; marketplace: Marketplace; section: string }

const SettingsForm = ({ connection, marketplace, section }: Props) => {
  const { t } = useTranslation("marketplaces")
  const { handleSuccess } = useRouteModal()
  const update = useUpdateConnection(connection.id)
  const [changes, setChanges] = useState<Record<string, unknown>>({})
  const isCommon = isSettingSection(section)
  const fields = marketplace.setting_fields
  const settings = isCommon ? settingsOf(section, marketplace) : fields.map(adapterSetting)
  const stored = connection.settings[section] ?? {}
  const isDirty = Object.entries(changes).some(([name, value]) => !isSame(stored[name] ?? null, value))

  const textsOf = (name: string): SettingTexts => {
    const field = fields.find((candidate) => candidate.name === name)
    return {
      label: t(`settings.${section}.${name}.label`, { defaultValue: field?.label ?? name }),
      help: t(`settings.${section}.${name}.help`, { defaultValue: field?.help ?? "" }),
      option: (value) => t(`settings.${section}.${name}.options.${value}`, { defaultValue: value }),
    }
  }
  const emptyOf = (name: string) => {
    if (isCommon) return null
    const fallback = fields.find((candidate) => candidate.name === name)?.default
    return Array.isArray(fallback) ? [] : typeof fallback === "string" ? "" : fallback
  }
  const save = () =>
    update.mutate(
      { settings: { [section]: changes } },
      {
        onSuccess: () => {
          toast.success(t("state.saved"))
          handleSuccess()
        },
      }
    )
  return (
    <DrawerForm
      title={
        isCommon
          ? t(`settings.${section}.title`)
          : t("settings.adapter.title", { marketplace: marketplace.name })
      }
      hint={isCommon ? t(`settings.${section}.hint`) : t("settings.adapter.hint")}
      isSaving={update.isPending}
      canSave={isDirty}
      isDirty={isDirty}
      onSubmit={save}
    >
      {settings.map((setting) => (
        <SettingField
          key={setting.name}
          setting={setting}
          texts={textsOf(setting.name)}
          stored={stored[setting.name]}
          value={setting.name in changes ? changes[setting.name] : (stored[setting.name] ?? setting.fallback)}
          empty={emptyOf(setting.name)}
          connectionId={connection.id}
          onChange={(value) => setChanges((before) => ({ ...before, [setting.name]: value }))}
        />
      ))}
    </DrawerForm>
  )
}

export default SettingsPage
