import type { MedusaContainer } from "@medusajs/framework/types"
import { connectionNotice, isUrgent, moreNotice, orderNotice, problemNotice } from "../../orders/notices"
import type { ActionProblem, NewProblem, SubjectProblem } from "../../modules/marketplace/stores/notices"
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

/**
 * What had to reach a marketplace and did not, each once; after the first ones of an hour, one for the others. Of the action
 * with this id, or of all of the last day, as those may have been missed.
 */
export async function notifyActionProblems(
  container: MedusaContainer,
  { of }: { of: string | null } = { of: null }
): Promise<void> {
  const problems = await marketplaceOf(container).notices.listActionProblems({ of, limit: AT_ONCE })
  const groups = new Map<string, ActionProblem[]>()
  for (const one of problems) {
    const hour = new Date(one.since ?? 0).toISOString().slice(0, 13)
    const name = `action:${one.connection_id}:${one.code}:${hour}:`
    groups.set(name, [...(groups.get(name) ?? []), one])
  }
  const nameOf = ([, [{ connection_id }]]: [string, ActionProblem[]]) => `the actions of ${connection_id}`
  await eachAlone(container, groups, nameOf, async ([group, rows]) => {
    const causeOf = ({ code, params }: ActionProblem) => ({ code, params: params ?? {} })
    const notices = rows.map((row) =>
      orderNotice(`${group}${row.action_id}-${new Date(row.since ?? 0).getTime()}`, row, causeOf(row))
    )
    const more = moreNotice(`${group}more`, rows[0], causeOf(rows[0]))
    await notify(container, rows[0], notices, { group, most: SENDINGS_ONE_BY_ONE, more })
  })
}

/**
 * A blocking problem is notified once the connection is paused: the first refusal may be temporary. Any other problem is
 * notified once a day. Of the connection with this id, or of all since the last day, as those may have been missed.
 */
export async function notifyConnectionProblems(
  container: MedusaContainer,
  { of }: { of: string | null } = { of: null }
): Promise<void> {
  const problems = await marketplaceOf(container).notices.listConnectionProblems({ of })
  await eachAlone(
    container,
    problems.filter(({ code, status }) => !isBlocking(code) || status === "paused"),
    ({ id }) => `the problem of ${id}`,
    async (row) => {
      const { id, code, params } = row
      const since = isBlocking(code) ? new Date(row.since ?? 0).getTime() : dayOf(row.since)
      const key = `connection:${id}:${code}:${since}`
      await notify(container, row, [connectionNotice(key, row, { code, params: params ?? {} })])
    }
  )
}
