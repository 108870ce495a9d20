import type { ShipmentPolicy } from "../marketplaces/port"
import { leftOut, parcelsWithItems, type LeftOutLabel, type SentParcel } from "./plan-shipment"
import type { Problem } from "./problems"
import type { ResolvedLabel } from "./resolved-label"
import { bareNumber } from "./shipment-seen"

export type OwnLabel = ResolvedLabel & { fulfillment_id: string }

/** What the labels of a parcel say after it was sent. */
export type LabelChange =
  /** What was sent, perhaps on other labels. */
  | { kind: "same" }
  | { kind: "correct"; parcels: SentParcel[]; labels: OwnLabel[]; left_out: LeftOutLabel[] }
  | { kind: "problem"; problem: Problem }

/**
 * Decides what is done when labels change after their parcel was sent: a correction where the marketplace takes one and the
 * change is something that it can be sent, otherwise a person sees both.
 * @param sent the numbers that the marketplace has
 * @param known those and what was left out beside them
 */
export function labelChange({
  sent,
  known,
  labels,
  item_external_ids,
  policy,
  is_correctable,
}: {
  sent: readonly string[]
  known: readonly string[]
  labels: readonly OwnLabel[]
  item_external_ids: readonly string[]
  policy: ShipmentPolicy
  is_correctable: boolean
}): LabelChange {
  const has = (numbers: readonly string[]) => (label: OwnLabel) =>
    numbers.some((number) => bareNumber(number) === bareNumber(numberOf(label)))
  // Medusa replaces all labels when one of them changes: what was sent keeps its place.
  const inOrder = [...labels.filter(has(sent)), ...labels.filter((label) => !has(sent)(label))]
  const chosen = inOrder.slice(0, policy.parcels === "one" ? 1 : item_external_ids.length)
  const isSent = isSame(chosen.map(numberOf), sent)
  if (isSent && labels.every(has(known))) return { kind: "same" }
  const said = labels.map((label) => label.tracking_number)
  const differ: LabelChange = {
    kind: "problem",
    problem: {
      code: "labels_differ",
      params: { sent: sent.length > 0 ? [...sent] : null, labels: said.length > 0 ? said : null },
    },
  }
  if (!is_correctable || labels.length === 0) return differ
  const problem = chosen.find((label) => label.problem)?.problem
  if (problem) return { kind: "problem", problem }
  // The rest has no item that it could be sent for.
  if (isSent) return differ
  return {
    kind: "correct",
    parcels: parcelsWithItems(item_external_ids, chosen, policy),
    labels: chosen,
    left_out: inOrder.slice(chosen.length).map((label) => leftOut(label, "no_item_left")),
  }
}

const numberOf = ({ parcel, tracking_number }: OwnLabel) => parcel?.tracking_number ?? tracking_number

function isSame(some: readonly string[], others: readonly string[]): boolean {
  const [a, b] = [some, others].map((numbers) => new Set(numbers.map(bareNumber)))
  return a.size === b.size && [...a].every((number) => b.has(number))
}
