import { defineRouteConfig } from "@medusajs/admin-sdk"
import { Button, Container } from "@medusajs/ui"
import { useTranslation } from "react-i18next"
import { useSearchParams } from "react-router-dom"
import { LabelsTable } from "../../components/labels/labels-table"
import { OrdersToLabelTable } from "../../components/labels/orders-to-label"
import { SectionHeader } from "../../components/section-header"

const TABS = ["make", "print", "fix", "all"] as const

const LabelsPage = () => {
  const { t } = useTranslation("marketplaces")
  const [params, setParams] = useSearchParams()
  const tab = TABS.find((name) => name === params.get("tab")) ?? "fix"
  const open = (name: (typeof TABS)[number]) => setParams({ tab: name })
  return (
    <Container className="divide-y p-0">
      <SectionHeader level="h1" title={t("menu.labels")} hint={t("labels.hint")}>
        {TABS.map((name) => (
          <Button
            key={name}
            size="small"
            variant={tab === name ? "primary" : "secondary"}
            aria-pressed={tab === name}
            onClick={() => open(name)}
          >
            {t(`labels.tab.${name}`)}
          </Button>
        ))}
      </SectionHeader>
      {tab === "make" ? (
        <OrdersToLabelTable onMade={() => open("print")} />
      ) : (
        <LabelsTable key={tab} tab={tab} />
      )}
    </Container>
  )
}

export const config = defineRouteConfig({
  label: "menu.labels",
  nested: "/orders",
  translationNs: "marketplaces",
})

const Breadcrumb = () => useTranslation("marketplaces").t("menu.labels")

export const handle = { breadcrumb: () => <Breadcrumb /> }

export default LabelsPage
