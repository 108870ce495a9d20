import { MarketplaceError } from "../errors"
import { parseJson } from "../http"
import type { CallResult, CancellationRequest } from "../port"
import type { Call } from "./client"
import { cancellationReasonsSchema, type WireOrder } from "./schemas"
import type { CdiscountSettings } from "./settings"
import { readTaken } from "./writing"

const WHOLE = "/order-cancellation-requests"
const PARTIAL = "/order-partial-cancellation-requests"

/** Sources disagree on whether Cdiscount takes cancellations at all, so they are off until a merchant switches them on. */
export function assertCancellable(settings: CdiscountSettings): void {
  if (!settings.cancel_enabled) {
    throw new MarketplaceError(
      "refused",
      "Canceling at Cdiscount is switched off (setting cancel_enabled).",
      {
        effect: "none",
        reason: "not_supported",
      }
    )
  }
}

/**
 * Cancels the whole order, or some lines of it. Bodies: public client code, which disagrees on the names.
 * @param order the order as it is now; null when the whole order is meant
 */
export function cancellationCall(
  request: CancellationRequest,
  order: WireOrder | null,
  settings: CdiscountSettings
): Call<CallResult> {
  const wanted = new Set(request.item_external_ids)
  const lines = order?.lines.filter((line) => line !== null) ?? []
  const chosen = lines.filter((line) => wanted.has(line.orderLineId))
  const isWhole = order === null || chosen.length === order.lines.length
  const target = { [settings.cancel_order_field]: request.external_id }
  const refund = { shippingCostRefund: settings.cancel_shipping_refund }
  const isPerLine = settings.cancel_partial_shape === "refund-per-line"
  const path = isWhole ? WHOLE : PARTIAL
  return {
    method: "POST",
    path,
    body: isWhole
      ? { ...target, reason: request.reason, ...refund }
      : {
          ...target,
          ...(isPerLine ? {} : refund),
          lines: chosen.map((line) => ({
            lineId: line.orderLineId,
            reason: request.reason,
            ...(isPerLine ? { offerId: line.offer?.id, ...refund } : {}),
          })),
        },
    label: `POST ${path}`,
    retry: false,
    read: (response) => readTaken(response, `POST ${path}`, settings),
  }
}

/** The reasons that the seller may give for this order as it is now. */
export function cancellationReasonsCall(order: WireOrder): Call<{ code: string; label: string }[]> {
  const label = "GET /cancellation-reasons"
  return {
    method: "GET",
    path: "/cancellation-reasons",
    query: {
      ...(order.salesChannel ? { salesChannel: order.salesChannel.id } : {}),
      userType: "Seller",
      ...(order.status ? { orderStatus: order.status } : {}),
    },
    label,
    retry: true,
    read: (response) => parseJson(response, cancellationReasonsSchema, label),
  }
}
