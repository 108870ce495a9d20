import type { MedusaContainer } from "@medusajs/framework/types"
import { describeProblem } from "../../orders/problems"
import { AT_RISK_MS, deadlineProblem, type MarketplaceOrderState } from "../../orders/state"
import { marketplaceOf } from "../shared/marketplace"
import type { Completeness } from "../sweep/report"
import { tellFeed } from "./tell-feed"

/** Of a connection with more, the most urgent are told one by one; the digest has the number. */
const MOST_URGENT = 20
/** UTC: the digest is there when the warehouse begins. */
const DIGEST_HOUR = 5

/** Deadlines that are near or missed, each once. Disabled connections too: the buyer waits all the same. */
export async function tellDeadlines(container: MedusaContainer, now = new Date()): Promise<void> {
  type Row = {
    id: string
    name: string
    reference: string
    state: string
    accept_by: Date | null
    ship_by: Date | null
  }
  const rows = await marketplaceOf(container).query<Row>(
    `select o.id, c.name, coalesce(o.external_reference, o.external_id) as reference, o.state, o.accept_by, o.ship_by
       from marketplace_order o join marketplace_connection c on c.id = o.connection_id and c.deleted_at is null
      where not o.is_test and ((o.state = 'to_accept' and o.accept_by < ?)
         or (o.state in ('ready', 'importing', 'imported', 'partly_shipped') and o.ship_by < ?))
      order by least(o.accept_by, o.ship_by) desc limit ?`,
    [new Date(now.getTime() + AT_RISK_MS), new Date(now.getTime() + AT_RISK_MS), MOST_URGENT]
  )
  const iso = (time: Date | null) => time && new Date(time).toISOString()
  await tellFeed(
    container,
    rows.flatMap(({ id, name, reference, state, accept_by, ship_by }) => {
      const dates = { accept_by: iso(accept_by), ship_by: iso(ship_by) }
      const problem = deadlineProblem(dates, state as MarketplaceOrderState, now)
      if (!problem) return []
      const { message, hint } = describeProblem(problem.code, problem.params, "en")
      const key = `deadline:${id}:${problem.code}`
      return { key, title: `${name}: order ${reference}`, description: `${message} ${hint}` }
    })
  )
}

/** One entry a day and connection with what came in and what waits; none where there is nothing to say. */
export async function tellDigest(container: MedusaContainer, now = new Date()): Promise<void> {
  if (now.getUTCHours() < DIGEST_HOUR) return
  const rows = await marketplaceOf(container).query<{
    id: string
    name: string
    imported: number
    to_accept: number
    to_fix: number
  }>(
    `select c.id, c.name,
            count(*) filter (where o.imported_at > now() - interval '1 day')::int as imported,
            count(*) filter (where o.state = 'to_accept')::int as to_accept,
            count(*) filter (where o.problem_code is not null)::int as to_fix
       from marketplace_connection c join marketplace_order o on o.connection_id = c.id and not o.is_test
      where c.deleted_at is null group by c.id, c.name`
  )
  await tellFeed(
    container,
    rows
      .filter((row) => row.imported + row.to_accept + row.to_fix > 0)
      .map(({ id, name, imported, to_accept, to_fix }) => ({
        key: `digest:${id}:${now.toISOString().slice(0, 10)}`,
        title: `${name}: the last day`,
        description: `${imported} imported, ${to_accept} to accept, ${to_fix} to look at.`,
      }))
  )
}

/** A difference that the sweep found, whether it put it right or not: a quiet day has none. */
export async function tellSweep(
  container: MedusaContainer,
  connection: { id: string; name: string },
  { differences, checked_at }: Completeness
): Promise<void> {
  const open = differences.filter(({ mended }) => !mended)
  if (!differences.length) return
  await tellFeed(container, [
    {
      key: `sweep:${connection.id}:${checked_at}`,
      title: `${connection.name}: the daily comparison found ${differences.length} difference(s)`,
      description: open.length
        ? `${open.length} need(s) a look: see the completeness of this connection.`
        : "All of them were put right.",
    },
  ])
}
