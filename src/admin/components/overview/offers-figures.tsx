import { Badge, Container } from "@medusajs/ui"
import { useTranslation } from "react-i18next"
import { Link } from "react-router-dom"
import { useOfferProblems } from "../../hooks/api/offers"
import { useFormat } from "../../hooks/use-format"
import { SectionHeader } from "../section-header"

const COUNTS = [
  ["all", "all"],
  ["differs", "differs"],
  ["fix", "to_fix"],
  ["unmatched", "unmatched"],
] as const

/** How many offers there are, and how many wait for a person; nothing where there is none. */
export const OffersFigures = ({ connectionId }: { connectionId?: string }) => {
  const { t } = useTranslation("marketplaces")
  const { number } = useFormat()
  const counts = useOfferProblems({ connection_id: connectionId }).data?.counts
  if (!counts?.all) return null
  const filter = connectionId ? `&connection_id=${encodeURIComponent(JSON.stringify([connectionId]))}` : ""
  return (
    <Container className="divide-y p-0">
      <SectionHeader title={t("offers.title")} />
      <dl className="grid grid-cols-2 gap-4 px-6 py-4 md:grid-cols-4">
        {COUNTS.map(([tab, name]) => (
          <div key={tab} className="flex flex-col gap-y-1">
            <dt className="txt-compact-small text-ui-fg-subtle">{t(`offers.tabs.${tab}`)}</dt>
            <dd className="txt-compact-medium-plus">
              {counts[name] ? (
                <Link
                  to={`/marketplace-offers?tab=${tab}${filter}`}
                  aria-label={t("overview.show", { what: t(`offers.tabs.${tab}`), count: counts[name] })}
                >
                  <Badge size="xsmall" color={tab === "all" ? "blue" : "orange"}>
                    {number(counts[name])}
                  </Badge>
                </Link>
              ) : (
                number(0)
              )}
            </dd>
          </div>
        ))}
      </dl>
    </Container>
  )
}
