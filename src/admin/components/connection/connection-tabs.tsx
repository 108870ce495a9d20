import { Container, Tabs } from "@medusajs/ui"
import type { ReactNode } from "react"
import { useTranslation } from "react-i18next"
import { useSearchParams } from "react-router-dom"
import type { Connection } from "../../../api/admin/marketplaces/connections/types"
import { useMarketplace } from "../../hooks/api/marketplaces"
import { CarrierRulesSection } from "../carriers/carrier-rules-section"
import { CarrierTesterSection } from "../carriers/carrier-tester-section"
import { CoverageSection } from "../carriers/coverage-section"
import { ConnectionOffers } from "../offers/connection-offers"
import { AdapterSettingsSection } from "../settings/adapter-settings-section"
import { SettingsSection } from "../settings/settings-section"
import { ChangesSection } from "./changes-section"
import { CompletenessSection } from "./completeness-section"
import { CredentialsSection } from "./credentials-section"
import { ConnectionHeader, GeneralSection } from "./general-section"
import { ListingsSection } from "./listings-section"
import { PlacementSection } from "./placement-section"
import { RunsSection } from "./runs-section"

const TABS = ["general", "orders", "offers", "carriers", "customers", "notifications", "history"] as const
type Tab = (typeof TABS)[number]

/** The parts of a connection's page; which one is open is in the address. */
export const ConnectionTabs = ({ connection }: { connection: Connection }) => {
  const { t } = useTranslation("marketplaces")
  const [params, setParams] = useSearchParams()
  const hasOffers = useMarketplace(connection.marketplace_id)?.capabilities.offers !== undefined
  const tabs = TABS.filter((name) => name !== "offers" || hasOffers)
  const tab = tabs.find((name) => name === params.get("tab")) ?? "general"
  const settings = (section: string) => (
    <SettingsSection key={section} section={section} connection={connection} />
  )
  const parts: Record<Tab, () => ReactNode> = {
    general: () => (
      <>
        <GeneralSection connection={connection} />
        <PlacementSection connection={connection} />
        <CredentialsSection connection={connection} />
        <CompletenessSection connection={connection} />
      </>
    ),
    orders: () => (
      <>
        {settings("import")}
        {settings("changes")}
        {settings("tax")}
        <AdapterSettingsSection connection={connection} />
        <ListingsSection connection={connection} />
      </>
    ),
    offers: () => (
      <>
        <ConnectionOffers connection={connection} />
        {settings("offers")}
        <AdapterSettingsSection connection={connection} ofOffers />
      </>
    ),
    carriers: () => (
      <>
        {settings("shipping")}
        <CarrierRulesSection connection={connection} />
        <CarrierTesterSection connection={connection} />
        <CoverageSection connection={connection} />
      </>
    ),
    customers: () => (
      <>
        {settings("customer")}
        {settings("privacy")}
      </>
    ),
    notifications: () => settings("notifications"),
    history: () => (
      <>
        <RunsSection connection={connection} />
        <ChangesSection connection={connection} />
      </>
    ),
  }
  return (
    <Tabs value={tab} onValueChange={(name) => setParams({ tab: name })} className="flex flex-col gap-y-3">
      <Container className="p-0">
        <ConnectionHeader connection={connection} />
        <div className="overflow-x-auto border-t px-6 py-3">
          <Tabs.List aria-label={connection.name}>
            {tabs.map((name) => (
              <Tabs.Trigger key={name} value={name} className="whitespace-nowrap">
                {t(`connection.tabs.${name}`)}
              </Tabs.Trigger>
            ))}
          </Tabs.List>
        </div>
      </Container>
      <Tabs.Content value={tab} className="flex flex-col gap-y-3">
        {parts[tab]()}
      </Tabs.Content>
    </Tabs>
  )
}
