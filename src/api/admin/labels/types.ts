import type { Amount, DocumentType, ParcelStatus } from "../../../labels/label-service"
import type { LabelFault, LabelOverrides, LabelWarning, NeverReason } from "../../../labels/plan-label"
import type { Estimate } from "../../../labels/estimate-many"
import type { PickingLine } from "../../../labels/picking-list"
import type { Page, ShownProblem } from "../marketplaces/types"

export type ShownLabelParcel = {
  external_id: string
  generation: number
  tracking_number: string | null
  tracking_url: string | null
  status: ParcelStatus
  external_status: string
  status_at: string | null
  scanned_at: string | null
  delivered_at: string | null
  documents: DocumentType[]
}

/** The label of one fulfillment, or of one return. */
export type ShownLabel = {
  id: string
  account_id: string
  order_id: string
  kind: "outgoing" | "return"
  /** Null for a return. */
  fulfillment_id: string | null
  return_id: string | null
  order_number: string
  generation: number
  state:
    "pending" | "needs_approval" | "buying" | "ready" | "failed" | "unclear" | "cancel_requested" | "canceled"
  /** Of the present label. */
  parcels: ShownLabelParcel[]
  /** What was refused, or bought and canceled, before. */
  earlier_parcels: ShownLabelParcel[]
  option: { code: string; name: string; contract_id: string | null } | null
  carrier: { code: string; name: string } | null
  /** An estimate, never an invoice. */
  price_estimate: Amount | null
  problem: ShownProblem | null
  /** Field by field, what is missing or was refused. */
  faults: LabelFault[]
  warnings: LabelWarning[]
  never_reason: NeverReason | null
  cancel_result: string | null
  cancel_message: string | null
  is_canceling: boolean
  requested_by: string
  approved_by: string | null
  /** Who let it be bought although its parcel may have to stay. */
  stop_approved_by: string | null
  printed_at: string | null
  printed_by: string | null
  shipped_at: string | null
  is_test: boolean
  created_at: string
}

/** An order that is to be packed or labeled. */
export type OrdersToLabel = {
  orders: {
    order_id: string
    display_id: number
    order_number: string
    account_id: string
    account_name: string
    is_packed: boolean
    /** SKUs and barcodes of its articles, for a scanner. */
    codes: string[]
    ship_by: string | null
    /** Why it cannot go whole; null where it can. */
    message: string | null
  }[]
}
/** `label_id` is null where the order was left out, with the reason. */
export type LabeledOrders = {
  orders: { order_id: string; label_id: string | null; message: string | null }[]
}

/** `count`: of how many labels the total is. */
export type EstimatedLabels = Estimate
export type PickingListAnswer = { lines: PickingLine[] }

export type LabelsPage = { labels: ShownLabel[] } & Page
/** Of one of both. */
export type MakeLabelInput = {
  fulfillment_id?: string
  return_id?: string
  account_id?: string
  overrides?: LabelOverrides
}
export type LabelProblemsList = { problems: { code: string; title: string; count: number }[] }
