import type { MedusaContainer } from "@medusajs/framework/types"
import { ContainerRegistrationKeys } from "@medusajs/framework/utils"
import type { LabelSession, ServiceShipment } from "../../labels/label-service"
import { planPanelOrder, type PanelPlan } from "../../labels/plan-panel-order"
import { readReference } from "../../labels/reference"
import { shipmentState } from "../../labels/shipment-state"
import type { LabelAccountRow } from "../../modules/label/stores/accounts"
import type { PanelOrderChange, TakenPanelOrder } from "../../modules/label/stores/panel-orders"
import type { Problem } from "../../orders/problems"
import { failureOf, pauseAccount } from "../labels/account-health"
import { loadUnpacked } from "../labels/load-label"
import { labelMakers } from "../labels/which-account"
import { errorKind } from "../shared/error-kind"
import { announce } from "../shared/events"
import { labelsOf } from "../shared/labels"
import { marketplaceOf } from "../shared/marketplace"
import { patiently } from "../shared/patiently"
import { adoptLabel } from "./adopt-label"

const MINUTE = 60
/** Longer than everything that is asked and written for one order. */
export const CLAIM_SECONDS = 5 * MINUTE
/** A label whose order cannot be packed is tried again: its cause may be gone. */
const RETRY_SECONDS = 20 * MINUTE

const NOTHING_WRONG = { problem_code: null, problem_params: null, attempts: 0 }

type Settle = (change: PanelOrderChange) => Promise<boolean>
type Loaded = NonNullable<Awaited<ReturnType<typeof loadUnpacked>>>

/**
 * Brings one order's place in the panel to where the store is: shown, changed, or withdrawn; a label that was made there is
 * taken over first. Showing and withdrawing may be repeated, and nothing is bought by it. Never throws for one order's sake.
 */
export async function performPanelOrder(
  container: MedusaContainer,
  row: TakenPanelOrder,
  owner: string
): Promise<void> {
  const labels = labelsOf(container)
  const settle: Settle = async (change) => {
    const isSettled = await patiently(() => labels.panel.settlePanelOrder(row.id, owner, change))
    if (isSettled && change.problem_code && change.problem_code !== row.problem_code) {
      const { id, order_id } = row
      announce(container, [{ name: "marketplace-label.flagged", data: { id, order_id } }])
    }
    return isSettled
  }
  const account = await labels.accounts.loadAccount(row.account_id)
  try {
    if (!account || account.deleted_at || !account.is_enabled) {
      await settle({ next_in_seconds: null })
      return
    }
    const until = account.blocked_until?.getTime() ?? 0
    const isElsewhere = account.activated_instance !== (await marketplaceOf(container).instance())
    if (isElsewhere || until > Date.now()) {
      const seconds = isElsewhere ? 10 * MINUTE : Math.ceil((until - Date.now()) / 1000) + 1
      await settle({ next_in_seconds: seconds })
      return
    }
    const session = await labels.openSession(account, marketplaceOf(container).ongoing.signal)
    await perform({ container, row, owner, account, session, settle })
  } catch (error) {
    const failure = failureOf(error)
    if (failure.of === "stop") {
      await settle({ next_in_seconds: 0 })
      return
    }
    container
      .resolve(ContainerRegistrationKeys.LOGGER)
      .error(`marketplace-connect: the order ${row.order_id} waits for the panel (${errorKind(error)})`)
    if (failure.of === "account" && account) {
      const pause = await pauseAccount(container, account, failure.code)
      await settle({ next_in_seconds: Math.max(pause, Math.ceil((failure.retry_after_ms ?? 0) / 1000)) })
      return
    }
    const attempts = row.attempts + 1
    await settle({
      ...(failure.of === "call" &&
        problem({ code: "label_call_refused", params: { marketplace_message: failure.message } })),
      attempts,
      next_in_seconds: Math.min(attempts, 20) * MINUTE,
    })
  }
}

type Task = {
  container: MedusaContainer
  row: TakenPanelOrder
  owner: string
  account: LabelAccountRow
  session: LabelSession
  settle: Settle
}

