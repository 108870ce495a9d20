import type { MedusaContainer } from "@medusajs/framework/types"
import { ContainerRegistrationKeys, MedusaError, Modules } from "@medusajs/framework/utils"
import type { ServiceShipment } from "../../labels/label-service"
import { type LabeledParcel, replacedBy } from "../../labels/panel-label"
import type { PanelOrderRow } from "../../modules/label/stores/panel-orders"
import type { LabelRequestRow } from "../../modules/label/stores/requests"
import type { Locale } from "../../orders/fill-text"
import type { Problem } from "../../orders/problems"
import { describeRefusal, type Refusal } from "../../orders/refusals"
import { stopOf } from "../label-many/list-to-make"
import { loadPackable } from "../label-many/load-packable"
import { packWhole } from "../label-many/pack-whole"
import { wakeLabels } from "../labels/wake-labels"
import type { Packing } from "../ship-many/load-rows"
import { errorKind } from "../shared/error-kind"
import { labelsOf } from "../shared/labels"
import { marketplaceOf } from "../shared/marketplace"

/**
 * What became of a label of the panel: it is a parcel's (`done`); what works on the parcel takes it over, or has to end first
 * (`wait`); or a person is needed.
 */
export type Adopted = "done" | "wait" | Problem

/** Whoever packs the same order is waited for this long. */
const LOCK_SECONDS = 10

const numbersOf = (shipments: readonly ServiceShipment[]): string =>
  shipments.flatMap(({ parcels }) => parcels.flatMap((one) => one.tracking_number ?? [])).join(", ")

/**
 * Packs an order whose label was made in the panel, and takes the label over; number, shipment and the marketplace follow as
 * they do for every label. Whoever comes after a crash finds the parcel that was packed, or the label that was taken over.
 */
export async function adoptLabel(
  container: MedusaContainer,
  row: PanelOrderRow,
  shipment: ServiceShipment
): Promise<Adopted> {
  const { order_id } = row
  try {
    return await container
      .resolve(Modules.LOCKING)
      .execute(`marketplace-connect:ship:${order_id}`, () => packAndAdopt(container, row, shipment), {
        timeout: LOCK_SECONDS,
      })
  } catch (error) {
    if (error instanceof MedusaError) return unpacked(shipment, () => error.message)
    container
      .resolve(ContainerRegistrationKeys.LOGGER)
      .error(`marketplace-connect: ${order_id} could not be packed for its label (${errorKind(error)})`)
    return { code: "label_store_failed", params: {} }
  }
}

/** Why an order cannot be packed, in either language. */
const unpacked = (shipment: ServiceShipment, words: (locale: Locale) => string): Problem => ({
  code: "label_panel_unpacked",
  params: { tracking_number: numbersOf([shipment]), reason_en: words("en"), reason_fr: words("fr") },
})

async function packAndAdopt(
  container: MedusaContainer,
  { account_id, order_id, order_number }: PanelOrderRow,
  shipment: ServiceShipment
): Promise<Adopted> {
  const { external_id, carrier, parcels } = shipment
  const { requests } = labelsOf(container)
  if ((await requests.shipmentsOfOrder(order_id)).includes(external_id)) return "done"
  const { orders } = marketplaceOf(container)
  const [source] = await orders.listSources([order_id])
  const [marketplaceRow] = source ? await orders.loadRows([source.id]) : []
  const stop = stopOf(marketplaceRow, "en")
  if (stop) return unpacked(shipment, (locale) => stopOf(marketplaceRow, locale) ?? stop)
  const place = await placeOf(container, order_id, shipment)
  if (place === "wait" || "code" in place) return place
  const fulfillment_id = await packWhole(container, place)
  const adopted = await requests.adoptShipment({
    account_id,
    order_id,
    fulfillment_id,
    order_number,
    shipment_id: external_id,
    carrier,
    labels: Math.max(1, parcels.length),
  })
  wakeLabels(container, 1)
  if (adopted !== null) return "done"
  const [asked] = await requests.requestsOfFulfillments([fulfillment_id])
  // What works on the parcel was faster.
  if (asked?.shipment_id === external_id) return "done"
  if (asked?.state === "ready") return { code: "label_several", params: { count: 2 } }
  if (asked && asked.account_id !== account_id) return { code: "label_of_panel", params: {} }
  // A label was asked for here too: its own look takes over the panel's before anything is bought.
  if (asked) await requests.wakeRequests([asked.id])
  return "wait"
}

/** Which parcel the label is for: one that is packed, all that is left of the order, or one that lost its label. */
async function placeOf(
  container: MedusaContainer,
  order_id: string,
  shipment: ServiceShipment
): Promise<Packing | Problem | "wait"> {
  const [found] = await loadPackable(container, { id: [order_id] }, 1)
  if (!found || found.order.status === "canceled") return unneeded("label_panel_canceled", [shipment])
  const { plan, order } = found
  if (!("code" in plan)) return plan
  const open = (order.fulfillments ?? []).filter((one) => !one.canceled_at)
  const asked = await labelsOf(container).requests.requestsOfFulfillments(open.map(({ id }) => id))
  const numbered = open.filter(({ labels }) => labels?.some(Boolean)).map(({ id }) => id)
  const replaced = NOTHING_LEFT.includes(plan.code)
    ? replacedBy(asked.map((one) => labeledParcel(one, numbered.includes(one.fulfillment_id))))
    : null
  if (replaced === "wait") return replaced
  if (replaced === "several") {
    return {
      code: "label_several",
      params: { count: 1 + asked.filter(({ state }) => state === "ready").length },
    }
  }
  if (replaced) return { ...replaced, order_id, items: [], location_id: null }
  return plan.code === "row_closed_order"
    ? unneeded("label_panel_closed", [shipment])
    : unpacked(shipment, (locale) => describeRefusal(plan.code, plan.params, locale))
}

/** All of the order is in parcels. */
const NOTHING_LEFT: readonly Refusal["code"][] = ["row_closed_order", "row_parcel_declared"]

/** Labels that no parcel of the order needs. */
export const unneeded = (
  code: "label_panel_canceled" | "label_panel_closed",
  shipments: readonly ServiceShipment[]
): Problem => ({ code, params: { tracking_number: numbersOf(shipments) } })

/** @param isNumbered whether the parcel shows a number: one that a person entered after the label was canceled stays */
const labeledParcel = (
  { fulfillment_id, state, never_reason }: LabelRequestRow,
  isNumbered: boolean
): LabeledParcel => ({ fulfillment_id, label: labelOf(state, isNumbered || never_reason !== null) })

function labelOf(state: LabelRequestRow["state"], isOther: boolean): LabeledParcel["label"] {
  if (state === "ready") return "live"
  if (state === "cancel_requested") return "canceling"
  return state === "canceled" && !isOther ? "over" : "other"
}
