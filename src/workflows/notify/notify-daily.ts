import { createHash } from "node:crypto"
import type { MedusaContainer } from "@medusajs/framework/types"
import { completenessNotice, digestNotice, orderNotice, ordersLink, ordersNotice } from "../../orders/notices"
import type { MarketplaceOrderState } from "../../orders/order-states"
import { AT_RISK_MS, deadlineProblem } from "../../orders/state"
import { eachAlone } from "../shared/each-alone"
import { marketplaceOf } from "../shared/marketplace"
import { type Completeness, completenessOf } from "../../orders/completeness"
import { notify } from "./notify"

/** Up to this many deadlines of one kind each get a notification; more share one. */
const ONE_BY_ONE = 5
/** Orders in one round, the most urgent first; the next round takes those that were not notified yet. */
const AT_ONCE = 1000
const DAY_MS = 24 * 60 * 60 * 1000
/** UTC: the digest is there when the warehouse begins. */
const DIGEST_HOUR = 5

/** Deadlines that are near or missed, each once. Disabled connections too: the buyer still waits. */
export async function notifyDeadlines(container: MedusaContainer, now = new Date()): Promise<void> {
  const marketplace = marketplaceOf(container)
  const soon = new Date(now.getTime() + AT_RISK_MS)
  const rows = await marketplace.notices.listDeadlines({ now, soon, limit: AT_ONCE })
  const iso = (time: Date | null) => time && new Date(time).toISOString()
  const news = rows.flatMap((row) => {
    const dates = { accept_by: iso(row.accept_by), ship_by: iso(row.ship_by) }
    const problem = deadlineProblem(dates, row.state as MarketplaceOrderState, now)
    return problem ? [{ row, problem }] : []
  })
  const groups = new Map<string, typeof news>()
  for (const one of news) {
    const group = `${one.row.connection_id} ${one.problem.code}`
    groups.set(group, [...(groups.get(group) ?? []), one])
  }
  const nameOf = ([{ row }]: typeof news) => `the deadlines of ${row.connection_id}`
  await eachAlone(container, groups.values(), nameOf, async (group) => {
    const [{ row, problem }] = group
    const notices = () => {
      if (group.length <= ONE_BY_ONE) {
        return group.map((one) =>
          orderNotice(`deadline:${one.row.id}:${one.row.noticed}`, one.row, one.problem)
        )
      }
      const ids = createHash("sha256").update(group.map((one) => one.row.id + one.row.noticed).join())
      const due = problem.code.endsWith("_risk") ? "at_risk" : "overdue"
      const link = ordersLink("all", { due, connection_id: [row.connection_id] })
      const orders = group.map((one) => one.row)
      const key = `deadlines:${row.connection_id}:${ids.digest("base64url").slice(0, 22)}`
      return [ordersNotice(key, orders, link, problem)]
    }
    if ((await notify(container, row, notices())) === "failed") return
    for (const { row } of group) {
      await marketplace.orders.markOrder(row.id, { deadline_notified: row.noticed })
    }
  })
}

/** One notification a day and connection with what was imported and what waits; none on an empty day. */
export async function sendDigest(container: MedusaContainer, now = new Date()): Promise<void> {
  if (now.getUTCHours() < DIGEST_HOUR) return
  const soon = new Date(now.getTime() + AT_RISK_MS)
  const rows = await marketplaceOf(container).notices.listDays({ now, soon })
  const day = now.toISOString().slice(0, 10)
  const notifyDay = async (row: (typeof rows)[number]) => {
    const { imported, to_accept, to_fix, at_risk, overdue } = row
    if (imported + to_accept + to_fix + at_risk + overdue === 0) return
    await notify(container, row, [digestNotice(`digest:${row.id}:${day}`, row, row)])
  }
  await eachAlone(container, rows, ({ id }) => `the digest of ${id}`, notifyDay)
}

/** The differences that the daily comparison found, fixed or not; none on a day without any. */
export async function notifyDifferences(
  container: MedusaContainer,
  connection: { id: string; name: string; settings: Record<string, unknown> },
  { differences, checked_at }: Pick<Completeness, "differences" | "checked_at">
): Promise<void> {
  if (!differences.length) return
  const open = differences.filter(({ fixed }) => !fixed).length
  const key = `sweep:${connection.id}:${checked_at}`
  await notify(container, connection, [
    completenessNotice(key, connection, { count: differences.length, open }),
  ])
}

/** The same of every comparison of the last day, as those may have been missed. */
export async function notifyReports(container: MedusaContainer): Promise<void> {
  const connections = await marketplaceOf(container).listMarketplaceConnections({})
  const reports = connections.flatMap(({ id, name, settings, completeness }) => {
    const { differences, checked_at } = completenessOf(completeness)
    const isNew = checked_at !== null && Date.parse(checked_at) > Date.now() - DAY_MS
    return isNew ? [{ connection: { id, name, settings }, report: { differences, checked_at } }] : []
  })
  const nameOf = ({ connection }: (typeof reports)[number]) => `the differences of ${connection.id}`
  await eachAlone(container, reports, nameOf, ({ connection, report }) =>
    notifyDifferences(container, connection, report)
  )
}
