import { Badge, Container, Text } from "@medusajs/ui"
import { useTranslation } from "react-i18next"
import { Link, useLocation } from "react-router-dom"
import { useCarrierCoverage, useCarrierRules, useCarriers } from "../../hooks/api/carriers"
import { useStockLocations } from "../../hooks/api/store"
import type { Connection } from "../../../api/admin/marketplaces/connections/types"
import type { CoveredBy } from "../../../carriers/option-coverage"
import { QueryState } from "../query-state"
import { SectionHeader } from "../section-header"
import { providerName } from "./provider-name"

/** How the carrier of every shipping option and provider is determined; first those that leave it to the number. */
export const CoverageSection = ({ connection }: { connection: Connection }) => {
  const { t } = useTranslation("marketplaces")
  const query = useCarrierCoverage(connection.id)
  const locations = useStockLocations().data?.stock_locations
  const entries = [
    ...(query.data?.shipping_options ?? []).map((option) => ({
      ...option,
      kind: "option" as const,
      detail: locations?.find(({ id }) => id === option.stock_location_id)?.name,
    })),
    ...(query.data?.providers ?? []).map((provider) => ({
      ...provider,
      kind: "provider" as const,
      name: providerName(provider.id),
      detail: undefined,
    })),
  ].sort((a, b) => Number(a.covered_by !== null) - Number(b.covered_by !== null))
  return (
    <Container className="divide-y p-0">
      <SectionHeader
        title={t("coverage.title")}
        hint={t("coverage.hint")}
        badge={
          query.data && (
            <Badge size="2xsmall" color={query.data.uncovered ? "orange" : "green"}>
              {query.data.uncovered
                ? t("coverage.uncovered", { count: query.data.uncovered })
                : t("coverage.complete")}
            </Badge>
          )
        }
      />
      <QueryState query={query}>
        {entries.length ? (
          <ul className="max-h-96 divide-y overflow-y-auto">
            {entries.map((entry) => (
              <li
                key={`${entry.kind}-${entry.id}`}
                className="flex flex-wrap items-center justify-between gap-2 px-6 py-3"
              >
                <Text size="small" className="min-w-0 break-words">
                  {entry.name}{" "}
                  <span className="text-ui-fg-subtle">
                    {[t(`coverage.kinds.${entry.kind}`), entry.detail].filter(Boolean).join(" · ")}
                  </span>
                </Text>
                <CoverageWords connection={connection} entry={entry} />
              </li>
            ))}
          </ul>
        ) : (
          <Text size="small" className="text-ui-fg-subtle px-6 py-4">
            {t("coverage.none")}
          </Text>
        )}
      </QueryState>
    </Container>
  )
}

type Entry = {
  id: string
  name: string
  kind: "option" | "provider"
  covered_by: CoveredBy
  rule_id: string | null
}

const CoverageWords = ({ connection, entry }: { connection: Connection; entry: Entry }) => {
  const { t } = useTranslation("marketplaces")
  const { search } = useLocation()
  const rules = useCarrierRules(connection.id).data?.carrier_rules ?? []
  const carriers = useCarriers().data?.carriers
  const place = rules.findIndex(({ id }) => id === entry.rule_id) + 1
  const standard = connection.settings.shipping?.default_carrier
  if (entry.covered_by === null) {
    const wanted = new URLSearchParams(search)
    wanted.set(entry.kind, entry.id)
    return (
      <span className="flex flex-wrap items-center gap-3">
        <Badge size="2xsmall" color="orange">
          {t("coverage.by.number")}
        </Badge>
        <Link
          to={`carrier-rules/new?${wanted}`}
          aria-label={t("coverage.writeFor", { name: entry.name })}
          className="text-ui-fg-interactive-hover dark:text-ui-fg-interactive txt-compact-small"
        >
          {t("coverage.write")}
        </Link>
      </span>
    )
  }
  return (
    <Text size="small" className="text-ui-fg-subtle">
      {entry.covered_by === "rule"
        ? t("coverage.by.rule", { place })
        : entry.covered_by === "option"
          ? t("coverage.by.option")
          : t("coverage.by.default", {
              carrier: carriers?.find(({ key }) => key === standard)?.name ?? standard,
            })}
    </Text>
  )
}
