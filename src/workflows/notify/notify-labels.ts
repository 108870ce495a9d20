import type { MedusaContainer } from "@medusajs/framework/types"
import type { LabelProblem } from "../../modules/label/stores/label-notices"
import { labelAccountNotice, labelNotice } from "../../orders/notices"
import { isClearedBy, type ProblemParams, problemFacts } from "../../orders/problems"
import { eachAlone } from "../shared/each-alone"
import { labelsOf } from "../shared/labels"
import { marketplaceOf } from "../shared/marketplace"
import { notify } from "./notify"

/** Single notifications a day for one problem of one account. */
const ONE_BY_ONE = 20
/** Problems in one round, the longest waiting first. */
const AT_ONCE = 1000

const dayOf = (since: Date | string | null) => new Date(since ?? Date.now()).toISOString().slice(0, 10)

type Settings = { settings: Record<string, unknown> }

/**
 * Problems of labels: each once, one cause of many once a day, and after the first ones of a day one for all others. What
 * passes without anyone's doing is only shown. Of the request or panel order with this id, or of all of the last day, as those
 * may have been missed.
 */
export async function notifyLabelProblems(
  container: MedusaContainer,
  { of }: { of: string | null } = { of: null }
): Promise<void> {
  const problems = await labelsOf(container).notices.listLabelProblems({ of, limit: AT_ONCE })
  const lasting = problems.filter(({ code }) => !isClearedBy(code, "call"))
  const settingsOf = await recipientsOf(container, lasting)
  const groups = new Map<string, { settings: Settings; problems: LabelProblem[] }>()
  for (const one of lasting) {
    const settings = settingsOf(one)
    const name = `${one.account_id} ${one.code} ${dayOf(one.since)} ${settings.id}`
    const group = groups.get(name) ?? { settings, problems: [] }
    groups.set(name, { ...group, problems: [...group.problems, one] })
  }
  const nameOf = ({ problems: [{ account_id }] }: { problems: LabelProblem[] }) =>
    `the labels of ${account_id}`
  await eachAlone(container, groups.values(), nameOf, (group) =>
    notifyGroup(container, group.settings, group.problems)
  )
}

async function notifyGroup(container: MedusaContainer, settings: Settings, problems: LabelProblem[]) {
  const [{ account_id, code, params, since }] = problems
  const account = await labelsOf(container).accounts.loadAccount(account_id)
  if (!account) return
  const today = `label:${account_id}:${code}:${dayOf(since)}:`
  const cause = { code, params: (params ?? {}) as ProblemParams }
  if (problemFacts(code).scope === "cause") {
    await notify(container, settings, [labelAccountNotice(today, account, cause)])
    return
  }
  const notices = problems.map(({ id, generation, order_id, order_number, ...one }) =>
    labelNotice(
      `${today}${id}:${generation}`,
      { order_id, order_number, account_name: account.name },
      { code, params: (one.params ?? {}) as ProblemParams }
    )
  )
  const more = labelAccountNotice(`${today}more`, account, cause)
  await notify(container, settings, notices, { group: today, most: ONE_BY_ONE, more })
}

/** Those who are notified of an order's connection; the store's feed for the store's own orders. */
async function recipientsOf(
  container: MedusaContainer,
  problems: LabelProblem[]
): Promise<(of: LabelProblem) => Settings & { id: string }> {
  const marketplace = marketplaceOf(container)
  const sources = await marketplace.orders.listSources(problems.map(({ order_id }) => order_id))
  const connection_ids = [...new Set(sources.map(({ connection_id }) => connection_id))]
  const connections = new Map(
    await Promise.all(
      connection_ids.map(async (id) => [id, (await marketplace.anyConnection(id)).settings] as const)
    )
  )
  const connectionOf = new Map(sources.map(({ order_id, connection_id }) => [order_id, connection_id]))
  return ({ order_id }) => {
    const id = connectionOf.get(order_id) ?? ""
    return { id, settings: connections.get(id) ?? {} }
  }
}

/**
 * Why no label of an account can be made: those who are notified of the connections that name it, or the store's feed. Of the
 * account with this id, or of all since the last day, as those may have been missed.
 */
export async function notifyLabelAccounts(
  container: MedusaContainer,
  { of }: { of: string | null } = { of: null }
): Promise<void> {
  const accounts = await labelsOf(container).notices.listAccountProblems({ of })
  if (!accounts.length) return
  const connections = await marketplaceOf(container).listMarketplaceConnections({})
  const nameOf = ({ id }: { id: string }) => `the label account ${id}`
  await eachAlone(container, accounts, nameOf, async (account) => {
    const { id, code, params, since } = account
    const key = `label-account:${id}:${code}:${dayOf(since)}`
    const named = connections.filter(({ settings }) => shippingAccount(settings) === id)
    for (const { settings } of named.length > 0 ? named : [{ settings: {} }]) {
      await notify(container, { settings: settings as Record<string, unknown> }, [
        labelAccountNotice(key, account, { code, params: (params ?? {}) as ProblemParams }),
      ])
    }
  })
}

const shippingAccount = (settings: unknown): unknown =>
  (settings as { shipping?: { label_account_id?: unknown } } | null)?.shipping?.label_account_id
