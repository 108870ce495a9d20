import type { BoughtReturn, ReturnOutcome } from "../../labels/buy-return"
import { buyReturnOnce, lookForReturn } from "../../labels/buy-return"
import type { CancelResult, ListedReturn, ServiceShipment } from "../../labels/label-service"
import { planReturn, type ReturnAccount } from "../../labels/plan-return"
import { writeReference } from "../../labels/reference"
import { approvalNeeded } from "../../labels/spending"
import { parcelWeight } from "../../labels/weight"
import { presentParcels } from "../../modules/label/stores/parcels"
import type { RequestChange } from "../../modules/label/stores/requests"
import { labelsOf } from "../shared/labels"
import { pauseAccount } from "./account-health"
import { given, measured, orNull } from "./ask-service"
import { loadReturn, type LoadedReturn } from "./load-return"
import { isForPerson, notBought, outcome, PURCHASE_SECONDS, wait } from "./settle-outcome"
import { announceLabel, type ClaimedRequest, memoryOf, ofShipment, prefixOf, problem } from "./task"

const MINUTE = 60
/** A number that is not there yet is asked for again. */
const NUMBER_PAUSES = [5, 15, 60, 5 * MINUTE, 15 * MINUTE]
/** What a service promises to cancel later is looked at again. */
const REQUESTED_SECONDS = 6 * 60 * MINUTE
/** The clock of the service and ours differ. */
const SKEW_MS = 5 * MINUTE * 1000
/** Of a return whose own id the service does not say: it cannot be canceled from here. */
const NAMELESS = "parcel:"

type ReturnTask = ClaimedRequest & { loaded: LoadedReturn }

const OVER: Omit<RequestChange, "next_in_seconds"> = {
  state: "canceled",
  cancel_wanted_at: null,
  sent_at: null,
  problem_code: null,
  problem_params: null,
  faults: [],
}

/** Does what the claimed request of a return label needs next. Nothing of it is sent to the buyer, nor shown on a fulfillment. */
export async function performReturn(task: ReturnTask): Promise<void> {
  const { request, loaded, settle } = task
  const isOver = loaded.returned.is_canceled && request.cancel_result !== "refused"
  if (request.cancel_wanted_at !== null || isOver) {
    return request.state === "cancel_requested" ? followCancellation(task) : cancel(task)
  }
  switch (request.state) {
    case "ready":
      return follow(task)
    case "cancel_requested":
      return followCancellation(task)
    case "canceled":
      await settle({ next_in_seconds: null })
      return
    default:
      return buy(task)
  }
}

async function buy(task: ReturnTask): Promise<void> {
  const { container, request, owner, account, session, loaded, settle } = task
  const labels = labelsOf(container)
  const settings = labels.settingsOf(account)
  const memory = memoryOf(request)
  const taken_ids = await labels.requests.shipmentsOfOrder(request.order_id)
  const now = () => Date.now()
  const look = () => lookForReturn({ session, memory, taken_ids, now }, request.order_number)
  if (isForPerson(request)) {
    const found = await look()
    return found?.state === "ready" ? ended(task, found) : void (await settle({ next_in_seconds: null }))
  }
  const order = { ...loaded.order, order_number: request.order_number, is_test: request.is_test }
  const plan = planReturn(order, loaded.returned, await ask(task), request.overrides ?? {})
  if (plan.kind !== "buy") {
    // An earlier attempt may have left a label.
    const found = await look()
    return found ? ended(task, found) : notBought(task, plan)
  }
  const estimate = { price_estimate: plan.estimate, warnings: plan.warnings }
  const needed = approvalNeeded(settings.labels, {
    labels: 1,
    estimate: plan.estimate,
    // The count is judged with the purchase itself.
    bought_today: 0,
    is_approved: request.approved_by !== null || ["buying", "unclear"].includes(request.state),
  })
  if (needed) return wait(task, needed, estimate)
  let refused: "lost" | "limit" | null = null
  const reference = writeReference({
    prefix: prefixOf(account, request),
    request_id: request.id,
    generation: request.generation,
  })
  const result = await buyReturnOnce({
    session,
    request: { ...plan.request, reference },
    memory,
    taken_ids,
    now,
    async onSending() {
      const current = await loadReturn(container, request.order_id, request.fulfillment_id)
      const begun =
        !current || current.returned.is_canceled || current.returned.is_received
          ? "lost"
          : await labels.requests.beginPurchase(request, owner, {
              daily_count: settings.labels.daily_count,
              labels: 1,
              seconds: PURCHASE_SECONDS,
            })
      refused = begun === "sent" ? null : begun
      return begun === "sent"
    },
  })
  if (refused === "limit") return wait(task, "daily_count", estimate)
  if (refused === "lost") {
    await settle({ next_in_seconds: 0 })
    return
  }
  const option = {
    code: plan.request.option_code,
    name: plan.option?.name ?? plan.request.option_code,
    contract_id: plan.request.contract_id,
  }
  return ended(task, result, {
    ...estimate,
    option,
    carrier: plan.option?.carrier ?? null,
  })
}

