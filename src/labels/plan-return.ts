import { labelAddress } from "./address"
import type { ChosenOption } from "./choose-option"
import type { Amount, LabelAddress, LabelOption, ReturnRequest, Sender } from "./label-service"
import {
  customsOf,
  estimateOf,
  optionFor,
  ofWeight,
  parcelFaults,
  senderOf,
  uniqueFaults,
  valueOf,
  type LabelAccount,
  type LabelFault,
  type LabelLine,
  type LabelOrder,
  type LabelOverrides,
  type LabelWarning,
  type NeverReason,
} from "./plan-label"
import { parcelWeight } from "./weight"

/** What a buyer sends back. */
export type LabelReturn = {
  /** Where the goods are received. */
  stock_location_id: string | null
  is_canceled: boolean
  /** All of it is back already. */
  is_received: boolean
  lines: readonly LabelLine[]
}

export type ReturnAccount = Pick<LabelAccount, "settings" | "senders" | "default_sender_id" | "brand_id"> & {
  /** The option that the operator chose for returns. */
  return_option: ChosenOption | null
  known_senders: readonly Sender[]
  /** What can be bought for returns on this way; null while it cannot be asked. */
  options: readonly LabelOption[] | null
}

export type ReturnPlan =
  | {
      kind: "buy"
      request: Omit<ReturnRequest, "reference">
      estimate: Amount | null
      option: LabelOption | null
      warnings: LabelWarning[]
    }
  | { kind: "wait"; faults: LabelFault[]; warnings: LabelWarning[] }
  | { kind: "never"; reason: NeverReason }

/**
 * The purchase of a return's label, from the buyer to the sender address of the stock location that receives it, or all that
 * is missing, field by field. Nothing is made up.
 */
export function planReturn(
  order: LabelOrder,
  given: LabelReturn,
  account: ReturnAccount,
  overrides: LabelOverrides = {}
): ReturnPlan {
  const { settings, known_senders } = account
  const { lines } = given
  const reason = whyNever(order, given, account)
  if (reason) return { kind: "never", reason }

  const faults: LabelFault[] = []
  const measured = overrides.parcels?.reduce((sum, { weight_grams }) => sum + weight_grams, 0) ?? null
  const weight = parcelWeight(lines, settings.labels, measured)
  const grams = "grams" in weight ? weight.grams : null
  faults.push(...("faults" in weight ? weight.faults.map(ofWeight) : []))

  const chosen = overrides.option ?? account.return_option
  const found = chosen
    ? optionFor(chosen, account)
    : { faults: [{ field: "option", code: "option_missing" }] }
  const option = "option" in found ? found.option : null
  faults.push(...("faults" in found ? found.faults : []))

  const required = option?.required_fields ?? []
  const { address, missing, warnings } = labelAddress(order, settings.labels, required, overrides.to)
  faults.push(...missing.map((field) => ({ field, code: "missing" })))

  const parcels = overrides.parcels ?? (grams === null ? [] : [{ weight_grams: grams, dimensions: null }])
  // One box comes back; its size is not sent.
  faults.push(
    ...parcelFaults(
      parcels,
      option,
      required.filter((field) => field !== "dimensions"),
      { most_parcels: 1 }
    )
  )

  const sender = senderOf(given, account, overrides)
  const to = receiverOf(sender, known_senders)
  faults.push(...("fault" in sender ? [sender.fault] : []))
  if ("sender_id" in sender && !to) faults.push({ field: "sender", code: "sender_incomplete" })

  const papers = customsOf(order, given, account, { address, parcels, sender, option })
  faults.push(...("faults" in papers ? papers.faults : []))

  if (faults.length > 0 || !chosen || !to || grams === null || !("items" in papers)) {
    return { kind: "wait", faults: uniqueFaults(faults), warnings }
  }
  return {
    kind: "buy",
    warnings,
    option,
    estimate: estimateOf(option, 1),
    request: {
      order_number: order.order_number,
      from: address,
      to,
      option_code: chosen.option_code,
      contract_id: ("contract_id" in found ? found.contract_id : null) ?? null,
      weight_grams: grams,
      items: papers.items.flat(),
      invoice_number: papers.customs?.invoice_number ?? null,
      total: { amount: valueOf(lines), currency_code: order.currency_code.toUpperCase() },
      brand_id: account.brand_id,
    },
  }
}

const receiverOf = (sender: ReturnType<typeof senderOf>, known: readonly Sender[]): LabelAddress | null =>
  "sender_id" in sender
    ? (known.find(({ external_id }) => external_id === sender.sender_id)?.address ?? null)
    : null

function whyNever(
  order: LabelOrder,
  { is_canceled, is_received, lines }: LabelReturn,
  { settings }: ReturnAccount
): NeverReason | null {
  if (is_canceled) return "return_canceled"
  if (is_received) return "return_received"
  if (order.is_shipped_by_marketplace) return "shipped_by_marketplace"
  // The free label is none for returns.
  if (order.is_test || settings.labels.is_test) return "no_test_label"
  const isWhole = lines.every(({ quantity }) => Number.isInteger(quantity) && quantity > 0)
  return lines.length === 0 || !isWhole ? "nothing_to_ship" : null
}
