import type { MedusaContainer } from "@medusajs/framework/types"
import { invalid, notAllowed, notFound } from "../../modules/marketplace/refusal"
import { type LabelOverrides } from "../../labels/plan-label"
import type { LabelRequestRow } from "../../modules/label/stores/requests"
import { labelsOf } from "../shared/labels"
import { type Actor, marketplaceOf, SYSTEM } from "../shared/marketplace"
import { oneStepWorkflow } from "../shared/one-step-workflow"
import { readFulfillments } from "./consider"
import { readReturnsToLabel } from "./consider-returns"
import { wakeLabels } from "./wake-labels"
import { labelMakers } from "./which-account"

/** The cancel intents of what was unpacked. */
export async function cancelLabelsOf(container: MedusaContainer, fulfillment_ids: string[]): Promise<void> {
  const { requests } = labelsOf(container)
  const rows = await requests.requestsOfFulfillments(fulfillment_ids)
  const woken = await requests.wantCanceled(
    rows.map(({ id }) => id),
    SYSTEM
  )
  wakeLabels(container, woken.length)
}

/** Labels that wait for something, or are live, of an order that changed. */
export async function lookAtLabelsOf(container: MedusaContainer, order_id: string): Promise<void> {
  const { requests } = labelsOf(container)
  const rows = await requests.requestsOfOrder(order_id)
  if (rows.length === 0) return
  wakeLabels(container, (await requests.wakeRequests(rows.map(({ id }) => id))).length)
}

async function requestOf(container: MedusaContainer, id: string): Promise<LabelRequestRow> {
  const [request] = await labelsOf(container).requests.loadRequests([id])
  if (!request) throw notFound("label_not_found", { id })
  return request
}

type MakeInput = {
  fulfillment_id?: string
  /** Instead of a fulfillment. */
  return_id?: string
  account_id?: string
  overrides?: LabelOverrides | null
  actor: Actor
}

/**
 * Asks for the label of a fulfillment, or of a return, by hand; returns the request's id. There is one request for each: what
 * was canceled or failed is made again, and what is there, or under way, stays as it is.
 */
export const makeMarketplaceLabelWorkflow = oneStepWorkflow(
  "make-marketplace-label",
  async (
    { fulfillment_id: parcel_id, return_id, account_id, overrides = null, actor }: MakeInput,
    { container }
  ) => {
    const labels = labelsOf(container)
    const fulfillment_id = return_id ?? parcel_id ?? ""
    const { order, maker, kind } = return_id
      ? await returnSubject(container, return_id)
      : await parcelSubject(container, fulfillment_id)
    const account = account_id
      ? await labels.account(account_id)
      : (maker?.account ?? (await onlyAccount(container)))
    if (kind === "return" && account && labels.settingsOf(account).labels.return_mode === "off") {
      throw notAllowed("label_returns_off")
    }
    const [known] = await labels.requests.requestsOfFulfillments([fulfillment_id])
    if (known) {
      const isGone = (await labels.accounts.loadAccount(known.account_id))?.deleted_at !== null
      const other = account_id || isGone ? account?.id : null
      const merged = mergeOverrides(known.overrides, overrides)
      const renewed = await labels.requests.renewRequest(known.id, actor, merged, other)
      if (renewed.length === 0) throw notAllowed("label_exists")
      wakeLabels(container, 1)
      return known.id
    }
    if (!account) throw invalid("label_account_needed")
    const [id] = await labels.requests.planRequests([
      {
        account_id: account.id,
        order_id: order.id,
        kind,
        fulfillment_id,
        order_number:
          maker?.order_number ?? (await marketplaceNumber(container, order.id)) ?? String(order.display_id),
        is_test: maker?.is_test ?? labels.settingsOf(account).labels.is_test,
        requested_by: actor,
        overrides,
      },
    ])
    wakeLabels(container, 1)
    // Another click wrote it meanwhile.
    return id ?? (await labels.requests.requestsOfFulfillments([fulfillment_id]))[0].id
  }
)

async function parcelSubject(container: MedusaContainer, id: string) {
  const [fulfillment] = await readFulfillments(container, [id])
  if (!fulfillment?.order) throw notFound("label_fulfillment_not_found", { id })
  if (fulfillment.canceled_at !== null) throw notAllowed("label_fulfillment_canceled")
  const { order, provider_id } = fulfillment
  const subject = { order_id: order.id, sales_channel_id: order.sales_channel_id, provider_id }
  const maker = (await labelMakers(container, [subject]))(subject)
  return { kind: "outgoing" as const, order, maker }
}

async function returnSubject(container: MedusaContainer, id: string) {
  const [found] = await readReturnsToLabel(container, [id])
  if (!found || found.status === "open") throw notFound("label_return_not_found", { id })
  if (found.canceled_at !== null || found.status === "received") throw notAllowed("label_return_over")
  return { kind: "return" as const, order: found.order, maker: found.maker }
}

async function marketplaceNumber(container: MedusaContainer, order_id: string): Promise<string | null> {
  const [source] = await marketplaceOf(container).orders.listSources([order_id])
  return source ? (source.external_reference ?? source.external_id) : null
}

async function onlyAccount(container: MedusaContainer) {
  const accounts = (await labelsOf(container).accounts.listAccounts()).filter(({ is_enabled }) => is_enabled)
  return accounts.length === 1 ? accounts[0] : null
}

/** What was corrected before stays, where it is not corrected again. */
function mergeOverrides(before: LabelOverrides | null, given: LabelOverrides | null): LabelOverrides | null {
  if (!before || !given) return given ?? before
  const to = { ...before.to, ...given.to }
  return { ...before, ...given, ...(Object.keys(to).length > 0 && { to }) }
}

type ChangeInput = { id: string; actor: Actor }

/** Tries again what failed, with other corrections where they are given. What is unclear is looked for at once. */
export const retryMarketplaceLabelWorkflow = oneStepWorkflow(
  "retry-marketplace-label",
  async (
    { id, overrides = null, actor }: ChangeInput & { overrides?: LabelOverrides | null },
    { container }
  ) => {
    const { requests } = labelsOf(container)
    const request = await requestOf(container, id)
    const woken = ["failed", "needs_approval"].includes(request.state)
      ? await requests.renewRequest(id, actor, mergeOverrides(request.overrides, overrides))
      : await requests.wakeRequests([id])
    if (woken.length === 0) throw notAllowed("label_under_way")
    wakeLabels(container, 1)
    return id
  }
)

/** Writes the intent to cancel; what the service says of it is read from the label later. */
export const cancelMarketplaceLabelWorkflow = oneStepWorkflow(
  "cancel-marketplace-label",
  async ({ id, actor }: ChangeInput, { container }) => {
    const request = await requestOf(container, id)
    if (request.state === "canceled") throw notAllowed("label_canceled_already")
    await labelsOf(container).requests.wantCanceled([id], actor)
    wakeLabels(container, 1)
    return id
  }
)

export const approveMarketplaceLabelsWorkflow = oneStepWorkflow(
  "approve-marketplace-labels",
  async ({ ids, actor }: { ids: string[]; actor: Actor }, { container }) => {
    const approved = await labelsOf(container).requests.approveRequests(ids, actor)
    if (approved.length === 0) throw notAllowed("label_not_waiting")
    wakeLabels(container, approved.length)
    return approved.map(({ id }) => id)
  }
)

export const markMarketplaceLabelsPrintedWorkflow = oneStepWorkflow(
  "mark-marketplace-labels-printed",
  async ({ ids, actor }: { ids: string[]; actor: Actor }, { container }) =>
    labelsOf(container).requests.markPrinted(ids, actor)
)
