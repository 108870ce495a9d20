import { describeProblem, problemFacts, type ProblemParams } from "./problems"
import { withoutBuyersWords } from "./problems/kept-params"
import type { Locale } from "./fill-text"
import type { ConnectionSettings } from "./settings"
import { cleanText } from "./text"

/** Something to notify people of once. Holds no buyer's data: it goes to mail boxes and chat rooms. */
export type Notice = {
  /** Names the fact: the same one is announced once, however often it is noticed and in however many processes. */
  key: string
  /** Code of the problem catalog, or `digest`, `completeness`, `more_problems`. */
  code: string
  /** Where it is dealt with, as a path of the admin. */
  link: string
  /** It does not wait for the daily digest, whatever its code. */
  urgent?: boolean
  texts: Record<Locale, { title: string; text: string }>
}

export type Addressee = { channel: string; to: string; template: string; language: Locale }

/** The template that providers other than the admin's feed are given, with the data `{ title, text, link, code }`. */
export const NOTICE_TEMPLATE = "marketplace-notice"
/** Orders or SKUs that one notice names. */
const MOST_NAMED = 10
const FEED = { channel: "feed", to: "", template: "admin-ui" }

/** What cannot wait for the daily digest: what is said so of its code, and what had to reach a marketplace and did not. */
export function isUrgent({ code, urgent = false }: Pick<Notice, "code" | "urgent">): boolean {
  const facts = problemFacts(code)
  return urgent || code === "completeness" || facts.urgent || (facts.subject === "action" && facts.blocks)
}

/**
 * Who is notified: the feed and each recipient by its level. The digest, where it is wanted, goes to all of them, so that
 * what is not urgent reaches everyone once a day.
 */
export function addressees(
  { feed, feed_language, digest, recipients }: ConnectionSettings["notifications"],
  notice: Pick<Notice, "code" | "urgent">
): Addressee[] {
  const { code } = notice
  if (code === "digest" && !digest) {
    return []
  }
  const hears = (level: "all" | "urgent" | "none") =>
    level === "all" || (level === "urgent" && (code === "digest" || isUrgent(notice)))
  return [
    ...(hears(feed) ? [{ ...FEED, language: feed_language }] : []),
    ...recipients
      .filter(({ level }) => hears(level))
      .map(({ to, channel, language }) => ({ to, channel, language, template: NOTICE_TEMPLATE })),
  ]
}

/** A tab of the page of orders, narrowed; its tables keep a list in the address as JSON. */
export const ordersLink = (tab: "fix" | "all", filters: Record<string, string | string[]>) => {
  const params = Object.entries(filters).map(([name, value]) => [name, JSON.stringify(value)])
  return `/marketplace-orders?${new URLSearchParams([["tab", tab], ...params])}`
}
const orderLink = (id: string) => `/marketplace-orders/${id}`
export const connectionLink = (id: string) => `/settings/marketplaces/${id}`

const inBoth = (write: (locale: Locale) => { title: string; text: string }): Notice["texts"] =>
  inLines({ en: write("en"), fr: write("fr") })

/** A title becomes the subject of a mail, and names in it come from outside. */
function inLines(texts: Notice["texts"]): Notice["texts"] {
  const inLine = ({ title, text }: Notice["texts"]["en"]) => ({
    title: cleanText(title),
    text: cleanText(text),
  })
  return { en: inLine(texts.en), fr: inLine(texts.fr) }
}

/** French puts a space before a colon. */
const colon = (locale: Locale) => (locale === "fr" ? " :" : ":")

function sentences(code: string, params: ProblemParams, locale: Locale): string {
  const { message, hint } = describeProblem(code, params, locale)
  return `${message} ${hint}`
}

type Subject = { id: string; reference: string; connection_name: string }
type Cause = { code: string; params: ProblemParams }

/** A problem of one order, or of the parcel in it. */
export const orderNotice = (key: string, order: Subject, { code, params }: Cause): Notice => ({
  key,
  code,
  link: orderLink(order.id),
  texts: inBoth((locale) => ({
    title: `${order.connection_name}${colon(locale)} ${locale === "fr" ? "commande" : "order"} ${order.reference}`,
    text: sentences(code, params, locale),
  })),
})

/** A problem of a label, dealt with on the store's own order. */
export const labelNotice = (
  key: string,
  { order_id, order_number, account_name }: { order_id: string; order_number: string; account_name: string },
  cause: Cause
): Notice => ({
  ...orderNotice(key, { id: order_id, reference: order_number, connection_name: account_name }, cause),
  link: `/orders/${order_id}`,
})

/** What holds up labels of an account: the account itself, or the same problem of many. No purge finds it by an order. */
export const labelAccountNotice = (
  key: string,
  account: { id: string; name: string },
  { code, params }: Cause
): Notice => ({
  ...connectionNotice(key, account, { code, params: withoutServicesWords(params) }),
  link: "/settings/label-accounts",
})

const withoutServicesWords = (params: ProblemParams): ProblemParams =>
  Object.hasOwn(params, "marketplace_message") ? { ...params, marketplace_message: "…" } : params

/** The first ones, which stand for all. */
function firstOf(all: readonly string[], locale: Locale): string {
  const others = all.length - MOST_NAMED
  const rest = others > 0 ? (locale === "fr" ? ` et ${others} autres` : ` and ${others} others`) : ""
  return all.slice(0, MOST_NAMED).join(", ") + rest
}

