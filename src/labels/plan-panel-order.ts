import { createHash } from "node:crypto"
import { labelAddress } from "./address"
import { chooseOption } from "./choose-option"
import type { PanelOrder } from "./label-service"
import { type LabelAccount, type LabelLine, type LabelOrder, optionSubject } from "./plan-label"
import { unitGrams } from "./weight"

export type OrderForPanel = {
  id: string
  order: LabelOrder
  lines: readonly LabelLine[]
  /** Whether some of it is packed: a label of the panel would be for the whole order. */
  is_packed: boolean
  stock_location_id: string | null
  /** Something is to be decided before a parcel of it may leave. */
  is_stopped: boolean
}

export type PanelPlan = { kind: "show"; order: PanelOrder; hash: string } | { kind: "hide" }

const HIDDEN: PanelPlan = { kind: "hide" }

/**
 * What stands in the service's panel of an order whose label is made there: the whole order, or nothing. What no label is
 * bought for, must not leave, or is packed in part is not shown; what is missing is left out, for whoever makes the label.
 */
export function planPanelOrder(
  { id, order, lines, is_packed, stock_location_id, is_stopped }: OrderForPanel,
  account: Pick<LabelAccount, "settings" | "rules" | "fallback">
): PanelPlan {
  const { settings, rules, fallback } = account
  const left = lines.filter(({ quantity }) => Number.isInteger(quantity) && quantity > 0)
  const isNone =
    order.is_canceled ||
    order.is_test ||
    settings.labels.is_test ||
    order.is_shipped_by_marketplace ||
    order.has_prepaid_label ||
    is_stopped ||
    is_packed ||
    left.length === 0
  if (isNone) return HIDDEN
  const { address } = labelAddress(order, settings.labels, [])
  const currency_code = order.currency_code.toUpperCase()
  const valued = left.map((line) => ({
    line,
    amount: cents((line.total * line.quantity) / line.ordered_quantity),
    grams: unitGrams(line, settings.labels),
  }))
  const value = cents(valued.reduce((sum, { amount }) => sum + amount, 0))
  const grams = valued.reduce<number | null>(
    (sum, { line, grams: each }) => (sum === null || each === null ? null : sum + each * line.quantity),
    settings.labels.packaging_grams
  )
  const { chosen } = chooseOption(
    optionSubject(order, left, {
      to: address,
      grams,
      stock_location_id,
      has_pickup_point: order.pickup_point !== null,
    }),
    rules,
    fallback
  )
  const fact = ({ variant, product }: LabelLine, name: "hs_code" | "origin_country") =>
    variant?.[name]?.trim() || product?.[name]?.trim() || settings.customs[name]
  const shown: PanelOrder = {
    external_id: id,
    order_number: order.order_number,
    created_at: order.created_at,
    to: address,
    lines: valued.map(({ line, amount, grams: each }) => ({
      external_id: line.line_item_id,
      name: line.title.trim() || line.sku || line.line_item_id,
      sku: line.sku,
      quantity: line.quantity,
      total: { amount, currency_code },
      weight_grams: each === null ? null : Math.max(1, Math.round(each)),
      hs_code: fact(line, "hs_code"),
      origin_country: fact(line, "origin_country"),
    })),
    total: { amount: value, currency_code },
    option_code: chosen?.option_code ?? null,
    service_point: order.pickup_point && { carrier_point_id: order.pickup_point.id },
  }
  return {
    kind: "show",
    order: shown,
    hash: createHash("sha256").update(JSON.stringify(shown)).digest("base64url").slice(0, 22),
  }
}

const cents = (amount: number): number => Math.round(amount * 100) / 100
