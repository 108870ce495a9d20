import type { SandboxClock } from "../clock"
import type { Faults, MarketplaceName, ServiceName } from "../faults"
import { MARKETPLACES } from "../faults"
import type { Ledger, OrderLedger } from "../ledger"
import type { Goods } from "../offers/goods"
import type { ShelfOffer } from "../offers/shelf"
import type { SellerLine, SellerOrder, SellerParcel } from "./seller-order"
import { frame, safe } from "./frame"
import { offerTable, oversoldList } from "./offers"
import { chooseLanguage, TEXTS, type Language, type Texts } from "./texts"

export type PageParts = {
  clock: SandboxClock
  faults: Faults
  ledger: Ledger
  orders: Record<MarketplaceName, () => SellerOrder[]>
  offers: Record<MarketplaceName, () => ShelfOffer[]>
  goods: Goods
}

const NAMES: Record<ServiceName, string> = {
  cdiscount: "Cdiscount",
  rakuten: "Rakuten France",
  sendcloud: "Sendcloud",
}
const ORDERS_PER_PAGE = 50
const SHOWN_LINES = 12
const SHOWN_CALLS = 12

const dateText = (ms: number, language: Language): string =>
  ms === 0
    ? "–"
    : new Intl.DateTimeFormat(language, {
        dateStyle: "medium",
        timeStyle: "short",
        timeZone: "Europe/Paris",
      }).format(ms)

function amountText({ total, currency_code }: SellerOrder, language: Language): string {
  const is_code = /^[A-Z]{3}$/.test(currency_code)
  return is_code
    ? new Intl.NumberFormat(language, { style: "currency", currency: currency_code }).format(total)
    : `${total} ${currency_code}`
}

/** When something last happened to an order: what has just arrived is shown first. */
const lastMoment = (order: SellerOrder, got: OrderLedger | undefined): number =>
  Math.max(
    order.purchased_at,
    ...(got ? [...got.decisions, ...got.shipments, ...got.cancellations] : []).map((entry) =>
      Date.parse(entry.at)
    )
  )

type Words = { language: Language; texts: Texts; states: Record<string, string> }

const parcelText = ({ number, carrier, url }: SellerParcel): string => {
  const shown = `<code>${safe(number)}</code>`
  const linked =
    url && /^https?:\/\//i.test(url) ? `<a href="${safe(url)}" rel="noreferrer">${shown}</a>` : shown
  return `${linked} · ${safe(carrier)}`
}

function lineItem(line: SellerLine, { texts, states }: Words): string {
  const tag = `<span class="tag ${line.state}" title="${safe(line.status)}">${states[line.state]}</span>`
  const who = line.by_seller ? "" : ` <small>(${texts.by_marketplace})</small>`
  const parcels = line.parcels.map((parcel) => `<br>↳ ${parcelText(parcel)}`).join("")
  return `<li>${line.quantity} × ${safe(line.title)} <small>${safe(line.sku)}</small> ${tag}${who}${parcels}</li>`
}

/** What the order got, by the marketplace's own count. */
function gotItems(got: OrderLedger, order: SellerOrder, { texts }: Words): string[] {
  const item = (tone: string, text: string) => `<li class="${tone}">${text}</li>`
  const shown = order.lines.flatMap((line) => line.parcels.map((parcel) => parcel.number))
  return [
    ...got.decisions.map(({ decision, item_ids }) =>
      decision === "accept"
        ? item("good", `✓ ${texts.accepted} <small>${safe(item_ids.slice(0, 5).join(", "))}</small>`)
        : item("bad", `✕ ${texts.refused} <small>${safe(item_ids.slice(0, 5).join(", "))}</small>`)
    ),
    ...got.shipments.map((parcel) => {
      const pending = shown.includes(parcel.number) ? "" : ` <small>(${texts.not_shown_yet})</small>`
      return item("good", `✓ ${texts.parcel} ${parcelText(parcel)}${pending}`)
    }),
    ...got.cancellations.map(({ reason }) =>
      item("bad", `✕ ${texts.canceled} <small>${safe(reason)}</small>`)
    ),
    ...got.duplicate_shipments.map(({ why }) => item("bad", `⚠ ${texts.duplicate} ${safe(why)}`)),
    ...got.refused_shipments.map(({ why }) => item("bad", `⚠ ${texts.refusal} ${safe(why)}`)),
  ]
}

function orderCard(order: SellerOrder, got: OrderLedger | undefined, words: Words): string {
  const { texts, states, language } = words
  const more = order.lines.length - SHOWN_LINES
  const items = got ? gotItems(got, order, words) : []
  return `<article>
<header><b>${safe(order.external_id)}</b>
<span class="tag ${order.state}" title="${safe(order.status)}">${states[order.state]}</span>
<small>${NAMES[order.marketplace]} · ${texts.account} ${safe(order.account)} · ${safe(order.kind)}</small>
<span class="total">${safe(amountText(order, language))}</span></header>
<p>${dateText(order.purchased_at, language)} · ${safe(order.buyer)} · ${safe(order.delivery)}</p>
<ul>${order.lines
    .slice(0, SHOWN_LINES)
    .map((line) => lineItem(line, words))
    .join("")}
${more > 0 ? `<li class="soft">+ ${more} ${texts.more_lines}</li>` : ""}</ul>
${items.length ? `<ul class="got">${items.join("")}</ul>` : ""}
</article>`
}

