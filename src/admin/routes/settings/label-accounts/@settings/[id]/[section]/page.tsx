import { RouteDrawer, useRouteModal } from "@medusajs/dashboard/components"
import { useTranslation } from "react-i18next"
import { useParams } from "react-router-dom"
import type { ShownLabelAccount } from "../../../../../../../api/admin/label-accounts/types"
import type { SettingSection } from "../../../../../../../api/admin/marketplaces/types"
import { DrawerLoading } from "../../../../../../components/drawer-loading"
import { ownSection } from "../../../../../../components/labels/own-section"
import { useSaveLabelAccount } from "../../../../../../components/labels/use-save-label-account"
import { SettingsForm } from "../../../../../../components/settings/settings-form"
import { useLabelAccount, useLabelService } from "../../../../../../hooks/api/labels"

const LabelSettingsPage = () => {
  const { t } = useTranslation("marketplaces")
  const { id = "", section: name = "" } = useParams()
  const { query, account } = useLabelAccount(id)
  const service = useLabelService(account?.service_id)
  const section =
    service && [...service.setting_sections, ownSection(service, t)].find((one) => one.name === name)
  return (
    <RouteDrawer>
      {account && section ? (
        <OfAccount account={account} section={section} />
      ) : (
        <DrawerLoading query={query} />
      )}
    </RouteDrawer>
  )
}

const OfAccount = ({ account, section }: { account: ShownLabelAccount; section: SettingSection }) => {
  const { handleSuccess } = useRouteModal()
  const { opened, save, ...saving } = useSaveLabelAccount(account, handleSuccess)
  return (
    <SettingsForm
      section={section}
      stored={opened.settings[section.name] ?? {}}
      saving={saving}
      onSave={(changes) => save({ settings: { [section.name]: changes } })}
    />
  )
}

export default LabelSettingsPage
