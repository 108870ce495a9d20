import { SectionRow } from "@medusajs/dashboard/components"
import { Container } from "@medusajs/ui"
import type { ReactNode } from "react"
import { useLocation } from "react-router-dom"
import { useMarketplace } from "../../hooks/api/marketplaces"
import type { Connection } from "../../../api/admin/marketplaces/connections/types"
import type { SettingSection } from "../../../api/admin/marketplaces/types"
import { EditMenu } from "../edit-menu"
import { SectionHeader } from "../section-header"
import { withoutSwitches } from "./setting-value"
import { TestNotification } from "./test-notification"
import { useShown } from "./use-shown"

type Props = { section: string; connection: Connection }

export const SettingsSection = ({ section: name, connection }: Props) => {
  const { search } = useLocation()
  const section = useMarketplace(connection.marketplace_id)?.setting_sections.find((one) => one.name === name)
  return section ? (
    <SettingsCard
      section={section}
      settings={connection.settings[name] ?? {}}
      to={`settings/${name}${search}`}
    >
      {name === "notifications" && <TestNotification connectionId={connection.id} />}
    </SettingsCard>
  ) : null
}

type CardProps = {
  section: SettingSection
  settings: Record<string, unknown>
  to: string
  children?: ReactNode
}

/** What is set in one section, and the way to its form. */
export const SettingsCard = ({ section: { title, hint, fields }, settings, to, children }: CardProps) => {
  const show = useShown()
  return (
    <Container className="divide-y p-0">
      <SectionHeader title={title} hint={hint}>
        <EditMenu to={to} />
      </SectionHeader>
      {withoutSwitches(fields).map((setting) => (
        <SectionRow
          key={setting.name}
          title={setting.label}
          value={show(setting, settings[setting.name] ?? setting.default)}
        />
      ))}
      {children}
    </Container>
  )
}
