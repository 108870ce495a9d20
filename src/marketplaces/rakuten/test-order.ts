import type { Snapshot, TestOrderRequest } from "../port"
import { toWallClock } from "./dates"
import type { RakutenSettings } from "./settings"
import { mergePurchases, purchaseOfBilling, purchaseOfSale, toSnapshot } from "./snapshot"
import type { BillingItem, Sale } from "./schemas"

/** A purchase in Rakuten's format, accepted and with its billing information, of a buyer who does not exist. */
export function makeTestOrder(request: TestOrderRequest, settings: RakutenSettings): Snapshot {
  const { external_id, sku, title, quantity, unit_price, country_code, now } = request
  const money = (amount: number) => ({ amount: String(amount), currency: "EUR" })
  const itemids = Array.from({ length: quantity }, (_, index) => `${external_id}-${index + 1}`)
  const address = {
    firstname: "Camille",
    lastname: "Exemple",
    address1: "1 rue de l'Essai",
    address2: "",
    zipcode: "00000",
    city: "VILLE-EXEMPLE",
    state: "",
    country: "",
    countryalpha2: country_code.toUpperCase(),
    phonenumber1: "",
    phonenumber2: "0639980000",
  }
  const nowhere = {
    id: "",
    name: "",
    address: "",
    firstname: "",
    lastname: "",
    zipcode: "",
    city: "",
    country: "",
  }
  const sale: Sale = {
    purchaseid: external_id,
    purchasedate: toWallClock(now, settings.time_zone),
    deliveryinformation: {
      shippingtype: "Suivi",
      isfullrsl: "N",
      purchasebuyerlogin: "test-order",
      purchasebuyeremail: "test-order@marketplace.example",
      deliveryaddress: address,
      billingaddress: address,
      collectionpointaddress: { ...nowhere, countryalpha2: "" },
    },
    items: itemids.map((itemid) => ({
      itemid,
      sku,
      advertid: "0",
      headline: title,
      itemstatus: "ACCEPTED",
      price: money(unit_price),
      ispreorder: "N",
      isnego: "N",
      isrsl: "N",
      is_fulfilment: "N",
      ean: "",
      paymentstatus: "INCOMING",
      shipped: "",
    })),
  }
  const billing: BillingItem[] = itemids.map((itemid) => ({
    itemid,
    itemstatus: "ACCEPTED",
    itemsaleprice: money(unit_price),
    shippingsaleprice: money(0),
    itemcommissionexcltax: money(0),
    itemcommissionvat: money(0),
    shippingcommissionexcltax: money(0),
    shippingcommissionvat: money(0),
    shipped: "",
  }))
  const at = now.toISOString()
  return toSnapshot(
    mergePurchases(purchaseOfSale(sale, "currentsales", at), purchaseOfBilling(external_id, billing, at))
  )
}