/** The account with what its service has for this return. */
async function ask(task: ReturnTask): Promise<ReturnAccount> {
  const { container, account, session, loaded, request } = task
  const settings = labelsOf(container).settingsOf(account)
  const { senders, default_sender_id, return_option, brand_id } = account
  const { overrides } = request
  const { stock_location_id, lines } = loaded.returned
  const known_senders = await session.senders()
  const sender_id =
    overrides?.sender_id ??
    (stock_location_id === null ? undefined : senders[stock_location_id]) ??
    default_sender_id
  const to = known_senders.find(({ external_id }) => external_id === sender_id)
  const weight = parcelWeight(lines, settings.labels, measured(task))
  const from = { ...loaded.to, ...given(overrides?.to) }
  const options =
    to?.country_code && "grams" in weight && from.country_code
      ? await orNull(
          session.options({
            from,
            to: { country_code: to.country_code, postal_code: to.postal_code ?? "" },
            weight_grams: weight.grams,
            with_price: true,
            is_return: true,
          })
        )
      : null
  return { settings, senders, default_sender_id, brand_id, return_option, known_senders, options }
}

/** A return's label as a shipment of one parcel. */
const asShipment = (
  { external_id, parcel_external_id, tracking_number, tracking_url }: BoughtReturn,
  { order_number, option, carrier }: Pick<ClaimedRequest["request"], "order_number" | "option" | "carrier">
): ServiceShipment => ({
  external_id: external_id ?? `${NAMELESS}${parcel_external_id}`,
  reference: null,
  order_number,
  option_code: option?.code ?? null,
  carrier,
  to: null,
  parcels: [
    {
      external_id: parcel_external_id,
      status: "ready",
      external_status: "",
      status_at: null,
      tracking_number,
      tracking_url,
      documents: ["label"],
    },
  ],
  faults: [],
})

const ended = (task: ReturnTask, result: ReturnOutcome, known: Partial<RequestChange> = {}) =>
  result.state === "ready"
    ? outcome(
        task,
        {
          state: "ready",
          how: result.how,
          shipment: asShipment(result.label, {
            ...task.request,
            carrier: known.carrier ?? task.request.carrier,
          }),
        },
        known
      )
    : outcome(task, result, known)

/** What the service's list says of the label of this request, by its parcel. */
async function listedNow({ session, request, parcels }: ReturnTask): Promise<ListedReturn | null> {
  const [parcel] = presentParcels(request, parcels)
  if (!parcel) return null
  const since = new Date(new Date(parcel.created_at).getTime() - 60 * SKEW_MS)
  const listed = await session.returnsOf(request.order_number, since)
  return listed.find(({ parcel_external_id }) => parcel_external_id === parcel.external_id) ?? null
}

