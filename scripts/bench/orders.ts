import type { CatalogProduct } from "../../sandbox/catalog"

export type BenchOrder = {
  id: string
  lines: { sku: string; title: string; price: number; vat: number; quantity: number }[]
  address: {
    first_name: string
    last_name: string
    address_1: string
    postal_code: string
    city: string
  }
}

/** Orders of two lines each, the same for every way that is measured. */
export function benchOrders(prefix: string, count: number, catalog: readonly CatalogProduct[]): BenchOrder[] {
  return Array.from({ length: count }, (_, index) => ({
    id: `${prefix}${String(index).padStart(6, "0")}`,
    lines: [0, 1].map((offset) => {
      const { sku, title, price, vat } = catalog[(index * 2 + offset * 7) % catalog.length]
      return { sku, title, price, vat, quantity: 1 + ((index + offset) % 2) }
    }),
    address: {
      first_name: "Camille",
      last_name: `Exemple ${index}`,
      address_1: `${1 + (index % 90)} rue de la Fiction`,
      postal_code: "69003",
      city: "Lyon",
    },
  }))
}

const cents = (amount: number) => Math.round(amount * 100) / 100

/** The same order as Octopia sends it. */
export function octopiaOrder(order: BenchOrder, seller: string, at: Date): Record<string, unknown> {
  const address = {
    civility: "Mme",
    firstName: order.address.first_name,
    lastName: order.address.last_name,
    addressLine1: order.address.address_1,
    postalCode: order.address.postal_code,
    city: order.address.city,
    countryCode: "FR",
  }
  const lines = order.lines.map((line, index) => {
    const shippingCost = index === 0 ? 4.99 : 0
    const total = cents(line.price * line.quantity + shippingCost)
    const taxes = [{ code: "VAT", target: "SalesPrice", amount: 0, rate: line.vat }]
    return {
      orderLineId: String(index + 1),
      status: "InPreparation",
      quantity: line.quantity,
      totalPrice: { offerPrice: total, sellingPrice: total },
      offerPrice: { unitSalesPrice: line.price, shippingCost, taxes },
      sellingPrice: { unitSalesPrice: line.price, shippingCost, taxes },
      offer: {
        id: `OFFER-${line.sku}`,
        sellerProductId: line.sku,
        productTitle: line.title,
        supplyMode: "Seller",
        condition: "New",
      },
      delivery: { mode: "TrackedHomeDelivery" },
      shippingAddress: { ...address, phone: "+33639980011", email: "acheteur@marketplace.example" },
      parcels: [],
    }
  })
  const total = cents(lines.reduce((sum, line) => sum + line.totalPrice.sellingPrice, 0))
  const iso = at.toISOString()
  return {
    orderId: order.id,
    reference: `REF-${order.id}`,
    businessOrder: false,
    salesChannel: { id: "CDISFR", name: "Cdiscount" },
    seller: { id: seller },
    customer: { reference: `client-${order.id}` },
    purchasedAt: iso,
    createdAt: iso,
    updatedAt: iso,
    shippedAtMax: new Date(at.getTime() + 3 * 86_400_000).toISOString(),
    status: "InPreparation",
    payment: { method: "Card" },
    currencyCode: "EUR",
    billingAddress: address,
    totalPrice: { offerPrice: total, sellingPrice: total },
    serviceFees: [],
    statusEvents: [],
    lines,
  }
}
