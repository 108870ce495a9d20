import type { MedusaContainer } from "@medusajs/framework/types"
import { ContainerRegistrationKeys } from "@medusajs/framework/utils"
import type { LabelSession } from "../../labels/label-service"
import { judgeMade, type MadeInPanel } from "../../labels/panel-label"
import { planPanelOrder, type PanelPlan } from "../../labels/plan-panel-order"
import type { LabelAccountRow } from "../../modules/label/stores/accounts"
import type { PanelOrderChange, TakenPanelOrder } from "../../modules/label/stores/panel-orders"
import type { Problem } from "../../orders/problems"
import { accountProblem, failureOf, pauseFor, restOf } from "../labels/account-health"
import { loadUnpacked } from "../labels/load-label"
import { problem } from "../labels/task"
import { type LabelMaker, labelMakers } from "../labels/which-account"
import { changeWithoutBuyer, type Hide, labelHider } from "../labels/without-buyer"
import { errorKind } from "../shared/error-kind"
import { announce } from "../shared/events"
import { labelsOf } from "../shared/labels"
import { marketplaceOf } from "../shared/marketplace"
import { patiently } from "../shared/patiently"
import { type Adopted, adoptLabel, unneeded } from "./adopt-label"

const MINUTE = 60
/** Longer than everything that is asked and written for one order. */
export const CLAIM_SECONDS = 5 * MINUTE
/** What is not over is looked at again, less and less often; what changes in the store wakes it at once. */
const PAUSES = [1, 2, 5, 10, 20, 60].map((minutes) => minutes * MINUTE)
const pauseAfter = (attempts: number) => PAUSES[Math.min(attempts, PAUSES.length - 1)]

const NOTHING_WRONG = { problem_code: null, problem_params: null, attempts: 0 }

type Settle = (change: PanelOrderChange) => Promise<boolean>
type Loaded = NonNullable<Awaited<ReturnType<typeof loadUnpacked>>>

/**
 * Brings one order's place in the panel to where the store is: a label that was made there is taken over; else, or where it
 * cannot be, the order is shown, changed, or withdrawn. Showing and withdrawing may be repeated, and nothing is bought by it.
 * Never throws for one order's sake.
 */
export async function performPanelOrder(
  container: MedusaContainer,
  row: TakenPanelOrder,
  owner: string
): Promise<void> {
  const labels = labelsOf(container)
  let hide: Hide = (text) => text
  const settle: Settle = async (change) => {
    const written = changeWithoutBuyer(change, hide)
    const isSettled = await patiently(() => labels.panel.settlePanelOrder(row.id, owner, written))
    if (isSettled && change.problem_code && change.problem_code !== row.problem_code) {
      const { id, order_id } = row
      announce(container, [{ name: "marketplace-label.flagged", data: { id, order_id } }])
    }
    return isSettled
  }
  const again = (why: Problem) =>
    settle({ ...problem(why), attempts: row.attempts + 1, next_in_seconds: pauseAfter(row.attempts) })
  const account = await labels.accounts.loadAccount(row.account_id)
  try {
    const loaded = await loadUnpacked(container, row.order_id)
    if (loaded) hide = labelHider(loaded, null)
    const maker = loaded && (await makerOf(container, row.order_id, loaded))
    if (!account || account.deleted_at || !account.is_enabled) {
      // Nothing can be said to its service any more: another account shows the order from now on.
      const isMoved = maker !== null && maker.account.id !== row.account_id && maker.account.is_enabled
      const mayAppear =
        isMoved && row.pushed_at && !(await leavePanel(container, row, account)) && row.is_settling
      if (mayAppear) {
        await settle({ next_in_seconds: MINUTE })
        return
      }
      await settle(
        isMoved
          ? { ...NOTHING_WRONG, ...GONE, account_id: maker.account.id, next_in_seconds: 0 }
          : { next_in_seconds: null }
      )
      return
    }
    const rest = await restOf(container, account)
    if (rest !== null) {
      await settle({ next_in_seconds: rest })
      return
    }
    const session = await labels.openSession(account, marketplaceOf(container).ongoing.signal)
    await perform({ container, row, owner, account, session, settle, loaded, maker })
  } catch (error) {
    const failure = failureOf(error)
    if (failure.of === "stop") {
      await settle({ next_in_seconds: 0 })
      return
    }
    container
      .resolve(ContainerRegistrationKeys.LOGGER)
      .error(`marketplace-connect: the order ${row.order_id} waits for the panel (${errorKind(error)})`)
    if (failure.of === "account" && failure.code === "integration_unknown") {
      // Only the panel asks whose the keys are: labels are bought all the same.
      await again({ code: "label_account_invalid", params: {} })
    } else if (failure.of === "account" && account) {
      await settle({ next_in_seconds: await pauseFor(container, account, failure) })
    } else {
      await again(
        failure.of === "call"
          ? { code: "label_call_refused", params: { marketplace_message: failure.message } }
          : { code: "label_store_failed", params: {} }
      )
    }
  }
}

/**
 * Of an account that is switched off and has its keys still: its panel shows the order no more. False where it did not show it
 * (yet). Keys that are refused or not readable keep no order from its new panel.
 */