/** What a run found, in one notice for each problem: the order itself, or all orders that have it, with their SKUs. */
export function problemNotice(
  key: string,
  connection_id: string,
  orders: readonly (Subject & Cause)[]
): Notice {
  const [{ code, params }] = orders
  if (orders.length === 1) return orderNotice(key, orders[0], { code, params })
  const link = ordersLink("fix", { problem: [code], connection_id: [connection_id] })
  // It belongs to no order, so no purge finds it.
  const kept = (of: ProblemParams) => withoutBuyersWords(of) as ProblemParams
  const together = ordersNotice(key, orders, link, { code, params: kept(params) })
  const isOne = new Set(orders.map((order) => sentences(code, kept(order.params), "en"))).size === 1
  if (isOne) return together
  const skus = [...new Set(orders.flatMap((order) => (order.params.sku ? [String(order.params.sku)] : [])))]
  const { title } = problemFacts(code)
  const textOf = (locale: Locale) => {
    const what = skus.length > 0 ? `${title[locale]} (${firstOf(skus, locale)})` : title[locale]
    const references = orders.map(({ reference }) => reference)
    return `${what}. ${locale === "fr" ? "Commandes" : "Orders"}${colon(locale)} ${firstOf(references, locale)}.`
  }
  return { ...together, texts: inBoth((locale) => ({ ...together.texts[locale], text: textOf(locale) })) }
}

/** The same problem of several orders; the first of them stand for all. */
export const ordersNotice = (
  key: string,
  orders: readonly Subject[],
  link: string,
  { code, params }: Cause
): Notice => ({
  key,
  code,
  link,
  texts: inBoth((locale) => {
    const named = firstOf(
      orders.map(({ reference }) => reference),
      locale
    )
    return {
      title: `${orders[0].connection_name}${colon(locale)} ${orders.length} ${locale === "fr" ? "commandes" : "orders"}`,
      text: `${sentences(code, params, locale)} (${named})`,
    }
  }),
})

/** One notice for the rest of a problem that came up too often today. It belongs to no order, so no purge finds it. */
export const moreNotice = (
  key: string,
  { connection_id, connection_name }: Subject & { connection_id: string },
  { code, params }: Cause
): Notice => ({
  key,
  code: "more_problems",
  urgent: isUrgent({ code }),
  link: ordersLink("fix", { problem: [code], connection_id: [connection_id] }),
  texts: inBoth((locale) => ({
    title:
      locale === "fr"
        ? `${connection_name} : d'autres commandes concernées`
        : `${connection_name}: more orders with the same problem`,
    text:
      locale === "fr"
        ? `Les suivantes de la journée ne sont plus annoncées une à une. ${sentences(code, withoutBuyersWords(params) as ProblemParams, locale)}`
        : `Further ones today are not announced one by one. ${sentences(code, withoutBuyersWords(params) as ProblemParams, locale)}`,
  })),
})

export const connectionNotice = (
  key: string,
  { id, name }: { id: string; name: string },
  { code, params }: Cause
): Notice => ({
  key,
  code,
  link: connectionLink(id),
  texts: inBoth((locale) => ({ title: name, text: sentences(code, params, locale) })),
})

/** A message that says nothing but that messages arrive. `is_linked`: its link has the store's address. */
export const testNotice = ({ id, name }: { id: string; name: string }, is_linked: boolean): Notice => ({
  key: "test",
  code: "test",
  link: connectionLink(id),
  texts: inBoth((locale) => ({
    title: locale === "fr" ? `${name} : message de test` : `${name}: test message`,
    text: TEST_TEXTS[locale][is_linked ? 0 : 1],
  })),
})

const TEST_TEXTS: Record<Locale, readonly [linked: string, unlinked: string]> = {
  en: [
    "Notifications of this connection arrive here.",
    "Notifications of this connection arrive here, without the store's address in their links: set the option backend_url of the plugin.",
  ],
  fr: [
    "Les notifications de cette connexion arrivent ici.",
    "Les notifications de cette connexion arrivent ici, sans l'adresse de la boutique dans leurs liens : renseignez l'option backend_url du plugin.",
  ],
}

export type DayFigures = {
  imported: number
  to_accept: number
  to_fix: number
  at_risk: number
  overdue: number
}

export const digestNotice = (
  key: string,
  { id, name }: { id: string; name: string },
  { imported, to_accept, to_fix, at_risk, overdue }: DayFigures
): Notice => ({
  key,
  code: "digest",
  link: connectionLink(id),
  texts: inLines({
    en: {
      title: `${name}: last 24 hours`,
      text: `${imported} imported, ${to_accept} to accept, ${to_fix} to fix, ${at_risk} due within 24 hours, ${overdue} overdue.`,
    },
    fr: {
      title: `${name} : les dernières 24 heures`,
      text: `${imported} importée(s), ${to_accept} à accepter, ${to_fix} à corriger, ${at_risk} à traiter sous 24 h, ${overdue} en retard.`,
    },
  }),
})

export const completenessNotice = (
  key: string,
  { id, name }: { id: string; name: string },
  { count, open }: { count: number; open: number }
): Notice => ({
  key,
  code: "completeness",
  link: connectionLink(id),
  texts: inLines({
    en: {
      title: `${name}: the daily comparison found ${count} difference(s)`,
      text: open
        ? `${open} to check: open “Is anything missing?” of this connection.`
        : "All of them were corrected.",
    },
    fr: {
      title: `${name} : la comparaison du jour a trouvé ${count} écart(s)`,
      text: open
        ? `${open} à vérifier : consultez « Manque-t-il une commande ? » de cette connexion.`
        : "Tous ont été corrigés.",
    },
  }),
})
