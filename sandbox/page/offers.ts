import type { ShelfOffer } from "../offers/shelf"
import type { Oversold } from "../offers/goods"
import type { Language, Texts } from "./texts"

const OFFERS_PER_PAGE = 200

export type OfferRow = { marketplace: string; offer: ShelfOffer }

const priceText = (cents: number, language: Language): string =>
  new Intl.NumberFormat(language, { style: "currency", currency: "EUR" }).format(cents / 100)

/** What buyers see of every offer: quantity and price, or that it cannot be bought. */
export function offerTable(
  rows: OfferRow[],
  { texts, language }: { texts: Texts; language: Language },
  safe: (text: string) => string
): string {
  if (rows.length === 0) return `<p class="empty">${texts.no_offers}</p>`
  const shown = rows.slice(0, OFFERS_PER_PAGE).map(({ marketplace, offer }) => {
    const { title, sku, channel, quantity, price_cents, struck_cents, is_active } = offer
    const state = !is_active
      ? `<span class="tag canceled">${texts.inactive}</span>`
      : quantity === 0
        ? `<span class="tag refused">${texts.sold_out}</span>`
        : `<span class="tag shipped">${quantity} ${texts.in_stock}</span>`
    const struck = struck_cents === null ? "" : ` <s>${safe(priceText(struck_cents, language))}</s>`
    return `<li><b>${safe(title)}</b> <small>${safe(sku)} · ${safe(marketplace)} ${safe(channel)}</small> ${state}
<span class="total">${safe(priceText(price_cents, language))}${struck}</span></li>`
  })
  const more = rows.length - shown.length
  return `<article><ul>${shown.join("")}</ul>${more > 0 ? `<p>+ ${more} ${texts.more_offers}</p>` : ""}</article>`
}

/** Units that were sold and do not exist. */
export function oversoldList(
  oversold: Oversold[],
  { texts }: { texts: Texts },
  safe: (text: string) => string
): string {
  if (oversold.length === 0) return ""
  const rows = oversold.slice(0, 50).map(({ sku, place, at, last_unit }) => {
    const before = last_unit ? `${last_unit.place} ${last_unit.at.slice(11, 19)}` : "–"
    return `<li class="bad">⚠ ${safe(sku)}: ${safe(place)} ${at.slice(11, 19)} <small>(${texts.last_unit} ${safe(before)})</small></li>`
  })
  return `<h2>${texts.oversold} (${oversold.length})</h2><ul class="calls">${rows.join("")}</ul>`
}
