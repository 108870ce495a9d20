import { createOrderFulfillmentWorkflow } from "@medusajs/medusa/core-flows"
import type { MedusaContainer } from "@medusajs/framework/types"
import { ContainerRegistrationKeys, MedusaError, Modules } from "@medusajs/framework/utils"
import type { ServiceShipment } from "../../labels/label-service"
import type { PanelOrderRow } from "../../modules/label/stores/panel-orders"
import type { Locale } from "../../orders/fill-text"
import { describeRefusal, type Refusal } from "../../orders/refusals"
import { stopOf } from "../label-many/list-to-make"
import { loadPackable } from "../label-many/load-packable"
import { wakeLabels } from "../labels/wake-labels"
import { errorKind } from "../shared/error-kind"
import { labelsOf } from "../shared/labels"
import { marketplaceOf } from "../shared/marketplace"

/** Why an order cannot be packed, for a problem in either language. */
export type Unpacked = { reason_en: string; reason_fr: string }
const inBoth = (words: (locale: Locale) => string): Unpacked => ({
  reason_en: words("en"),
  reason_fr: words("fr"),
})
const ofRefusal = ({ code, params }: Refusal) => inBoth((locale) => describeRefusal(code, params, locale))

/** Whoever packs the same order is waited for this long. */
const LOCK_SECONDS = 10

/**
 * Packs what is left of an order whose label was made in the panel, and takes the label over; number, shipment and the
 * marketplace follow as they do for every label. Returns why it cannot be packed; null where it is.
 * Whoever comes after a crash finds the parcel that was packed, or the label that was taken over.
 */
export async function adoptLabel(
  container: MedusaContainer,
  row: PanelOrderRow,
  shipment: ServiceShipment
): Promise<Unpacked | null> {
  const { order_id } = row
  try {
    return await container
      .resolve(Modules.LOCKING)
      .execute(`marketplace-connect:ship:${order_id}`, () => packAndAdopt(container, row, shipment), {
        timeout: LOCK_SECONDS,
      })
  } catch (error) {
    if (error instanceof MedusaError) return inBoth(() => error.message)
    container
      .resolve(ContainerRegistrationKeys.LOGGER)
      .error(`marketplace-connect: ${order_id} could not be packed for its label (${errorKind(error)})`)
    return ofRefusal({ code: "unexpected", params: {} })
  }
}

async function packAndAdopt(
  container: MedusaContainer,
  { account_id, order_id, order_number }: PanelOrderRow,
  { external_id, carrier, parcels }: ServiceShipment
): Promise<Unpacked | null> {
  const { requests } = labelsOf(container)
  if ((await requests.shipmentsOfOrder(order_id)).includes(external_id)) return null
  const { orders } = marketplaceOf(container)
  const [source] = await orders.listSources([order_id])
  const [marketplaceRow] = source ? await orders.loadRows([source.id]) : []
  const stop = stopOf(marketplaceRow, "en")
  if (stop) return inBoth((locale) => stopOf(marketplaceRow, locale) ?? stop)
  const [found] = await loadPackable(container, { id: [order_id] }, 1)
  if (!found) return ofRefusal({ code: "row_closed_order", params: {} })
  if ("code" in found.plan) return ofRefusal(found.plan)
  const { fulfillment_id: packed, items, location_id } = found.plan
  const fulfillment_id =
    packed ??
    (
      await createOrderFulfillmentWorkflow(container).run({
        input: { order_id, items, no_notification: true, ...(location_id && { location_id }) },
      })
    ).result.id
  const adopted = await requests.adoptShipment({
    account_id,
    order_id,
    fulfillment_id,
    order_number,
    shipment_id: external_id,
    carrier,
    labels: Math.max(1, parcels.length),
  })
  if (adopted === null) {
    // A label was asked for here too: its own look takes over the panel's before anything is bought.
    const [asked] = await requests.requestsOfFulfillments([fulfillment_id])
    await requests.wakeRequests([asked.id])
  }
  wakeLabels(container, 1)
  return null
}
