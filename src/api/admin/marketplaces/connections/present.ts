import type { AuthenticatedMedusaRequest } from "@medusajs/framework/http"
import type { MedusaContainer } from "@medusajs/framework/types"
import type { ConnectionRow } from "../../../../modules/marketplace/stores/connections"
import type { RunRow } from "../../../../modules/marketplace/stores/runs"
import { marketplaceOf } from "../../../../workflows/shared/marketplace"
import type { Locale } from "../../../../orders/fill-text"
import { iso } from "../iso"
import { localeOf, presentProblem } from "../present-problem"
import type { RunSummary } from "../runs/types"
import type { Connection, Settings } from "./types"
import {
  type ConnectionWarning,
  connectionWarnings,
} from "../../../../workflows/connections/connection-warnings"

/** The connection of the address as it is now, or a 404. */
export async function currentConnection(
  req: AuthenticatedMedusaRequest<unknown>
): Promise<{ connection: Connection }> {
  const row = await marketplaceOf(req.scope).connection(req.params.id)
  const [connection] = await presentConnections(req.scope, [row], localeOf(req))
  return { connection }
}

/** A connection as the API shows it: never a secret, and nothing of the leases. */
export async function presentConnections(
  container: MedusaContainer,
  rows: ConnectionRow[],
  locale: Locale
): Promise<Connection[]> {
  const marketplace = marketplaceOf(container)
  const ids = rows.map(({ id }) => id)
  const [versions, credentials, runs, counts] = await Promise.all([
    marketplace.connections.listVersions(ids),
    marketplace.credentials.listHints(ids),
    marketplace.runs.loadRuns(rows.flatMap(({ last_run_id }) => last_run_id ?? [])),
    marketplace.orders.countByConnection(ids),
  ])
  const warnings = await connectionWarnings(container, rows)
  const backlogOf = ({ marketplace_id, settings }: ConnectionRow, orders: number): Connection["backlog"] => {
    if (!orders || !marketplace.hasAdapter(marketplace_id)) return null
    const adapter = marketplace.adapter(marketplace_id)
    const own = adapter.settings_schema.safeParse(settings[marketplace_id] ?? {})
    const { requests_per_second } = adapter.pace(own.data ?? adapter.settings_schema.parse({}))
    return { orders, minutes: Math.ceil(orders / requests_per_second / 60) }
  }
  return rows.map((row): Connection => ({
    id: row.id,
    version: versions.find(({ id }) => id === row.id)?.version ?? "",
    marketplace_id: row.marketplace_id,
    account: row.account,
    name: row.name,
    is_enabled: row.is_enabled,
    health: healthOf(row, warnings.get(row.id) ?? [], locale),
    sales_channel_id: row.sales_channel_id,
    region_id: row.region_id,
    stock_location_ids: row.stock_location_ids,
    shipping_option_ids: row.shipping_options.map((option) => option.id),
    destinations: row.destinations,
    settings: row.settings as Settings,
    credentials: credentials.find(({ connection_id }) => connection_id === row.id)?.hints ?? {},
    activated_at: iso(row.activated_at),
    last_run: lastRun(runs.find(({ id }) => id === row.last_run_id)),
    next_run_at: row.is_enabled ? iso(row.next_run_at) : null,
    blocked_until: iso(row.blocked_until),
    counts: countsOf(counts.find(({ connection_id }) => connection_id === row.id)),
    backlog: backlogOf(row, counts.find(({ connection_id }) => connection_id === row.id)?.details ?? 0),
    created_at: iso(row.created_at),
  }))
}

/** A warning shows as the connection's health while nothing worse does; all of them are listed. */
function healthOf(row: ConnectionRow, warnings: ConnectionWarning[], locale: Locale): Connection["health"] {
  const warning = row.health_status === "ok" ? warnings.at(0) : undefined
  const problem = warning
    ? presentProblem(warning.code, warning.params, locale)
    : presentProblem(row.health_code, row.health_params, locale)
  return {
    status: warning ? "degraded" : row.health_status,
    ...(problem ?? { code: null, message: null, hint: null }),
    since: warning ? warning.since : iso(row.health_since),
    warnings: warnings.map(({ code, params }) => presentProblem(code, params, locale)),
  }
}

function lastRun(run: RunRow | undefined): RunSummary | null {
  if (!run) return null
  const { id, connection_id, trigger, scope, state, started_at, finished_at, counts, error } = run
  const times = { started_at: iso(started_at), finished_at: iso(finished_at) }
  return { id, connection_id, trigger, scope, state, ...times, counts, error }
}

const countsOf = (counts: Partial<Connection["counts"]> = {}): Connection["counts"] => {
  const { to_accept = 0, waiting = 0, to_fix = 0, imported = 0, ignored = 0 } = counts
  return { to_accept, waiting, to_fix, imported, ignored }
}
