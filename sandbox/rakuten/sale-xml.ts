import type { Buyer } from "../buyers"
import { STATUS_WORDS, wallClock, type RakutenItem, type RakutenSale } from "./sale"
import type { RakutenMarket } from "./market"
import { cdata, el, money, type Xml } from "./xml"

const yesNo = (value: boolean) => (value ? "Y" : "N")

/** `FX` is France; the country's name is French. */
const COUNTRIES: Record<string, [alpha2: string, name: string]> = {
  FR: ["FX", "France"],
  BE: ["BE", "Belgique"],
  RE: ["RE", "La Réunion"],
  GB: ["GB", "Royaume uni"],
}

function addressXml(name: string, buyer: Buyer, shows_contact: boolean): Xml {
  const [alpha2, country] = COUNTRIES[buyer.country_code] ?? [buyer.country_code, buyer.country_code]
  const phone = shows_contact ? (buyer.phone ?? "") : ""
  const is_mobile = /^0[67]/.test(phone)
  return el(name, [
    el("civility", buyer.civility === "M" ? "M." : "Mme"),
    cdata("lastname", buyer.last_name),
    cdata("firstname", buyer.first_name),
    cdata("address1", buyer.street),
    cdata("address2", buyer.street_2 ?? ""),
    el("zipcode", buyer.postal_code),
    cdata("city", buyer.city.toUpperCase()),
    cdata("country", country),
    el("countryalpha2", alpha2),
    el("phonenumber1", is_mobile ? "" : phone),
    el("phonenumber2", is_mobile ? phone : ""),
  ])
}

/** Addresses by kind of shipping; telephone and e-mail only after acceptance. */
export function addressesXml(sale: RakutenSale, is_accepted: boolean): Xml[] {
  const { buyer, relay, addresses } = sale
  const collection =
    relay &&
    el("collectionpointaddress", [
      el("civility", buyer.civility === "M" ? "M." : "Mme"),
      cdata("lastname", buyer.last_name),
      cdata("firstname", buyer.first_name),
      cdata("id", relay.id),
      cdata("name", relay.name),
      cdata("address", relay.address),
      el("zipcode", relay.zipcode),
      cdata("city", relay.city),
      cdata("country", relay.country),
      cdata("contractlevel", relay.contractlevel),
    ])
  return [
    cdata("purchasebuyerlogin", sale.buyer_login),
    el("purchasebuyeremail", is_accepted ? (buyer.email ?? "") : ""),
    ...(collection ? [collection] : []),
    addressXml(addresses === "delivery" ? "deliveryaddress" : "billingaddress", buyer, is_accepted),
  ]
}

export const isAccepted = (item: RakutenItem): boolean =>
  ["accepted", "pending", "claim", "canceled", "closed"].includes(item.situation)

/** An amount as the settings have it written: with a tax of 20 %, or without. */
export const writtenCents = ({ settings }: RakutenMarket, cents: number): number =>
  settings.prices === "net" ? Math.round(cents / 1.2) : cents

function itemXml(market: RakutenMarket, sale: RakutenSale, item: RakutenItem, status: string): Xml {
  const fields = [
    cdata("sku", item.sku),
    el("advertid", item.advertid),
    money("advertpricelisted", item.listed_cents, item.currency),
    el("itemid", item.itemid),
    cdata("headline", item.headline),
    cdata("itemstatus", status),
    el("ispreorder", yesNo(item.is_preorder)),
    el("is_fulfilment", yesNo(item.is_fulfilment)),
    el("isnego", yesNo(item.is_nego)),
    cdata("negotiationcomment", item.negotiation_comment),
    money("price", writtenCents(market, item.price_cents), item.currency),
    el("isrsl", yesNo(item.is_rsl)),
    el("isbn"),
    el("ean", item.ean),
    cdata("paymentstatus", item.payment_status),
    el("sellerscore"),
  ]
  return el(
    "item",
    fields.filter((field) => !sale.leave_out.includes(field.name))
  )
}

export type ListName = "getnewsales" | "getcurrentsales"

export function statusWord(
  market: RakutenMarket,
  list: ListName,
  sale: RakutenSale,
  item: RakutenItem
): string | null {
  const { to_accept_word, accepted_word } = market.settings
  const known = STATUS_WORDS[list][item.situation] ?? null
  const word = item.is_unlisted ? null : known === "ACCEPTED" ? accepted_word : known
  const is_old =
    to_accept_word === "TO_CONFIRM" || (to_accept_word === "mixed" && Number(sale.purchaseid) % 2 === 1)
  return word === "REQUESTED" && is_old ? "TO_CONFIRM" : word
}

/** One `sale` element for these items of a purchase. */
export function saleXml(market: RakutenMarket, list: ListName, sale: RakutenSale, items: RakutenItem[]): Xml {
  const fields = [
    el("purchaseid", sale.purchaseid),
    el("purchasedate", wallClock(sale.purchased_at, market.settings.date_zone)),
    el("deliveryinformation", [
      cdata("shippingtype", sale.shippingtype),
      el("isfullrsl", yesNo(sale.is_full_rsl)),
      ...addressesXml(sale, sale.items.some(isAccepted)),
    ]),
    el(
      "items",
      items.map((item) => itemXml(market, sale, item, statusWord(market, list, sale, item) ?? ""))
    ),
  ]
  return el(
    "sale",
    fields.filter((field) => !sale.leave_out.includes(field.name))
  )
}