/** Completes the number, and shows trouble. */
async function follow(task: ReturnTask): Promise<void> {
  const { container, request, loaded, parcels, settle } = task
  const labels = labelsOf(container)
  if (loaded.returned.is_canceled) {
    // Its cancellation was refused: the label is still paid for, and says so.
    await settle({ next_in_seconds: null })
    return
  }
  const [parcel] = presentParcels(request, parcels)
  const listed = parcel?.tracking_number === null ? await listedNow(task) : null
  if (parcel?.status === "canceled" || listed?.is_canceled) return ends(task, { cancel_result: "gone" })
  if (listed?.tracking_number && listed.parcel_external_id !== null) {
    const { tracking_number, tracking_url, parcel_external_id } = listed
    const known = { external_id: request.shipment_id, parcel_external_id, tracking_number, tracking_url }
    await labels.requests.recordShipment(request, asShipment(known, request), true)
  }
  const isNew = request.shown_at === null
  const attempts = request.attempts + 1
  const lacksNumber = parcel?.tracking_number === null && !listed?.tracking_number
  const trouble =
    parcel?.status === "trouble"
      ? problem({
          code: "label_trouble",
          params: { status: parcel.external_status, tracking_number: parcel.tracking_number },
        })
      : { problem_code: null, problem_params: null }
  await settle({
    ...(parcel ? trouble : problem({ code: "label_store_failed", params: {} })),
    shown_at: request.shown_at ?? new Date(),
    faults: [],
    ...(lacksNumber && { attempts }),
    next_in_seconds: lacksNumber ? NUMBER_PAUSES[Math.min(attempts, NUMBER_PAUSES.length) - 1] : null,
  })
  if (isNew) announceLabel(task, "ready")
}

/** Cancels what was bought, or gives the request up where nothing was. */
async function cancel(task: ReturnTask): Promise<void> {
  const { container, request, account, session, settle } = task
  const labels = labelsOf(container)
  const memory = memoryOf(request)
  let { shipment_id } = request
  if (memory.sent_at !== null) {
    const taken_ids = await labels.requests.shipmentsOfOrder(request.order_id)
    const found = await lookForReturn(
      { session, memory, taken_ids, now: () => Date.now() },
      request.order_number
    )
    switch (found?.state) {
      case "ready": {
        const shipment = asShipment(found.label, request)
        await labels.requests.recordShipment(request, shipment, true)
        await labels.requests.rememberShipment(request.id, ofShipment(shipment))
        shipment_id = shipment.external_id
        break
      }
      case "account":
        await settle({ next_in_seconds: await pauseAccount(container, account, found.code) })
        return
      case undefined:
        break
      default:
        await settle({ next_in_seconds: 30 })
        return
    }
  }
  if (shipment_id === null) return ends(task, {})
  const { result, message } = await canceled(task, shipment_id)
  const said = { cancel_result: result, cancel_message: message, sent_at: null, shipment_id }
  switch (result) {
    case "canceled":
    case "gone":
      return ends(task, said)
    case "requested":
      await settle({
        ...said,
        state: "cancel_requested",
        cancel_wanted_at: null,
        ...problem({ code: "label_canceling", params: {} }),
        next_in_seconds: MINUTE,
      })
      return
    case "refused":
      await settle({
        ...said,
        state: "ready",
        cancel_wanted_at: null,
        ...problem({ code: "label_cancel_refused", params: { marketplace_message: message ?? "" } }),
        next_in_seconds: null,
      })
  }
}

/** A refusal of what is canceled already is none. */
async function canceled(task: ReturnTask, shipment_id: string): Promise<CancelResult> {
  if (shipment_id.startsWith(NAMELESS)) return { result: "refused", message: null }
  const said = await task.session.cancelReturn(shipment_id)
  if (said.result !== "refused") return said
  return (await listedNow(task))?.is_canceled ? { result: "gone", message: null } : said
}

/** What was promised to be canceled may still be used, until the service shows it as canceled. */
async function followCancellation(task: ReturnTask): Promise<void> {
  const { request, parcels, settle } = task
  const [parcel] = presentParcels(request, parcels)
  const isCanceled = parcel?.status === "canceled" || (await listedNow(task))?.is_canceled
  if (isCanceled) return ends(task, {})
  await settle({ cancel_wanted_at: null, next_in_seconds: REQUESTED_SECONDS })
}

async function ends(task: ReturnTask, said: Partial<RequestChange>): Promise<void> {
  const { container, request } = task
  const shipment_id = said.shipment_id ?? request.shipment_id
  if (shipment_id) await labelsOf(container).parcels.markCanceled(request.id, shipment_id)
  await task.settle({ ...OVER, ...said, next_in_seconds: null })
  announceLabel(task, "canceled")
}