async function leavePanel(
  container: MedusaContainer,
  { order_id: external_id, order_number }: TakenPanelOrder,
  account: LabelAccountRow | null
): Promise<boolean> {
  if (!account || account.deleted_at || (await restOf(container, account)) !== null) return true
  try {
    const session = await labelsOf(container).openSession(account, marketplaceOf(container).ongoing.signal)
    return await session.withdrawOrder({ external_id, order_number })
  } catch (error) {
    const failure = failureOf(error)
    if (failure.of === "account" && accountProblem(failure.code) !== "label_service_unreachable") return true
    throw error
  }
}

type Task = {
  container: MedusaContainer
  row: TakenPanelOrder
  owner: string
  account: LabelAccountRow
  session: LabelSession
  settle: Settle
  loaded: Loaded | null
  maker: LabelMaker | null
}

const GONE = { pushed_at: null, content_hash: null }

async function perform(task: Task): Promise<void> {
  const { container, row, owner, account, session, settle, loaded } = task
  const { panel } = labelsOf(container)
  const made = await madeInPanel(task)
  const adopted = loaded && (await takeOver(task, loaded, made))
  if (adopted === "done") {
    await settle({ ...NOTHING_WRONG, ...GONE, next_in_seconds: 0 })
    return
  }
  const attempts = row.attempts + 1
  const left =
    adopted === null
      ? { ...NOTHING_WRONG, next_in_seconds: null }
      : {
          ...(adopted === "wait" ? NOTHING_WRONG : problem(adopted)),
          attempts,
          next_in_seconds: pauseAfter(row.attempts),
        }
  // What has a label is not shown as if it had none, and stays where that label is until it is a parcel's.
  const isLabeled = adopted !== null && made.kind !== "ask"
  const { plan, account_id } = await wanted(task)
  if (plan.kind === "show" && account_id === account.id) {
    if (plan.hash !== row.content_hash && !isLabeled) {
      if (!(await panel.markPushing(row.id, owner))) return
      await session.pushOrders([plan.order])
      await settle({ ...left, content_hash: plan.hash })
      return
    }
    await settle(left)
    return
  }
  const { order_id: external_id, order_number } = row
  if (row.pushed_at) {
    await session.withdrawOrder({ external_id, order_number })
    if (row.is_settling) {
      await settle({ ...left, content_hash: null, next_in_seconds: MINUTE })
      return
    }
  }
  await settle({
    ...left,
    ...GONE,
    // Another account shows it from now on.
    ...(account_id !== account.id && !isLabeled && { account_id, next_in_seconds: 0 }),
  })
}

/** Who makes the labels of the order; null where no account does. */
async function makerOf(
  container: MedusaContainer,
  order_id: string,
  { sales_channel_id }: Loaded
): Promise<LabelMaker | null> {
  const subject = { order_id, sales_channel_id, provider_id: null }
  return (await labelMakers(container, [subject]))(subject)
}

/** What is to stand in the panel, and in that of which account. */
async function wanted({
  container,
  row,
  account,
  loaded,
  maker,
}: Task): Promise<{ plan: PanelPlan; account_id: string }> {
  const hidden = { plan: { kind: "hide" } as const, account_id: account.id }
  if (!loaded || maker?.mode !== "panel" || !maker.account.is_enabled || maker.is_test) return hidden
  const labels = labelsOf(container)
  const plan = planPanelOrder(
    {
      id: row.order_id,
      order: { ...loaded.order, order_number: row.order_number },
      lines: loaded.lines,
      is_packed: loaded.is_packed,
      stock_location_id: null,
      // A buyer who is forgotten here is not to stand there.
      is_stopped: loaded.stopped_since !== null || loaded.is_purged,
    },
    {
      settings: labels.settingsOf(maker.account),
      rules: await labels.optionRules.listOptionRules(maker.account.id),
      fallback: maker.account.fallback,
    }
  )
  return { plan, account_id: maker.account.id }
}

/** Labels of this order's number that were not bought here. What never stood there, and is not to, is not asked for. */
async function madeInPanel({ container, row, session, loaded, maker }: Task): Promise<MadeInPanel> {
  if (!loaded || (row.pushed_at === null && maker?.mode !== "panel")) return { kind: "none" }
  const { shipping } = loaded.order
  return judgeMade(
    {
      order_number: row.order_number,
      to: { postal_code: shipping?.postal_code ?? "", country_code: shipping?.country_code ?? "" },
      known_since: new Date(row.created_at).getTime(),
      taken_ids: await labelsOf(container).requests.shipmentsOfOrder(row.order_id),
      shown_numbers: loaded.numbers,
    },
    await session.byOrderNumber(row.order_number)
  )
}

/** Null where nothing was made in the panel. */
async function takeOver(
  { container, row }: Task,
  { order: { is_canceled }, is_labeled }: Loaded,
  made: MadeInPanel
): Promise<Adopted | null> {
  switch (made.kind) {
    case "none":
      return null
    case "wait":
      return "wait"
    case "ask":
      // Where nothing is left to be labeled, it is no question: it may be one that no one can cancel.
      return is_canceled || is_labeled ? null : { code: "label_of_panel", params: {} }
    case "several":
      return is_canceled
        ? unneeded("label_panel_canceled", made.shipments)
        : { code: "label_several", params: { count: made.shipments.length } }
    case "one":
      return is_canceled
        ? unneeded("label_panel_canceled", [made.shipment])
        : adoptLabel(container, row, made.shipment)
  }
}
