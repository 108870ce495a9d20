import type { MedusaContainer } from "@medusajs/framework/types"
import { labelAccountNotice, labelNotice } from "../../orders/notices"
import { isClearedBy, type ProblemParams, problemFacts } from "../../orders/problems"
import { labelsOf } from "../shared/labels"
import { marketplaceOf } from "../shared/marketplace"
import { notify } from "./notify"

/** Single notifications a day for one problem of one account. */
const ONE_BY_ONE = 20

const dayOf = (since: Date | string | null) => new Date(since ?? Date.now()).toISOString().slice(0, 10)

/**
 * A problem of a label: each once, one cause of many once a day, and after the first ones of a day one for all others. What
 * passes without anyone's doing is only shown.
 */
export async function notifyLabelProblem(container: MedusaContainer, id: string): Promise<void> {
  const labels = labelsOf(container)
  const [label] = await labels.requests.loadRequests([id])
  // An order whose label is made in the panel has no request before it is packed.
  const request = label ?? (await labels.panel.loadPanelOrders([id])).at(0)
  const { problem_code: code = null, problem_since } = request ?? {}
  if (!request || code === null || label?.is_test || isClearedBy(code, "call")) return
  const account = await labels.accounts.loadAccount(request.account_id)
  if (!account) return
  const cause = { code, params: (request.problem_params ?? {}) as ProblemParams }
  const today = `label:${account.id}:${code}:${dayOf(problem_since ?? null)}:`
  const count = await marketplaceOf(container).medusaTables.countNotifiedCauses(`marketplace:${today}`)
  const isOfMany = problemFacts(code).scope === "cause"
  const { order_id, order_number } = request
  const notice =
    isOfMany || count > ONE_BY_ONE
      ? labelAccountNotice(`${today}${isOfMany ? "" : "more"}`, account, cause)
      : labelNotice(
          `${today}${id}:${label?.generation ?? 0}`,
          { order_id, order_number, account_name: account.name },
          cause
        )
  const [source] = await marketplaceOf(container).orders.listSources([order_id])
  const settings = source ? (await marketplaceOf(container).anyConnection(source.connection_id)).settings : {}
  await notify(container, { settings }, [notice])
}

/** Why no label of the account can be made: those who are notified of the connections that name it, or the store's feed. */
export async function notifyLabelAccount(container: MedusaContainer, id: string): Promise<void> {
  const account = await labelsOf(container).accounts.loadAccount(id)
  if (!account?.health_code) return
  const cause = { code: account.health_code, params: (account.health_params ?? {}) as ProblemParams }
  const key = `label-account:${id}:${cause.code}:${dayOf(account.health_since)}`
  const named = (await marketplaceOf(container).listMarketplaceConnections({})).filter(
    ({ settings }) => shippingAccount(settings) === id
  )
  for (const { settings } of named.length > 0 ? named : [{ settings: {} }]) {
    await notify(container, { settings: settings as Record<string, unknown> }, [
      labelAccountNotice(key, account, cause),
    ])
  }
}

const shippingAccount = (settings: unknown): unknown =>
  (settings as { shipping?: { label_account_id?: unknown } } | null)?.shipping?.label_account_id
