import type { NormalizedOrder, ShipmentPolicy } from "../../marketplaces/port"
import { type ResolvedLabel, resolvedLabel } from "../../orders/resolved-label"
import { type CarrierContext, resolveParcel } from "../shared/carrier-context"
import type { GraphFulfillment } from "../shared/fulfillment-facts"

/** Of a label's number, so much is kept and compared. */
const LABEL_LENGTH = 100

/** What an operator gave by hand for one shipment; wins over rules and labels. */
export type GivenTracking = {
  carrier?: string
  tracking_number?: string
  tracking_url?: string
  is_untracked?: boolean
  /** Numbers that are sent as they are, although they are unusual for their carrier. */
  send_as_is?: string[]
}

type Label = { tracking_number: string; tracking_url: string; created_at?: string | Date }

const ageOf = ({ created_at }: Label) => (created_at ? new Date(created_at).getTime() : 0)

/** `weight`: of the fulfillment's articles, null where it is not known. */
type LabelContext = CarrierContext & {
  order: NormalizedOrder
  policy: ShipmentPolicy
  weight: number | null
}

/** The labels of a fulfillment as they are sent, oldest first; a declared parcel replaces the first. */
export function resolveLabels(
  one: GraphFulfillment,
  given: GivenTracking,
  { order, policy, weight, ...connections }: LabelContext
): ResolvedLabel[] {
  const { settings } = connections
  // A label that the marketplace made is not sent back: the default would only be a wrong guess.
  const context = policy.has_prepaid_label
    ? { ...connections, settings: { ...settings, shipping: { ...settings.shipping, default_carrier: null } } }
    : connections
  const labels = [...(one.labels ?? [])]
    .sort((a, b) => ageOf(a) - ageOf(b))
    .map((label) => withGiven(label, {}))
  const [first = { tracking_number: "", tracking_url: "" }, ...rest] = labels
  const entered = [withGiven(first, given), ...rest].filter(({ tracking_number }) => tracking_number)
  return entered.map(({ tracking_number, tracking_url }): ResolvedLabel => {
    const resolution = resolveParcel(context, policy, {
      tracking_number,
      tracking_url,
      carrier: given.carrier ?? null,
      option_data: one.shipping_option?.data,
      label_carrier: one.data?.label_carrier,
      shipping_option_id: one.shipping_option_id,
      provider_id: one.provider_id,
      country_code: order.shipping_address?.country_code ?? null,
      delivery_mode: order.delivery_mode,
      // What is in which of several parcels is not known.
      weight: entered.length === 1 ? weight : null,
      postal_code: order.shipping_address?.postal_code ?? null,
    })
    return resolvedLabel(tracking_number, resolution)
  })
}

/** The labels of a fulfillment and of those whose labels it took, as they are written down, to see later what changed. */
export function labelsRead(
  packed: GraphFulfillment[],
  fulfillment_id: string,
  sources: string[]
): { label_ids?: string[]; labels: Record<string, string[]> } {
  const read = packed.filter(({ id }) => id === fulfillment_id || sources.includes(id))
  const own = read.find(({ id }) => id === fulfillment_id)
  const label_ids = (own?.labels ?? []).map(({ id }) => id)
  return {
    ...(label_ids.length > 0 && { label_ids: label_ids.sort() }),
    labels: Object.fromEntries(read.map(({ id, labels }) => [id, numbersOf(labels ?? [])])),
  }
}

/** In any order, as far as `medusa-tables.ts` compares them. */
const numbersOf = (labels: Pick<Label, "tracking_number">[]) =>
  labels
    .flatMap(({ tracking_number }) => tracking_number.slice(0, LABEL_LENGTH) || [])
    .sort((a, b) => (a < b ? -1 : 1))

/** A label with what was given for it: the link of another number is not this number's. */
function withGiven(label: Label, given: GivenTracking): Pick<Label, "tracking_number" | "tracking_url"> {
  const tracking_number = given.tracking_number ?? label.tracking_number
  const isSame = tracking_number === label.tracking_number
  return { tracking_number, tracking_url: given.tracking_url ?? (isSame ? label.tracking_url : "") }
}
