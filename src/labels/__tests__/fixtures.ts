import type { LabelAddress, PurchaseRequest } from "../label-service"

/** An invented buyer. */
export const anAddress = (change: Partial<LabelAddress> = {}): LabelAddress => ({
  name: "Camille Exemple",
  company_name: null,
  address_line_1: "12 bis rue des Lilas",
  house_number: null,
  address_line_2: null,
  postal_code: "75011",
  city: "Paris",
  state_code: null,
  country_code: "FR",
  phone: "+33612345678",
  email: "camille@exemple.invalid",
  ...change,
})

export const aPurchase = (change: Partial<PurchaseRequest> = {}): PurchaseRequest => ({
  reference: "shop-mklr_1-1",
  order_number: "1001",
  sender_id: "501",
  to: anAddress(),
  option_code: "colissimo:standard",
  contract_id: null,
  parcels: [{ weight_grams: 1250, dimensions: null, items: [] }],
  service_point: null,
  total: { amount: 49.9, currency_code: "EUR" },
  customs: null,
  insured_value: null,
  brand_id: null,
  format: "pdf",
  ...change,
})
