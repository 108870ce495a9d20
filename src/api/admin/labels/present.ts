import type { AuthenticatedMedusaRequest } from "@medusajs/framework/http"
import type { MedusaContainer } from "@medusajs/framework/types"
import { type LabelParcelRow, presentParcels } from "../../../modules/label/stores/parcels"
import type { LabelRequestRow } from "../../../modules/label/stores/requests"
import { notFound } from "../../../modules/marketplace/refusal"
import type { Locale } from "../../../orders/fill-text"
import { labelsOf } from "../../../workflows/shared/labels"
import { iso } from "../marketplaces/iso"
import { localeOf, presentProblem } from "../marketplaces/present-problem"
import type { ShownLabel, ShownLabelParcel } from "./types"

const presentParcel = (parcel: LabelParcelRow): ShownLabelParcel => ({
  external_id: parcel.external_id,
  generation: parcel.generation,
  tracking_number: parcel.tracking_number,
  tracking_url: parcel.tracking_url,
  status: parcel.status,
  external_status: parcel.external_status,
  status_at: iso(parcel.status_at),
  scanned_at: iso(parcel.scanned_at),
  delivered_at: iso(parcel.delivered_at),
  documents: parcel.documents,
})

export async function presentLabels(
  container: MedusaContainer,
  rows: LabelRequestRow[],
  locale: Locale
): Promise<ShownLabel[]> {
  const parcels = rows.length > 0 ? await labelsOf(container).parcels.parcelsOf(rows.map(({ id }) => id)) : []
  return rows.map((row): ShownLabel => {
    const own = parcels.filter(({ request_id }) => request_id === row.id)
    const now = presentParcels(row, own)
    return {
      id: row.id,
      account_id: row.account_id,
      order_id: row.order_id,
      kind: row.kind,
      fulfillment_id: row.kind === "return" ? null : row.fulfillment_id,
      return_id: row.kind === "return" ? row.fulfillment_id : null,
      order_number: row.order_number,
      generation: row.generation,
      state: row.state,
      parcels: now.map(presentParcel),
      earlier_parcels: own.filter((one) => !now.includes(one)).map(presentParcel),
      option: row.option,
      carrier: row.carrier,
      price_estimate: row.price_estimate,
      problem: presentProblem(row.problem_code, row.problem_params, locale),
      faults: row.faults,
      warnings: row.warnings,
      never_reason: row.never_reason,
      cancel_result: row.cancel_result,
      cancel_message: row.cancel_message,
      is_canceling: row.cancel_wanted_at !== null,
      requested_by: row.requested_by,
      approved_by: row.approved_by,
      stop_approved_by: row.stop_approved_by,
      printed_at: iso(row.printed_at),
      printed_by: row.printed_by,
      shipped_at: iso(row.shipped_at),
      is_test: row.is_test,
      created_at: iso(row.created_at) ?? "",
    }
  })
}

/** The label of the address as it is now, or a 404. */
export async function currentLabel(
  req: AuthenticatedMedusaRequest<unknown>,
  id = req.params.id
): Promise<{ label: ShownLabel }> {
  const rows = await labelsOf(req.scope).requests.loadRequests([id])
  const [label] = await presentLabels(req.scope, rows, localeOf(req))
  if (!label) throw notFound("label_not_found", { id })
  return { label }
}
