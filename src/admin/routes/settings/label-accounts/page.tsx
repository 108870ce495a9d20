import { defineRouteConfig } from "@medusajs/admin-sdk"
import { Container } from "@medusajs/ui"
import { useTranslation } from "react-i18next"
import { Outlet } from "react-router-dom"
import { ConnectLabelAccount } from "../../../components/labels/connect-label-account"
import { LabelAccountSection } from "../../../components/labels/label-account-section"
import { LabelAccountSettings } from "../../../components/labels/label-account-settings"
import { LabelOptionTester } from "../../../components/labels/label-option-tester"
import { LabelRulesSection } from "../../../components/labels/label-rules-section"
import { QueryState } from "../../../components/query-state"
import { SectionHeader } from "../../../components/section-header"
import { useLabelAccounts } from "../../../hooks/api/labels"

const LabelAccountsPage = () => {
  const { t } = useTranslation("marketplaces")
  const query = useLabelAccounts()
  return (
    <div className="flex flex-col gap-y-3">
      <Container className="p-0">
        <SectionHeader level="h1" title={t("menu.labelAccounts")} hint={t("labelAccounts.hint")} />
        <QueryState query={query}>{null}</QueryState>
      </Container>
      {query.data?.label_accounts.map((account) => (
        <section
          key={account.id}
          aria-label={`${account.name} (${account.account})`}
          className="flex flex-col gap-y-3"
        >
          <LabelAccountSection account={account} />
          <LabelAccountSettings account={account} />
          <LabelRulesSection account={account} />
          <LabelOptionTester account={account} />
        </section>
      ))}
      {query.data && <ConnectLabelAccount />}
      <Outlet />
    </div>
  )
}

export const config = defineRouteConfig({
  label: "menu.labelAccounts",
  translationNs: "marketplaces",
})

const Breadcrumb = () => useTranslation("marketplaces").t("menu.labelAccounts")

export const handle = { breadcrumb: () => <Breadcrumb /> }

export default LabelAccountsPage
