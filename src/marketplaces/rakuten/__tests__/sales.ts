import type { BillingItem, Sale, SaleItem } from "../schemas"
import { purchaseOfBilling, purchaseOfSale, type Purchase } from "../snapshot"

/** Moments by Rakuten's clock, in order. */
export const AT = Array.from({ length: 10 }, (_, hour) =>
  new Date(Date.UTC(2026, 5, 10, 10 + hour)).toISOString()
)

const money = (amount: string) => ({ amount, currency: "EUR" })
const nowhere = {
  firstname: "",
  lastname: "",
  address1: "",
  address2: "",
  zipcode: "",
  city: "",
  state: "",
  country: "",
  countryalpha2: "",
  phonenumber1: "",
  phonenumber2: "",
}
export const HOME = {
  ...nowhere,
  firstname: "Zoé",
  lastname: "Vraisemblable",
  address1: "7 impasse de l'Essai",
  zipcode: "35000",
  city: "RENNES",
  country: "France",
  countryalpha2: "FX",
}

export function saleItem(itemid: string, given: Partial<SaleItem> = {}): SaleItem {
  return {
    itemid,
    sku: "BOUGIE-01",
    advertid: "810000001",
    headline: "Bougie",
    itemstatus: "ACCEPTED",
    price: money("14.5"),
    ispreorder: "N",
    isnego: "N",
    isrsl: "N",
    is_fulfilment: "N",
    ean: "2000000001012;",
    paymentstatus: "INCOMING",
    shipped: "",
    ...given,
  }
}

export function sale(items: SaleItem[], delivery: Partial<Sale["deliveryinformation"]> = {}): Sale {
  return {
    purchaseid: "700000001",
    purchasedate: "10/06/2026-09:12",
    deliveryinformation: {
      shippingtype: "Suivi",
      isfullrsl: "N",
      purchasebuyerlogin: "acheteur-fictif",
      purchasebuyeremail: "",
      deliveryaddress: HOME,
      billingaddress: nowhere,
      collectionpointaddress: {
        id: "",
        name: "",
        firstname: "",
        lastname: "",
        address: "",
        zipcode: "",
        city: "",
        country: "",
        countryalpha2: "",
      },
      ...delivery,
    },
    items,
  }
}

export function billingItem(itemid: string, given: Partial<BillingItem> = {}): BillingItem {
  return {
    itemid,
    itemstatus: "ACCEPTED",
    itemsaleprice: money("14.5"),
    shippingsaleprice: money("4.5"),
    itemcommissionexcltax: money("1.45"),
    itemcommissionvat: money("0.29"),
    shippingcommissionexcltax: money("0.35"),
    shippingcommissionvat: money("0.07"),
    shipped: "0",
    ...given,
  }
}

export const listed = (
  items: SaleItem[],
  at = AT[0],
  delivery?: Partial<Sale["deliveryinformation"]>
): Purchase => purchaseOfSale(sale(items, delivery), "currentsales", at)
export const listedNew = (
  items: SaleItem[],
  at = AT[0],
  delivery?: Partial<Sale["deliveryinformation"]>
): Purchase => purchaseOfSale(sale(items, delivery), "newsales", at)
export const billed = (items: BillingItem[], at = AT[1]): Purchase =>
  purchaseOfBilling("700000001", items, at)
