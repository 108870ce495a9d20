import type { MedusaContainer } from "@medusajs/framework/types"
import type { ConnectionRow } from "../../modules/marketplace/stores/connections"
import { completenessOf } from "../../orders/completeness"
import type { Problem } from "../../orders/problems"
import { importFilters, notificationSettings } from "../../orders/settings"
import { goneCarriersOf } from "../carriers/rule-warnings"
import { servedChannels } from "../notify/notify"
import { SILENT_MINUTES } from "../../modules/marketplace/watchdog"
import { gonePlacesOf } from "./gone-places"
import { marketplaceOf } from "../shared/marketplace"
import { alarmProblems, offerAlarms } from "../offers/offer-alarms"
import { isSharedLockingMissing } from "../shared/shared-locking"

/** A filter that lets nothing through for so long is taken for a mistake. */
const FILTERED_DAYS = 30

/** `since`: ISO 8601, where it is known. */
export type ConnectionWarning = Problem & { since: string | null }

/** What does not stop a connection but needs to be fixed; the gravest first. */
export async function connectionWarnings(
  container: MedusaContainer,
  rows: ConnectionRow[]
): Promise<Map<string, ConnectionWarning[]>> {
  const isLockingMissing = isSharedLockingMissing(container)
  const [gone, served, isSilent, places, filtered, alarms] = await Promise.all([
    goneCarriersOf(container, rows),
    servedChannels(container),
    isSchedulerSilent(container),
    gonePlacesOf(container, rows),
    marketplaceOf(container).orders.listAllFiltered(
      rows.filter(isFiltered).map(({ id }) => id),
      FILTERED_DAYS
    ),
    offerAlarms(container, rows),
  ])
  return new Map(
    rows.map((row) => {
      const carriers = gone.get(row.id) ?? []
      const lost = places.get(row.id) ?? []
      const allFiltered = filtered.find(({ connection_id }) => connection_id === row.id)
      const { recipients } = notificationSettings(row.settings)
      const channels = new Set(recipients.map(({ channel }) => channel).filter((one) => !served.has(one)))
      const warnings: ConnectionWarning[] = [
        ...(isSilent && row.is_enabled
          ? [{ code: "scheduler_stopped" as const, params: { minutes: SILENT_MINUTES }, since: null }]
          : []),
        ...(isLockingMissing ? [{ code: "shared_locking_missing" as const, params: {}, since: null }] : []),
        ...(lost.length ? [{ code: "place_gone" as const, params: { places: lost }, since: null }] : []),
        ...(allFiltered
          ? [
              {
                code: "filters_exclude_all" as const,
                params: { count: allFiltered.count, channels: allFiltered.channels },
                since: null,
              },
            ]
          : []),
        ...alarms
          .filter(({ connection_id }) => connection_id === row.id)
          .flatMap(alarmProblems)
          .map(({ since, ...problem }) => ({ ...problem, since: since && new Date(since).toISOString() })),
        ...comparisonWarning(row),
        ...(carriers.length
          ? [
              {
                code: "carriers_gone" as const,
                params: { carriers },
                since: row.carriers?.fetched_at ?? null,
              },
            ]
          : []),
        ...(channels.size
          ? [
              {
                code: "notification_channel_missing" as const,
                params: { channels: [...channels] },
                since: null,
              },
            ]
          : []),
      ]
      return [row.id, warnings]
    })
  )
}

/** Without a filter, none leaves everything out. */
const isFiltered = ({ settings }: ConnectionRow) => {
  const filters = importFilters(settings)
  return Boolean(filters?.channels ?? filters?.countries)
}

async function isSchedulerSilent(container: MedusaContainer): Promise<boolean> {
  const marketplace = marketplaceOf(container)
  return marketplace.ticks.isSilent(await marketplace.instance(), SILENT_MINUTES)
}

/** The daily comparison could not be made, or lacks something. */
function comparisonWarning({ completeness }: ConnectionRow): ConnectionWarning[] {
  const { failed, last_failure, checked_at } = completenessOf(completeness)
  if (last_failure)
    return [{ code: "comparison_failed", params: { detail: last_failure.message }, since: last_failure.at }]
  const detail = [...new Set(failed.map(({ message }) => message))].join(" ")
  return detail ? [{ code: "comparison_incomplete", params: { detail }, since: checked_at }] : []
}