function callList(parts: PageParts, { texts }: Words): string {
  const calls = parts.ledger.received({ limit: SHOWN_CALLS }).reverse()
  if (calls.length === 0) return `<p>${texts.no_calls}</p>`
  const rows = calls.map((call) => {
    const tone = call.status !== null && call.status < 400 ? "good" : "bad"
    const effect = call.effect ? ` → ${safe(call.effect)}` : ""
    return `<li><small>${call.at.slice(11, 19)}</small> ${NAMES[call.marketplace]} <code>${safe(call.endpoint)}</code>
<span class="${tone}">${call.status ?? texts.no_answer}</span>${effect}</li>`
  })
  return `<ul class="calls">${rows.join("")}</ul>`
}

/** The part that is fetched again every few seconds. */
function content(parts: PageParts, query: URLSearchParams, words: Words): string {
  const { texts, language } = words
  const chosen = MARKETPLACES.find((name) => name === query.get("marketplace"))
  const href = (change: Record<string, string>) => {
    const given = { lang: query.get("lang"), marketplace: chosen, view: query.get("view"), ...change }
    const target = Object.entries(given).filter((entry): entry is [string, string] => Boolean(entry[1]))
    return `/?${safe(new URLSearchParams(target).toString())}`
  }
  const is_offers = query.get("view") === "offers"
  const view = (name: string, text: string) =>
    `<a href="${href({ view: name })}"${(name === "offers") === is_offers ? ' aria-current="page"' : ""}>${text}</a>`
  const all = MARKETPLACES.filter((name) => !chosen || name === chosen).flatMap((name) =>
    parts.orders[name]()
  )
  const ledger = MARKETPLACES.flatMap((name) => (chosen && chosen !== name ? [] : parts.ledger.list(name)))
  const got = new Map(ledger.map((entry) => [`${entry.marketplace} ${entry.external_id}`, entry]))
  const gotBy = (order: SellerOrder) => got.get(`${order.marketplace} ${order.external_id}`)
  const orders = all
    .map((order) => ({ order, moment: lastMoment(order, gotBy(order)) }))
    .sort((a, b) => b.moment - a.moment)
    .map(({ order }) => order)
  const count = (test: (entry: OrderLedger) => boolean) => ledger.filter(test).length
  const figures: [number, string, string][] = [
    [orders.length, texts.orders, ""],
    [orders.filter((order) => order.state === "ready").length, texts.waiting, "ready"],
    [count((entry) => entry.shipments.length > 0), texts.with_parcel, "good"],
    [count((entry) => entry.duplicate_shipments.length > 0), texts.duplicates, "bad"],
    [count((entry) => entry.refused_shipments.length > 0), texts.refusals, "bad"],
  ]
  const page = Math.max(1, Math.floor(Number(query.get("page")) || 1))
  const shown = orders.slice((page - 1) * ORDERS_PER_PAGE, page * ORDERS_PER_PAGE)
  const tab = (name: MarketplaceName | undefined, text: string) =>
    `<a href="${href({ marketplace: name ?? "" })}"${name === chosen ? ' aria-current="page"' : ""}>${text}</a>`
  const { now, is_frozen } = parts.clock.state()
  const faults = parts.faults.active()
  const rows = MARKETPLACES.filter((name) => !chosen || name === chosen).flatMap((name) =>
    parts.offers[name]().map((offer) => ({ marketplace: NAMES[name], offer }))
  )
  const head = `<div class="top"><div><h1>${texts.title}</h1><p>${texts.intro}</p></div>
<aside><a href="${href({ lang: language === "fr" ? "en" : "fr" })}">${texts.other_language}</a> · <a href="/sendcloud?lang=${language}">Sendcloud</a>
<p>${texts.clock} <code>${now.slice(0, 19).replace("T", " ")} UTC</code>${is_frozen ? ` (${texts.frozen})` : ""}</p></aside></div>
<nav>${view("", texts.orders_view)}${view("offers", texts.offers_view)}</nav>
<nav>${tab(undefined, texts.all)}${MARKETPLACES.map((name) => tab(name, NAMES[name])).join("")}</nav>`
  if (is_offers) {
    return `${head}${offerTable(rows, words, safe)}${oversoldList(parts.goods.oversold(), words, safe)}
<h2>${texts.calls}</h2>${callList(parts, words)}`
  }
  return `${head}
<div class="figures">${figures
    .map(([number, text, tone]) => `<div><b class="${number ? tone : "soft"}">${number}</b>${text}</div>`)
    .join("")}</div>
${faults.length ? `<p class="bad">${texts.faults} ${safe(faults.map((fault) => `${fault.kind} (${fault.endpoint})`).join(", "))}</p>` : ""}
${shown.map((order) => orderCard(order, gotBy(order), words)).join("")}
${orders.length === 0 ? `<p class="empty">${texts.none}</p>` : ""}
<nav>${page > 1 ? `<a href="${href({ page: String(page - 1) })}">← ${texts.newer}</a>` : ""}
${orders.length > page * ORDERS_PER_PAGE ? `<a href="${href({ page: String(page + 1) })}">${texts.older} →</a>` : ""}</nav>
<h2>${texts.calls}</h2>${callList(parts, words)}`
}

/** The seller's page: both marketplaces, what each order got. `part=content` gives only the part that changes. */
export function renderPage(parts: PageParts, query: URLSearchParams, accept_language?: string): string {
  const language = chooseLanguage(query.get("lang"), accept_language)
  const words = { language, ...TEXTS[language] }
  const inner = content(parts, query, words)
  if (query.get("part") === "content") return inner
  return frame(language, words.texts.title, inner)
}
