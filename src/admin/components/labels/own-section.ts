import type { ShownLabelService } from "../../../api/admin/label-accounts/types"
import type { SettingSection } from "../../../api/admin/marketplaces/types"

/** The service's own settings as a section beside the common ones. */
export const ownSection = (
  { id, name, setting_fields }: ShownLabelService,
  t: (key: string, params?: Record<string, unknown>) => string
): SettingSection => ({
  name: id,
  title: t("settings.adapter.title", { marketplace: name }),
  hint: t("labelAccounts.ownHint"),
  fields: setting_fields,
})
