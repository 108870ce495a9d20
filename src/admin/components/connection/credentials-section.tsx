import { SectionRow } from "@medusajs/dashboard/components"
import { PencilSquare } from "@medusajs/icons"
import { Button, Container } from "@medusajs/ui"
import { useTranslation } from "react-i18next"
import { useLocation } from "react-router-dom"
import { useCheckConnection } from "../../hooks/api/connections"
import { useMarketplace } from "../../hooks/api/marketplaces"
import type { Connection } from "../../../api/admin/marketplaces/connections/types"
import { CheckResult } from "../check-result"
import type { CredentialField } from "../../../api/admin/marketplaces/types"
import { optionLabel } from "../settings/setting-value"
import { MoreMenu } from "../more-menu"
import { SectionHeader } from "../section-header"

export const CredentialsSection = ({ connection }: { connection: Connection }) => {
  const { t } = useTranslation("marketplaces")
  const { search } = useLocation()
  const marketplace = useMarketplace(connection.marketplace_id)
  const check = useCheckConnection(connection.id)
  const shown = (field: CredentialField) => {
    const value = connection.credentials[field.name]
    return field.secret && value ? t("credentials.set") : value ? optionLabel(field, value) : "–"
  }
  return (
    <Container className="divide-y p-0">
      <SectionHeader title={t("credentials.title")} hint={t("credentials.hint")}>
        <Button size="small" variant="secondary" onClick={() => check.mutate()} isLoading={check.isPending}>
          {t("credentials.check")}
        </Button>
        <MoreMenu
          groups={[
            { actions: [{ icon: <PencilSquare />, label: t("actions.edit"), to: `credentials${search}` }] },
          ]}
        />
      </SectionHeader>
      {check.data && (
        <div className="px-6 py-4">
          <CheckResult result={check.data} />
        </div>
      )}
      {marketplace?.credential_fields.map((field) => (
        <SectionRow key={field.name} title={field.label} value={shown(field)} />
      ))}
    </Container>
  )
}
