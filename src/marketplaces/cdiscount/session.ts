import { z } from "zod"

import { isMarketplaceError, MarketplaceError } from "../errors"
import { parseJson } from "../http"
import type { MarketplaceCarrier, MarketplaceSession, SessionContext, Snapshot } from "../port"
import { withRemedySettings, type Remedies } from "../remedy-settings"
import { hasLostLetters } from "../text"
import { withoutBuyer } from "../without-buyer"
import { readAfterSales } from "./after-sales"
import { assertCancellable, cancellationCall, cancellationReasonsCall } from "./cancellations"
import { checkAccess } from "./check"
import { createClient } from "./client"
import { readOfferPage } from "./offers/read"
import { readResults } from "./offers/results"
import { submitPackage } from "./offers/submit"
import { wireOrder } from "./order-mapper"
import { pullOrders } from "./pull"
import { carriersSchema, orderIdSchema } from "./schemas"
import { readSettings, settingFields } from "./settings"
import { shipmentCall, withReason } from "./shipments"
import { markAlone, toSnapshot, unlistedLines } from "./snapshots"
import { readTaken } from "./writing"

/** No carrier's name is longer; what is, would be folded and stored for nothing. */
const LONGEST_CARRIER = 200
const ORDER_LABEL = "GET /orders/{orderId}"
const DECISION_LABEL = "POST /orders/{orderId}/approval-status"

/** Settings that decide how a call is made, for what Octopia does not document. */
const SHIP = [
  ...["shipment_body", "shipment_line_ids", "shipment_tracking_url", "carrier_field", "carrier_match"],
  ...["carrier_fallback_label", "parcels_per_order"],
]
/** By what the refusal is about, where that is known. */
const SHIP_ABOUT: Record<string, string[]> = {
  carrier_refused: ["carrier_match", "carrier_fallback_label", "carrier_field"],
  tracking_url_refused: ["shipment_tracking_url", "tracking_url_fragment", "tracking_url_max_length"],
  parcel_refused: ["tracking_max_length", "parcels_per_order", "split_policy"],
  one_parcel_only: ["parcels_per_order", "shipment_body"],
  correction_by_hand: ["tracking_correction"],
  wrong_state: ["tracking_correction"],
}
const CANCEL = ["cancel_order_field", "cancel_partial_shape", "cancel_shipping_refund", "cancellation_reason"]

/** A success that no one expected, or a refusal: what may cure it. */
const remedies =
  (refused: (error: MarketplaceError) => readonly string[]): Remedies =>
  (error) =>
    error.details.reason === "unexpected_success"
      ? ["success_codes"]
      : error.kind === "refused"
        ? refused(error)
        : []
const REMEDIES = {
  decide: remedies(() => ["approval_field"]),
  ship: remedies(({ details }) => SHIP_ABOUT[details.reason ?? ""] ?? SHIP),
  cancel: remedies(({ details }) => (details.reason === "not_supported" ? ["cancel_enabled"] : CANCEL)),
}

export function connectSession(context: SessionContext): MarketplaceSession {
  const settings = readSettings(context.settings)
  const client = createClient(context, settings)
  const named = <T>(call: Promise<T>, what: keyof typeof REMEDIES) =>
    withRemedySettings(call, settingFields, REMEDIES[what])
  const orderPath = (external_id: string, below = "") => `/orders/${encodeURIComponent(external_id)}${below}`

  async function read(external_id: string): Promise<Snapshot | null> {
    if (!orderIdSchema.safeParse({ orderId: external_id }).success) {
      return null
    }
    const interpreted = client.call({
      method: "GET",
      path: orderPath(external_id),
      label: ORDER_LABEL,
      retry: true,
      read: async (response) => {
        const snapshot = toSnapshot(await parseJson(response, z.unknown(), ORDER_LABEL))
        if (snapshot?.external_id !== external_id) {
          throw invalid("another order than the one asked for", response.status)
        }
        return markAlone(snapshot)
      },
    })
    return interpreted.catch((error: unknown) => {
      if (isMarketplaceError(error) && error.kind === "not_found") {
        return null
      }
      throw error
    })
  }

  async function readNow(external_id: string) {
    const snapshot = await read(external_id)
    if (!snapshot) {
      throw new MarketplaceError("not_found", `${ORDER_LABEL}: not found.`, { effect: "none", status: 404 })
    }
    try {
      return wireOrder(snapshot.payload)
    } catch {
      throw invalid("an order that has not the documented shape", 200)
    }
  }

  async function carriers(): Promise<MarketplaceCarrier[]> {
    const label = "GET /carriers"
    const listed = await client.call({
      method: "GET",
      path: "/carriers",
      label,
      retry: true,
      read: (response) => parseJson(response, carriersSchema, label),
    })
    const named = listed
      .map(({ code, label: name }) => ({ name: name.trim(), code: code ?? null }))
      .filter(({ name }) => name !== "" && name.length <= LONGEST_CARRIER)
    // What cannot be read cannot be sent back either.
    const whole = named.filter(({ name }) => !hasLostLetters(name))
    if (whole.length < named.length) {
      context.logger.warn(`${label}: ${named.length - whole.length} names have letters that cannot be read.`)
    }
    return whole
  }

  return {
    check: () => checkAccess(client),
    pull: (request) => pullOrders(request, client, settings, context),
    read,
    fetchDetails: async (snapshot) =>
      unlistedLines(snapshot.payload).length > 0
        ? ((await read(snapshot.external_id)) ?? snapshot)
        : snapshot,
    carriers,
    afterSales: (onFailure) => readAfterSales(client, settings, { logger: context.logger, onFailure }),
    async decide({ external_id, decision }) {
      const call = client.call({
        method: "POST",
        path: orderPath(external_id, "/approval-status"),
        body: { [settings.approval_field]: decision === "accept" ? "Accepted" : "Refused" },
        label: DECISION_LABEL,
        retry: false,
        read: (response) => readTaken(response, DECISION_LABEL, settings),
      })
      return named(call, "decide")
    },
    async ship(request) {
      const listed = settings.carrier_field === "carrierCode" ? await carriers() : []
      const sent = async () => client.call(shipmentCall(request, listed, settings))
      const call = sent().catch((error: unknown) => {
        throw withoutBuyer(withReason(error), request.order)
      })
      return named(call, "ship")
    },
    async cancel(request) {
      const sent = async () => {
        assertCancellable(settings)
        const order = request.item_external_ids === null ? null : await readNow(request.external_id)
        return client.call(cancellationCall(request, order, settings))
      }
      return named(sent(), "cancel")
    },
    submitOffers: (batch, checkpoint) =>
      submitPackage(batch, checkpoint, { client, settings, now: context.now }),
    offerResults: (reference) => readResults(client, reference, settings),
    readOffers: (request) => readOfferPage(client, request, settings),
    async cancellationReasons(external_id) {
      assertCancellable(settings)
      return client.call(cancellationReasonsCall(await readNow(external_id)))
    },
  }
}

function invalid(sentence: string, status: number): MarketplaceError {
  return new MarketplaceError("invalid_answer", `${ORDER_LABEL}: ${sentence} (status ${status}).`, {
    effect: "none",
    status,
  })
}
