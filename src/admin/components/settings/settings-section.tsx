import { SectionRow } from "@medusajs/dashboard/components"
import { PencilSquare } from "@medusajs/icons"
import { Container } from "@medusajs/ui"
import { useTranslation } from "react-i18next"
import { useLocation } from "react-router-dom"
import { useMarketplace } from "../../hooks/api/marketplaces"
import type { Connection } from "../../../api/admin/marketplaces/connections/types"
import { MoreMenu } from "../more-menu"
import { SectionHeader } from "../section-header"
import { withoutSwitches } from "./setting-value"
import { useShown } from "./use-shown"

type Props = { section: string; connection: Connection }

export const SettingsSection = ({ section: name, connection }: Props) => {
  const { t } = useTranslation("marketplaces")
  const { search } = useLocation()
  const show = useShown()
  const section = useMarketplace(connection.marketplace_id)?.setting_sections.find((one) => one.name === name)
  if (!section) return null
  return (
    <Container className="divide-y p-0">
      <SectionHeader title={section.title} hint={section.hint}>
        <MoreMenu
          groups={[
            {
              actions: [
                { icon: <PencilSquare />, label: t("actions.edit"), to: `settings/${name}${search}` },
              ],
            },
          ]}
        />
      </SectionHeader>
      {withoutSwitches(section.fields).map((setting) => (
        <SectionRow
          key={setting.name}
          title={setting.label}
          value={show(setting, connection.settings[name]?.[setting.name] ?? setting.default)}
        />
      ))}
    </Container>
  )
}
