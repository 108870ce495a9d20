import { SectionRow } from "@medusajs/dashboard/components"
import { Button, Container } from "@medusajs/ui"
import type { ReactNode } from "react"
import { useTranslation } from "react-i18next"
import { useLocation } from "react-router-dom"
import { useCheckConnection } from "../../hooks/api/connections"
import { useMarketplace } from "../../hooks/api/marketplaces"
import type { Connection } from "../../../api/admin/marketplaces/connections/types"
import type { CheckResult as Result } from "../../../marketplaces/port"
import { CheckResult } from "../check-result"
import type { CredentialField } from "../../../api/admin/marketplaces/types"
import { EditMenu } from "../edit-menu"
import { optionLabel } from "../settings/setting-value"
import { SectionHeader } from "../section-header"

export const CredentialsSection = ({ connection }: { connection: Connection }) => {
  const { search } = useLocation()
  const marketplace = useMarketplace(connection.marketplace_id)
  const check = useCheckConnection(connection.id)
  return (
    <CredentialsCard
      fields={marketplace?.credential_fields ?? []}
      stored={connection.credentials}
      to={`credentials${search}`}
      check={check}
      onCheck={() => check.mutate()}
    />
  )
}

type CardProps = {
  fields: CredentialField[]
  stored: Record<string, string>
  to: string
  check: { isPending: boolean; data?: Result }
  onCheck: () => void
  children?: ReactNode
}

/** What is stored of credentials, a button that tries them, and the way to their form. */
export const CredentialsCard = ({ fields, stored, to, check, onCheck, children }: CardProps) => {
  const { t } = useTranslation("marketplaces")
  const shown = (field: CredentialField) => {
    const value = stored[field.name]
    return field.secret && value ? t("credentials.set") : value ? optionLabel(field, value) : "–"
  }
  return (
    <Container className="divide-y p-0">
      <SectionHeader title={t("credentials.title")} hint={t("credentials.hint")}>
        <Button size="small" variant="secondary" onClick={onCheck} isLoading={check.isPending}>
          {t("credentials.check")}
        </Button>
        <EditMenu to={to} />
      </SectionHeader>
      {check.data && (
        <div className="px-6 py-4">
          <CheckResult result={check.data} />
        </div>
      )}
      {fields.map((field) => (
        <SectionRow key={field.name} title={field.label} value={shown(field)} />
      ))}
      {children}
    </Container>
  )
}
