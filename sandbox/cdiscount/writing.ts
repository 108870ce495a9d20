import type { CdiscountSettings } from "./settings"
import type { WireLine, WireOrder, WirePrice } from "./wire"

/** How the documentation leaves it open to write an order: by setting, from the one that is stored. */
const cents = (amount: number) => Math.round(amount * 100) / 100

const shippingOf = (order: WireOrder) =>
  order.lines.reduce((sum, { sellingPrice }) => sum + (sellingPrice?.shippingCost ?? 0), 0)

export function writtenAmounts(order: WireOrder, { order_total }: CdiscountSettings): Partial<WireOrder> {
  const total = cents(order.totalPrice.sellingPrice - shippingOf(order))
  return order_total === "goods" ? { totalPrice: { offerPrice: total, sellingPrice: total } } : {}
}

export function writtenLine(line: WireLine, settings: CdiscountSettings): Record<string, unknown> {
  const { sellingPrice, offer, totalPrice } = line
  if (!sellingPrice || !offer) return line
  const goods = cents(totalPrice.sellingPrice - sellingPrice.shippingCost)
  const { supplyMode, ...unnamed } = offer
  const home = line.shippingAddress
  const { shows_delivery_address, always_names_pickup } = settings
  return {
    ...line,
    ...(settings.line_status === "accepted" && line.status === "InPreparation" ? { status: "Accepted" } : {}),
    ...(settings.line_total === "goods" ? { totalPrice: { offerPrice: goods, sellingPrice: goods } } : {}),
    sellingPrice: writtenPrice(sellingPrice, line.quantity, settings),
    offer: settings.shows_supply_mode ? offer : unnamed,
    ...(shows_delivery_address ? {} : { shippingAddress: null }),
    ...(home && always_names_pickup
      ? { shippingAddress: { ...home, pickupId: home.pickupId ?? "099999" } }
      : {}),
  }
}

function writtenPrice(price: WirePrice, quantity: number, settings: CdiscountSettings): WirePrice {
  const { unit_price, shipping_cost, taxes } = settings
  const [{ rate }] = price.taxes
  const net = (amount: number) => amount / (1 + (rate < 1 ? rate : rate / 100))
  const written = {
    with_vat: price,
    net: { ...price, unitSalesPrice: net(price.unitSalesPrice), shippingCost: net(price.shippingCost) },
    rounded: { ...price, unitSalesPrice: Math.floor(price.unitSalesPrice) },
  }[unit_price]
  const other = { code: "TAX", target: "Recycling", amount: 0.1, rate: 10 }
  return {
    ...written,
    shippingCost: shipping_cost === "unit" ? written.shippingCost / quantity : written.shippingCost,
    taxes: taxes === "vat" ? price.taxes : [other, ...price.taxes.map((tax) => ({ ...tax, code: "TAX" }))],
  }
}
