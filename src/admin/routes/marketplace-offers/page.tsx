import { defineRouteConfig } from "@medusajs/admin-sdk"
import { Container, Tabs } from "@medusajs/ui"
import { useTranslation } from "react-i18next"
import { Outlet, useSearchParams } from "react-router-dom"
import { CreateOffers } from "../../components/offers/create-offers"
import { ImportOffers } from "../../components/offers/import-offers"
import { OfferProblemGroups } from "../../components/offers/offer-problem-groups"
import { OffersTable } from "../../components/offers/offers-table"
import { SectionHeader } from "../../components/section-header"
import { useOfferProblems } from "../../hooks/api/offers"
import { useFormat } from "../../hooks/use-format"

const TABS = ["fix", "differs", "all", "unmatched", "excluded"] as const

const MarketplaceOffersPage = () => {
  const { t } = useTranslation("marketplaces")
  const { number } = useFormat()
  const [params, setParams] = useSearchParams()
  const counts = useOfferProblems().data?.counts
  const tab = TABS.find((name) => name === params.get("tab")) ?? "fix"
  const countOf = (name: (typeof TABS)[number]) => counts?.[name === "fix" ? "to_fix" : name] ?? 0
  const change = (name: string) =>
    setParams((before) => {
      const after = new URLSearchParams(before)
      after.set("tab", name)
      after.delete("offset")
      return after
    })
  return (
    <Container className="p-0">
      <SectionHeader level="h1" title={t("offers.title")} hint={t("offers.hint")}>
        <ImportOffers />
        <CreateOffers />
      </SectionHeader>
      <Tabs value={tab} onValueChange={change}>
        <div className="overflow-x-auto border-b px-6 pb-4 pt-1">
          <Tabs.List aria-label={t("offers.title")}>
            {TABS.map((name) => (
              <Tabs.Trigger key={name} value={name} className="whitespace-nowrap">
                {t(`offers.tabs.${name}`)}
                {countOf(name) ? ` (${number(countOf(name))})` : ""}
              </Tabs.Trigger>
            ))}
          </Tabs.List>
        </div>
        <Tabs.Content value="fix">
          <OfferProblemGroups />
        </Tabs.Content>
        <Tabs.Content value="differs">
          <OffersTable key="differs" differs />
        </Tabs.Content>
        <Tabs.Content value="all">
          <OffersTable key="all" />
        </Tabs.Content>
        <Tabs.Content value="unmatched">
          <OffersTable key="unmatched" state="unmatched" />
        </Tabs.Content>
        <Tabs.Content value="excluded">
          <OffersTable key="excluded" state="excluded" />
        </Tabs.Content>
      </Tabs>
      <Outlet />
    </Container>
  )
}

export const config = defineRouteConfig({
  label: "menu.offers",
  translationNs: "marketplaces",
  nested: "/products",
})

const Breadcrumb = () => useTranslation("marketplaces").t("offers.title")

export const handle = { breadcrumb: () => <Breadcrumb /> }

export default MarketplaceOffersPage