async function perform(task: Task): Promise<void> {
  const { container, row, owner, account, session, settle } = task
  const { panel } = labelsOf(container)
  const loaded = await loadUnpacked(container, row.order_id)
  const made = row.pushed_at && loaded ? await madeInPanel(task) : []
  if (loaded && made.length > 0) return takeOver(task, loaded, made)
  const { plan, account_id } = await wanted(task, loaded)
  if (plan.kind === "show" && account_id === account.id) {
    if (plan.hash !== row.content_hash) {
      if (!(await panel.markPushing(row.id, owner))) return
      await session.pushOrders([plan.order])
    }
    await settle({ ...NOTHING_WRONG, content_hash: plan.hash, next_in_seconds: null })
    return
  }
  const { order_id: external_id, order_number } = row
  if (row.pushed_at) {
    await session.withdrawOrder({ external_id, order_number })
    if (row.is_settling) {
      await settle({ ...NOTHING_WRONG, content_hash: null, next_in_seconds: MINUTE })
      return
    }
  }
  await settle({
    ...NOTHING_WRONG,
    pushed_at: null,
    content_hash: null,
    account_id,
    // Another account shows it from now on.
    next_in_seconds: account_id === account.id ? null : 0,
  })
}

/** What is to stand in the panel, and in that of which account. */
async function wanted(
  { container, row, account }: Task,
  loaded: Loaded | null
): Promise<{ plan: PanelPlan; account_id: string }> {
  const hidden = { plan: { kind: "hide" } as const, account_id: account.id }
  if (!loaded) return hidden
  const labels = labelsOf(container)
  const { order_id } = row
  const subject = { order_id, sales_channel_id: loaded.sales_channel_id, provider_id: null }
  const maker = (await labelMakers(container, [subject]))(subject)
  if (maker?.mode !== "panel" || !maker.account.is_enabled || maker.is_test) return hidden
  const plan = planPanelOrder(
    {
      id: order_id,
      order: { ...loaded.order, order_number: row.order_number },
      lines: loaded.lines,
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

/** Live labels of this order's number that were not bought here and that are no parcel of ours yet. */
async function madeInPanel({ container, row, session }: Task): Promise<ServiceShipment[]> {
  const known = await labelsOf(container).requests.shipmentsOfOrder(row.order_id)
  return (await session.byOrderNumber(row.order_number)).filter(
    (one) =>
      one.order_number === row.order_number &&
      readReference(one.reference) === null &&
      shipmentState(one) === "live" &&
      !known.includes(one.external_id)
  )
}

async function takeOver({ container, row, settle }: Task, loaded: Loaded, made: ServiceShipment[]) {
  const [shipment] = made
  const isElsewhere = !isSamePlace(shipment, loaded)
  if (made.length > 1 || isElsewhere) {
    await settle({
      ...problem(
        made.length > 1
          ? { code: "label_several", params: { count: made.length } }
          : { code: "label_of_panel", params: {} }
      ),
      next_in_seconds: RETRY_SECONDS,
    })
    return
  }
  const unpacked = await adoptLabel(container, row, shipment)
  const tracking_number = shipment.parcels.flatMap((parcel) => parcel.tracking_number ?? []).join(", ")
  await settle(
    unpacked === null
      ? { ...NOTHING_WRONG, pushed_at: null, content_hash: null, next_in_seconds: 0 }
      : {
          ...problem({ code: "label_panel_unpacked", params: { tracking_number, ...unpacked } }),
          next_in_seconds: RETRY_SECONDS,
        }
  )
}

const plain = (text: string) => text.replace(/\s+/g, "").toUpperCase()

/** Orders of another shop can have the same number. */
const isSamePlace = ({ to }: ServiceShipment, { order: { shipping } }: Loaded): boolean =>
  to !== null &&
  plain(to.postal_code) === plain(shipping?.postal_code ?? "") &&
  plain(to.country_code) === plain(shipping?.country_code ?? "")

const problem = ({ code, params }: Problem) => ({
  problem_code: code,
  problem_params: params as Record<string, unknown>,
})
