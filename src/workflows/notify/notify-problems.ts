import type { MedusaContainer } from "@medusajs/framework/types"
import { connectionNotice, isUrgent, moreNotice, orderNotice, problemNotice } from "../../orders/notices"
import type { NewProblem, SubjectProblem } from "../../modules/marketplace/stores/notices"
import { isBlocking, problemFacts } from "../../orders/problems"
import { eachAlone } from "../shared/each-alone"
import { marketplaceOf } from "../shared/marketplace"
import { notify } from "./notify"

/** Single notifications a day for one problem of one connection. */
const ONE_BY_ONE = 20
/** The same an hour for what did not reach a marketplace. */
const SENDINGS_ONE_BY_ONE = 5
/** Up to this many urgent orders of one run each get a notification; more share one. */
const APART = 5
/** Orders in one round, the longest waiting first. */
const AT_ONCE = 1000

const dayOf = (since: SubjectProblem["since"]) => new Date(since ?? Date.now()).toISOString().slice(0, 10)

/** What orders show since the last run of their connection, in one notification for each problem. */
export async function notifyNewProblems(
  container: MedusaContainer,
  { of }: { of: string | null } = { of: null }
): Promise<void> {
  const news = await marketplaceOf(container).notices.listNewProblems({ of, limit: AT_ONCE })
  const groups = new Map<string, NewProblem[]>()
  for (const one of news) {
    const name = `${one.connection_id} ${one.code}`
    groups.set(name, [...(groups.get(name) ?? []), one])
  }
  const nameOf = ([one]: NewProblem[]) => `the problems of ${one.connection_id}`
  await eachAlone(container, groups.values(), nameOf, (group) => notifyGroup(container, group))
}

/** The same of one connection, named by its id or by that of one of its orders. */
export const notifyOrderProblems = (container: MedusaContainer, of: string): Promise<void> =>
  notifyNewProblems(container, { of })

async function notifyGroup(container: MedusaContainer, group: NewProblem[]): Promise<void> {
  const marketplace = marketplaceOf(container)
  const [first] = group
  const { connection_id, code, run_id } = first
  const today = `order:${connection_id}:${code}:${dayOf(null)}:`
  const orders = group.map((row) => ({ ...row, params: row.params ?? {} }))
  const isApart = isUrgent({ code }) && problemFacts(code).scope === "each" && group.length <= APART
  const isTooMany = (await marketplace.medusaTables.countNotifiedCauses(`marketplace:${today}`)) > ONE_BY_ONE
  const notices = () => {
    if (isTooMany) return [moreNotice(`${today}more`, first, orders[0])]
    if (!isApart) return [problemNotice(`${today}${run_id ?? "first"}`, connection_id, orders)]
    const key = ({ id, since }: NewProblem) => `${today}${id}-${since ? new Date(since).getTime() : ""}`
    return orders.map((order) => orderNotice(key(order), order, order))
  }
  const announced = await notify(container, first, notices())
  // What came after the run's news waits for the next run's, unless its own notice or that of the rest of the day is there.
  const isSaid = announced === "new" || (announced === "known" && (isTooMany || isApart))
  if (isSaid) await marketplace.notices.markNotified(group)
}

/** What had to reach a marketplace and did not; after the first ones of an hour, one for the others. */
export async function notifyActionProblem(container: MedusaContainer, id: string): Promise<void> {
  const marketplace = marketplaceOf(container)
  const row = await marketplace.notices.actionProblem(id)
  if (!row) return
  const hour = new Date().toISOString().slice(0, 13)
  const group = `action:${row.connection_id}:${row.code}:${hour}:`
  const count = await marketplace.medusaTables.countNotifiedCauses(`marketplace:${group}`)
  const cause = { code: row.code, params: row.params ?? {} }
  const notice =
    count > SENDINGS_ONE_BY_ONE ? moreNotice(`${group}more`, row, cause) : orderNotice(group + id, row, cause)
  await notify(container, row, [notice])
}

/**
 * A blocking problem is notified once the connection is paused: the first refusal may be temporary. Any other problem is
 * notified once a day.
 */
export async function notifyConnectionProblem(container: MedusaContainer, id: string): Promise<void> {
  const row = await marketplaceOf(container).notices.connectionProblem(id)
  if (!row || (isBlocking(row.code) && row.status !== "paused")) return
  const since = isBlocking(row.code) ? new Date(row.since ?? 0).getTime() : dayOf(row.since)
  const cause = { code: row.code, params: row.params ?? {} }
  await notify(container, row, [connectionNotice(`connection:${id}:${row.code}:${since}`, row, cause)])
}
