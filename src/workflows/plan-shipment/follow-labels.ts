import { type ActionRow, itemIdsOf, type VersionedAction } from "../../modules/marketplace/stores/actions"
import type { NewAction } from "../../modules/marketplace/stores/plan-actions"
import { wasSent } from "../../orders/actions"
import { correctionKey, isCorrection } from "../../orders/intent-keys"
import { labelChange, type OwnLabel } from "../../orders/label-change"
import { warningOf, type LeftOutLabel, type SentParcel } from "../../orders/plan-shipment"
import type { GivenTracking } from "./labels"
import type { LoadedOrder } from "./load-shipment"
import { correctionRefused } from "./corrections-refused"

/** `note`: nothing is to be done, and what the labels say now is known. */
export type Followed = { kind: "plan"; action: NewAction } | { kind: "note"; id: string; params: object }

/**
 * What follows from the labels of a parcel that was sent: they can be edited, removed and added at any time, and each time
 * store and marketplace say different things. Null where nothing changed, or where a call is under way.
 */
export function followLabels(loaded: LoadedOrder, original: VersionedAction): Followed | null {
  const { actions, policy, row } = loaded
  const corrections = actions.filter((one) => isCorrection(one) && one.params.corrects === original.id)
  const chain = [original, ...corrections]
  const last = chain[chain.length - 1]
  const sent = chain.filter(wasSent).at(-1) ?? original
  // Another parcel's number can have corrected this one: then its labels count.
  const fulfillment_id = sent.fulfillment_id ?? ""
  const isOpen = !wasSent(last) && last.params.decided_by_hand === undefined
  const isBusy = isOpen && (last.state === "sending" || last.unsettled_since !== null)
  const isOthers = isOpen && last.fulfillment_id !== fulfillment_id
  const { fulfillments, settings } = loaded.inputFor(fulfillment_id)
  const isLive = fulfillments.some(({ id, canceled_at }) => id === fulfillment_id && canceled_at === null)
  const isOff = loaded.connection.deleted_at !== null || policy.has_prepaid_label
  if (isBusy || isOthers || !isLive || isOff) return null

  const sources = sourcesOf(sent, fulfillment_id)
  const known = new Map(chain.flatMap((one) => Object.entries(labelsIn(one))))
  const now = loaded.labelsOf(fulfillment_id, sources)
  const isKnown = ([id, labels]: [string, string[]]) => isSame(known.get(id) ?? null, labels)
  if (Object.entries(now.labels).every(isKnown)) return null
  const note: Followed = { kind: "note", id: last.id, params: now }
  const given = givenIn(sent)
  // Planned before labels were written down: what a person gave in place of one looks like a change.
  if (!known.has(fulfillment_id) && given?.tracking_number) return note

  const labels = labelsOf(loaded, fulfillment_id, sources, given)
  const change = labelChange({
    sent: numbersIn(sent),
    known: [...numbersIn(sent), ...leftOutIn(sent)],
    labels,
    item_external_ids: itemIdsOf(original),
    policy,
    is_correctable: settings.shipping.send && correctionRefused(loaded) === null,
  })
  if (change.kind === "same" && !isOpen) return note
  const number = corrections.filter((one) => one.fulfillment_id === fulfillment_id).length + 1
  const shared = {
    connection_id: row.connection_id,
    marketplace_order_id: row.id,
    type: "ship" as const,
    fulfillment_id,
    intent_key: isOpen ? last.intent_key : correctionKey(row.id, fulfillment_id, number),
    over: isOpen ? last.version : "",
  }
  const params = {
    ...(given?.carrier && { given: { carrier: given.carrier } }),
    ...now,
    item_external_ids: itemIdsOf(original),
    corrects: original.id,
  }
  switch (change.kind) {
    case "same": {
      const skipped = { ...params, skipped: "labels_agree" }
      return plan({ ...shared, state: "skipped", params: skipped, problem: null, due_in_seconds: null })
    }
    case "problem": {
      const { problem } = change
      return plan({ ...shared, state: "needs_attention", params, problem, due_in_seconds: null })
    }
    case "correct": {
      const { parcels, left_out } = change
      const warning = warningOf(loaded.inputFor(fulfillment_id), change.labels)
      const content = {
        ...params,
        parcels,
        is_untracked: false,
        ...(left_out.length > 0 && { left_out }),
        ...(warning && { warning }),
      }
      return plan({ ...shared, state: "pending", params: content, problem: null, due_in_seconds: 0 })
    }
  }
}

const plan = (action: NewAction): Followed => ({ kind: "plan", action })

const parcelsIn = ({ params }: ActionRow) => (params.parcels ?? []) as SentParcel[]
const leftOutIn = ({ params }: ActionRow) =>
  ((params.left_out ?? []) as LeftOutLabel[]).map(({ tracking_number }) => tracking_number)
const labelsIn = ({ params }: ActionRow) => (params.labels ?? {}) as Record<string, string[]>

/** The parcel itself, and those whose labels were sent in place of its own. */
const sourcesOf = (action: ActionRow, fulfillment_id: string) => [
  ...new Set([fulfillment_id, ...parcelsIn(action).flatMap((parcel) => parcel.fulfillment_id ?? [])]),
]

/** What a person has entered at the marketplace is what the labels said then. */
function numbersIn(action: ActionRow): string[] {
  const numbers = parcelsIn(action).map(({ tracking_number }) => tracking_number)
  const isByHand = action.state === "done_elsewhere" && numbers.length === 0
  return isByHand ? Object.values(labelsIn(action)).flat() : numbers
}

const givenIn = ({ params }: ActionRow) => (params.given ?? null) as GivenTracking | null

/**
 * A parcel's own labels, or else those of the parcels that its items are in. The carrier that a person chose stays; on the
 * number, a label that changed since has the last word.
 */
function labelsOf(
  loaded: LoadedOrder,
  fulfillment_id: string,
  sources: string[],
  given: GivenTracking | null
): OwnLabel[] {
  const carrier = given?.carrier
  const resolved = sources.map((id) =>
    loaded
      .resolve(id, id === fulfillment_id && carrier ? { carrier } : {})
      .map((label) => ({ ...label, fulfillment_id: id }))
  )
  const [own, ...others] = resolved
  return own.length > 0 ? own : others.flat()
}

const isSame = (some: readonly string[] | null, others: readonly string[]) =>
  some !== null && some.every((one) => others.includes(one)) && others.every((one) => some.includes(one))
