import type { MedusaContainer } from "@medusajs/framework/types"
import type { LabelSession, ServiceShipment } from "../../labels/label-service"
import { readReference, type SoughtRequest } from "../../labels/reference"
import type { LabelAccountRow } from "../../modules/label/stores/accounts"
import type { LabelParcelRow } from "../../modules/label/stores/parcels"
import type { LabelRequestRow, RequestChange } from "../../modules/label/stores/requests"
import type { Problem } from "../../orders/problems"
import { announce } from "../shared/events"
import { labelsOf } from "../shared/labels"
import type { LoadedLabel } from "./load-label"
import type { Hide } from "./without-buyer"

/** One claimed request with everything that is needed to work on it. */
export type Task = {
  container: MedusaContainer
  owner: string
  request: LabelRequestRow
  account: LabelAccountRow
  session: LabelSession
  loaded: LoadedLabel
  parcels: LabelParcelRow[]
  settle: (change: RequestChange) => Promise<boolean>
  hide: Hide
}

/** The same without what it is for: a parcel, or a return. */
export type ClaimedRequest = Omit<Task, "loaded">

export const soughtOf = async ({
  container,
  request,
  loaded,
  account,
  parcels,
}: Task): Promise<SoughtRequest> => {
  const { requests } = labelsOf(container)
  return {
    prefix: prefixOf(account, request),
    request_id: request.id,
    generation: request.generation,
    order_number: request.order_number,
    to: loaded.to,
    taken_ids: await requests.takenShipments(request),
    canceled_ids: canceledShipments(parcels),
    known_since: Date.parse(loaded.order.created_at),
    has_open_sibling: await requests.hasOpenSibling(request),
  }
}

/** The shipments of which no parcel is valid any more. */
function canceledShipments(parcels: readonly LabelParcelRow[]): string[] {
  const valid = new Set(
    parcels.flatMap(({ shipment_id, status }) => (status === "canceled" ? [] : [shipment_id]))
  )
  return [...new Set(parcels.map(({ shipment_id }) => shipment_id))].filter((id) => !valid.has(id))
}

/** Test and live labels share the service's references. */
export const prefixOf = (
  { id }: Pick<LabelAccountRow, "id">,
  { is_test }: Pick<LabelRequestRow, "is_test">
) => `${is_test ? "test" : "mp"}${id.slice(-12).toLowerCase()}`

/** Whether its order has a problem with which the parcel may not leave, and no person has let it since. */
export const isStopped = (
  { stop_approved_at }: Pick<LabelRequestRow, "stop_approved_at">,
  { stopped_since }: Pick<LoadedLabel, "stopped_since">
): boolean => stopped_since !== null && !(stop_approved_at !== null && stop_approved_at >= stopped_since)

export const memoryOf = ({ sent_at, shipment_id }: LabelRequestRow) => ({
  sent_at: sent_at ? new Date(sent_at).getTime() : null,
  shipment_id,
})

export const ofShipment = (shipment: ServiceShipment) => ({
  shipment_id: shipment.external_id,
  carrier: shipment.carrier,
  labels: Math.max(1, shipment.parcels.length),
})

/** And not in the service's panel. */
export const isBoughtHere = ({ reference }: ServiceShipment): boolean => readReference(reference) !== null

export const problem = ({ code, params }: Problem) => ({
  problem_code: code,
  problem_params: params as Record<string, unknown>,
})

export function announceLabel(
  { container, request: { id, order_id } }: Pick<Task, "container" | "request">,
  what: "failed" | "held" | "flagged" | "ready" | "canceled"
): void {
  announce(container, [{ name: `marketplace-label.${what}`, data: { id, order_id } }])
}
