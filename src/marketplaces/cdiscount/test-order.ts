import type { Snapshot, TestOrderRequest } from "../port"

const DAY_MS = 24 * 60 * 60 * 1000

/** An order as Octopia would send it, ready to ship, of a buyer who does not exist. */
export function makeTestOrder(request: TestOrderRequest): Snapshot {
  const { external_id, sku, title, quantity, unit_price, now } = request
  const time = now.toISOString()
  const total = Math.round(unit_price * quantity * 100) / 100
  const address = {
    civility: "M",
    firstName: "Camille",
    lastName: "Exemple",
    companyName: null,
    companyVatNumber: null,
    addressLine1: "1 rue de l'Essai",
    addressLine2: null,
    addressLine3: null,
    postalCode: "00000",
    city: "Ville-Exemple",
    stateOrRegion: null,
    countryCode: request.country_code.toUpperCase(),
  }
  const shippedAtMax = new Date(now.getTime() + 2 * DAY_MS).toISOString()
  const order = {
    orderId: external_id,
    reference: external_id,
    businessOrder: false,
    salesChannel: { id: "CDISFR", name: "Cdiscount" },
    customer: { reference: "test-order" },
    purchasedAt: time,
    createdAt: time,
    updatedAt: time,
    shippedAtMax,
    status: "InPreparation",
    currencyCode: "EUR",
    billingAddress: address,
    totalPrice: { offerPrice: total, sellingPrice: total },
    serviceFees: [],
    lines: [
      {
        orderLineId: "1",
        status: "InPreparation",
        quantity,
        totalPrice: { offerPrice: total, sellingPrice: total },
        sellingPrice: {
          unitSalesPrice: unit_price,
          shippingCost: 0,
          taxes: [{ code: "VAT", target: "SalesPrice", rate: 20 }],
        },
        offer: {
          sellerProductId: sku,
          productTitle: title,
          productGtin: null,
          supplyMode: "Seller",
          condition: "New",
        },
        delivery: { mode: "TrackedHomeDelivery", shippedAtMax },
        shippingAddress: {
          ...address,
          phone: "+33199000000",
          email: "test-order@marketplace.example",
          pickupId: null,
          pickupName: null,
        },
        parcels: [],
      },
    ],
  }
  return { external_id, payload: JSON.stringify(order) }
}
