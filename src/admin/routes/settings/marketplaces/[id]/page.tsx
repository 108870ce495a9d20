import { Container } from "@medusajs/ui"
import { useTranslation } from "react-i18next"
import { Outlet, type UIMatch, useParams } from "react-router-dom"
import { CarrierRulesSection } from "../../../../components/carriers/carrier-rules-section"
import { CarrierTesterSection } from "../../../../components/carriers/carrier-tester-section"
import { CompletenessSection } from "../../../../components/connection/completeness-section"
import { CredentialsSection } from "../../../../components/connection/credentials-section"
import { GeneralSection } from "../../../../components/connection/general-section"
import { RunsSection } from "../../../../components/connection/runs-section"
import { QueryState } from "../../../../components/query-state"
import { AdapterSettingsSection } from "../../../../components/settings/adapter-settings-section"
import { SETTING_SECTIONS } from "../../../../components/settings/setting-sections"
import { SettingsSection } from "../../../../components/settings/settings-section"
import { useConnection } from "../../../../hooks/api/connections"

const ConnectionPage = () => {
  const { id = "" } = useParams()
  const query = useConnection(id)
  const connection = query.data?.connection
  if (!connection) {
    return (
      <Container className="p-0">
        <QueryState query={query}>{null}</QueryState>
      </Container>
    )
  }
  return (
    <div className="flex flex-col gap-y-3">
      <GeneralSection connection={connection} />
      <CredentialsSection connection={connection} />
      <CarrierRulesSection connection={connection} />
      <CarrierTesterSection connection={connection} />
      {SETTING_SECTIONS.map((section) => (
        <SettingsSection key={section} section={section} connection={connection} />
      ))}
      <AdapterSettingsSection connection={connection} />
      <CompletenessSection connection={connection} />
      <RunsSection connection={connection} />
      <Outlet />
    </div>
  )
}

const Breadcrumb = ({ id = "" }: { id?: string }) => {
  const { t } = useTranslation("marketplaces")
  return useConnection(id).data?.connection.name ?? t("connections.marketplace")
}

export const handle = { breadcrumb: ({ params }: UIMatch) => <Breadcrumb id={params.id} /> }

export default ConnectionPage
