import type { SandboxClock } from "../clock"
import { button, frame, safe } from "../page/frame"
import { chooseLanguage, type Language } from "../page/texts"
import type { SendcloudControl } from "./control"
import type { SendcloudMarket, StoredOrder, StoredParcel, StoredShipment } from "./market"
import { optionBy } from "./options"
import { statusText } from "./statuses"

const SHOWN = 50

const en = {
  title: "Sendcloud, as the merchant sees it",
  intro: "A sandbox: no real label, no real money.",
  other_language: "Français",
  clock: "Sendcloud's time:",
  back: "The marketplaces",
  incoming: "Incoming orders",
  no_orders: "None.",
  labels: "Labels",
  no_labels: "None yet.",
  paid: "paid",
  refunded: "refunded",
  live: "labels paid",
  messages: "messages sent",
  make: "Make the label",
  print: "Print",
  scan: "Scan",
  deliver: "Deliver",
  hold: "At the pickup point",
  fail: "Delivery fails",
  refuse: "Refused",
  cancel: "Cancel",
  panel: "made in the panel",
  reference: "reference",
  pushed: "pushed",
  times: "times",
}
const fr: typeof en = {
  title: "Sendcloud, vu du marchand",
  intro: "Un bac à sable : aucune vraie étiquette, aucun vrai paiement.",
  other_language: "English",
  clock: "Heure de Sendcloud :",
  back: "Les places de marché",
  incoming: "Commandes entrantes",
  no_orders: "Aucune.",
  labels: "Étiquettes",
  no_labels: "Aucune pour l’instant.",
  paid: "payés",
  refunded: "remboursés",
  live: "étiquettes payées",
  messages: "messages envoyés",
  make: "Faire l’étiquette",
  print: "Imprimer",
  scan: "Prendre en charge",
  deliver: "Livrer",
  hold: "Au point relais",
  fail: "Livraison échouée",
  refuse: "Refusé",
  cancel: "Annuler",
  panel: "faite dans l’espace",
  reference: "référence",
  pushed: "transmise",
  times: "fois",
}
const TEXTS: Record<Language, typeof en> = { en, fr }

const TONES: Partial<Record<StoredParcel["status"], string>> = {
  READY_TO_SEND: "ready",
  DELIVERED: "good",
  ANNOUNCEMENT_FAILED: "bad",
  CANCELLED: "bad",
  CANCELLATION_REQUESTED: "bad",
  REFUSED_BY_RECIPIENT: "bad",
  DELIVERY_ATTEMPT_FAILED: "bad",
}

export type SendcloudPageParts = { clock: SandboxClock; market: SendcloudMarket; control: SendcloudControl }

const word = (value: unknown): string => (typeof value === "string" ? safe(value) : "")

function orderCard({ order_id, order_number, body, pushes }: StoredOrder, texts: typeof en): string {
  const address = (body.shipping_address ?? {}) as Record<string, unknown>
  const { order_items = [] } = (body.order_details ?? {}) as { order_items?: Record<string, unknown>[] }
  const items = order_items
    .map(({ name, quantity }) => `<li>${Number(quantity)} × ${word(name)}</li>`)
    .join("")
  return `<article><header><b>${safe(order_number)}</b>
<small>${safe(order_id)} · ${texts.pushed} ${pushes} ${texts.times}</small></header>
<p>${[address.name, address.address_line_1, address.postal_code, address.city].map(word).join(" · ")}</p>
<ul>${items}</ul>${button(texts.make, "sendcloud/makeLabel", { order_id })}</article>`
}

function labelCard(shipment: StoredShipment, texts: typeof en): string {
  const { to_address, option_code, order_number, reference, errors, parcels } = shipment
  const act = (parcel: StoredParcel, text: string, action: string) =>
    button(text, "sendcloud/act", { parcel_id: parcel.id, action })
  const rows = parcels.map(
    (parcel) => `<li><code>${safe(parcel.number)}</code>
<span class="tag ${TONES[parcel.status] ?? "other"}">${statusText(parcel.status)}</span>
<a href="/sendcloud/labels/${parcel.id}.pdf" target="_blank" rel="noreferrer">${texts.print}</a>
${act(parcel, texts.scan, "scan")} ${act(parcel, texts.hold, "hold_at_point")} ${act(parcel, texts.deliver, "deliver")}
${act(parcel, texts.fail, "fail_delivery")} ${act(parcel, texts.refuse, "refuse")}</li>`
  )
  const option = optionBy(option_code)
  return `<article><header><b>${safe(order_number ?? "–")}</b> <span>${safe(option?.name ?? option_code)}</span>
<small>${reference ? `${texts.reference} ${safe(reference)}` : texts.panel}</small>
<span class="total">${((option?.price_cents ?? 0) / 100).toFixed(2)} EUR</span></header>
<p>${[to_address.name, to_address.address_line_1, to_address.postal_code, to_address.city].map(word).join(" · ")}</p>
${errors.map(({ detail }) => `<p class="bad">${safe(detail)}</p>`).join("")}
<ul>${rows.join("")}</ul>${button(texts.cancel, "sendcloud/act", { shipment_id: shipment.id, action: "cancel" })}</article>`
}

/** The merchant's panel: incoming orders, and labels with what a carrier does to them. */
export function renderSendcloudPage(
  { clock, market, control }: SendcloudPageParts,
  query: URLSearchParams,
  accept_language?: string
): string {
  const language = chooseLanguage(query.get("lang"), accept_language)
  const texts = TEXTS[language]
  const orders = market.orders().filter(({ state }) => state === "incoming")
  const labels = market.list().reverse()
  const { paid_cents, refunded_cents, labels: paid } = control.money()
  const euros = (cents: number) => `${(cents / 100).toFixed(2)} EUR`
  const figures = [
    [euros(paid_cents), texts.paid],
    [euros(refunded_cents), texts.refunded],
    [String(paid.length), texts.live],
    [String(control.messages().length), texts.messages],
  ]
  const inner = `<div class="top"><div><h1>${texts.title}</h1><p>${texts.intro}</p></div>
<aside><a href="/sendcloud?lang=${language === "fr" ? "en" : "fr"}">${texts.other_language}</a> · <a href="/?lang=${language}">${texts.back}</a>
<p>${texts.clock} <code>${clock.iso().slice(0, 19).replace("T", " ")} UTC</code></p></aside></div>
<div class="figures">${figures.map(([figure, text]) => `<div><b>${figure}</b>${text}</div>`).join("")}</div>
<h2>${texts.incoming}</h2>${
    orders
      .slice(0, SHOWN)
      .map((order) => orderCard(order, texts))
      .join("") || `<p>${texts.no_orders}</p>`
  }
<h2>${texts.labels}</h2>${
    labels
      .slice(0, SHOWN)
      .map((shipment) => labelCard(shipment, texts))
      .join("") || `<p>${texts.no_labels}</p>`
  }`
  return query.get("part") === "content" ? inner : frame(language, texts.title, inner)
}
