import { SectionRow } from "@medusajs/dashboard/components"
import { PencilSquare } from "@medusajs/icons"
import { Container } from "@medusajs/ui"
import { useTranslation } from "react-i18next"
import { useLocation } from "react-router-dom"
import type { Connection } from "../../lib/types"
import { MoreMenu } from "../more-menu"
import { SectionHeader } from "../section-header"
import { SETTINGS, type SettingSection } from "./setting-sections"
import { useShown } from "./use-shown"

type Props = { section: SettingSection; connection: Connection }

export const SettingsSection = ({ section, connection }: Props) => {
  const { t } = useTranslation("marketplaces")
  const { search } = useLocation()
  const show = useShown()
  return (
    <Container className="divide-y p-0">
      <SectionHeader title={t(`settings.${section}.title`)} hint={t(`settings.${section}.hint`)}>
        <MoreMenu
          groups={[
            {
              actions: [
                { icon: <PencilSquare />, label: t("actions.edit"), to: `settings/${section}${search}` },
              ],
            },
          ]}
        />
      </SectionHeader>
      {SETTINGS[section].map((setting) => (
        <SectionRow
          key={setting.name}
          title={t(`settings.${section}.${setting.name}.label`)}
          value={show(section, setting, connection.settings[section]?.[setting.name] ?? setting.fallback)}
        />
      ))}
    </Container>
  )
}
