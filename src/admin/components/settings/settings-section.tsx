import { ActionMenu, SectionRow } from "@medusajs/dashboard/components"
import { PencilSquare } from "@medusajs/icons"
import { Container } from "@medusajs/ui"
import { useTranslation } from "react-i18next"
import { useCarriers } from "../../hooks/api/carriers"
import { useCustomerGroups } from "../../hooks/api/store"
import { useFormat } from "../../hooks/use-format"
import type { Connection } from "../../lib/types"
import { SectionHeader } from "../section-header"
import { type Setting, SETTINGS, type SettingSection } from "./setting-sections"
import { toText } from "./setting-value"

type Props = { section: SettingSection; connection: Connection }

export const SettingsSection = ({ section, connection }: Props) => {
  const { t } = useTranslation("marketplaces")
  const show = useShown(section)
  return (
    <Container className="divide-y p-0">
      <SectionHeader title={t(`settings.${section}.title`)} hint={t(`settings.${section}.hint`)}>
        <ActionMenu
          groups={[
            {
              actions: [{ icon: <PencilSquare />, label: t("actions.edit"), to: `settings/${section}` }],
            },
          ]}
        />
      </SectionHeader>
      {SETTINGS[section].map((setting) => (
        <SectionRow
          key={setting.name}
          title={t(`settings.${section}.${setting.name}.label`)}
          value={show(setting, connection.settings[section]?.[setting.name])}
        />
      ))}
    </Container>
  )
}

/** A value in words. */
function useShown(section: SettingSection) {
  const { t } = useTranslation("marketplaces")
  const { number } = useFormat()
  const groups = useCustomerGroups().data?.customer_groups
  const carriers = useCarriers().data?.carriers
  return ({ name, kind }: Setting, value: unknown): string => {
    if (kind === "switch") return t(value ? "field.on" : "field.off")
    if (value === null || value === undefined || value === "") return kind === "list" ? t("field.all") : "–"
    switch (kind) {
      case "select":
        return t(`settings.${section}.${name}.options.${String(value)}`)
      case "number":
        return number(Number(value))
      case "carrier":
        return carriers?.find(({ key }) => key === value)?.name ?? String(value)
      case "customer_group":
        return groups?.find(({ id }) => id === value)?.name ?? String(value)
      default:
        return toText(kind, value) || "–"
    }
  }
}
