import { readAmount } from "../../amounts"
import { MarketplaceError } from "../../errors"
import { pauses } from "../../pauses"
import { offerAmountSchema, shownOfferSchema, type OffersPage, type OffersRequest } from "../../port"
import { shortOrNull } from "../../text"
import type { RakutenClient } from "../client"
import { exportSchema, type Advert } from "./schemas"

/** A page of the inventory. Rakuten cannot look for some offers alone; the account needs the right to read it. */
export async function readInventory(client: RakutenClient, { cursor }: OffersRequest): Promise<OffersPage> {
  const { response } = await client.read("export", cursor === null ? {} : { nexttoken: cursor }, exportSchema)
  const { nexttoken, advertlist } = response
  if (nexttoken !== "" && nexttoken === cursor) {
    throw new MarketplaceError("invalid_answer", "GET export: the next page is the same.", { effect: "none" })
  }
  const page: OffersPage = { offers: [], cursor: nexttoken || null, unreadable: [] }
  const pause = pauses()
  for (const [index, advert] of advertlist.entries()) {
    await pause()
    const offer = shownOfferSchema.safeParse(shownOf(advert)).data
    if (offer) page.offers.push(offer)
    else page.unreadable.push(`GET export: advert ${index + 1} of a page cannot be read.`)
  }
  return page
}

/** Nothing that is kept of an offer is longer. */
const LONGEST_TEXT = 1000
const IS_TRUE = /^(1|true|y|yes|oui)$/i

function shownOf(advert: Advert) {
  const { sku, advertid, price, quality, unlimitedquantity, stock, productsummary } = advert
  const isUnlimited = IS_TRUE.test(unlimitedquantity)
  return {
    sku,
    external_id: advertid || null,
    // Sometimes a list with ";".
    ean: shortOrNull(productsummary.barcode.split(";", 1)[0], LONGEST_TEXT),
    title: shortOrNull(productsummary.headline, LONGEST_TEXT),
    condition: shortOrNull(quality, LONGEST_TEXT),
    quantity: !isUnlimited && /^\d{1,9}$/.test(stock) ? Number(stock) : null,
    price: amountOf(price.amount),
    struck_price: null,
    currency_code: price.currency.toUpperCase() || "EUR",
    is_active: true,
    fulfilled_by: "seller",
    updated_at: null,
  }
}

/** Null for what is no price. */
function amountOf(text: string): string | null {
  const amount = readAmount(text)
  return amount === null ? null : (offerAmountSchema.safeParse(amount.toFixed(2)).data ?? null)
}
