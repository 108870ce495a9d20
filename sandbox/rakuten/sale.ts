import type { Buyer } from "../buyers"
import type { ExpectedOrder } from "../expected"

/** Where an item stands, before each service gives it a word of its own. */
export type Situation =
  | "requested"
  | "reminded"
  | "expired"
  | "canceled_before"
  | "refused"
  | "accepted"
  | "pending"
  | "claim"
  | "canceled"
  | "closed"

type Service = "getnewsales" | "getcurrentsales" | "getiteminfos" | "getbillinginformation"

/** The words of the official documentation, as copied in public code; what a service never shows is left out. */
export const STATUS_WORDS: Record<Service, Partial<Record<Situation, string>>> = {
  getnewsales: {
    requested: "REQUESTED",
    reminded: "REMINDED",
    canceled_before: "CANCELLED",
    refused: "REFUSED",
    accepted: "ACCEPTED",
    pending: "ACCEPTED",
    canceled: "CANCELLED",
  },
  getcurrentsales: {
    accepted: "ACCEPTED",
    pending: "PENDING",
    claim: "PENDING_CLAIM",
    canceled: "CANCELLED",
  },
  getiteminfos: {
    requested: "REQUESTED",
    reminded: "REMINDED",
    accepted: "COMMITTED",
    pending: "PENDING",
    claim: "ON_HOLD",
    canceled: "CANCELLED",
    closed: "CLOSED",
  },
  getbillinginformation: {
    accepted: "ACCEPTED",
    pending: "ACCEPTED",
    claim: "CLAIM",
    canceled: "CANCELLED",
    closed: "CLOSED",
  },
}

export const isUndecided = (situation: Situation): boolean =>
  situation === "requested" || situation === "reminded"

export type Tracking = { transporter: string; number: string; url: string | null }

/** One unit. Money in cents with tax. */
export type RakutenItem = {
  itemid: string
  sku: string
  advertid: string
  headline: string
  category: string
  /** As served: a list with ";", the last one too. */
  ean: string
  price_cents: number
  listed_cents: number
  shipping_cents: number
  currency: string
  situation: Situation
  /** `INCOMING` nearly always. */
  payment_status: string
  is_preorder: boolean
  is_nego: boolean
  negotiation_comment: string
  is_rsl: boolean
  is_fulfilment: boolean
  /** In which of the purchase's sale nodes it is listed. */
  node: number
  tracking: Tracking | null
  is_shipped: boolean
  /** Accepted by the sandbox, not yet shown as shipped. */
  is_on_the_way: boolean
  decision: "accept" | "refuse" | null
  /** Sandbox time of the last change of situation, in milliseconds. */
  changed_at: number
  has_unread_message: boolean
  /** No list shows it, although its purchase is there. */
  is_unlisted: boolean
  logs: { code: string; at: number }[]
}

export type Relay = {
  id: string
  name: string
  address: string
  zipcode: string
  city: string
  country: string
  contractlevel: string
}

/** Which address a kind of shipping gives: the buyer's, a relay and the billing address, or the billing address only. */
export type AddressRule = "delivery" | "relay" | "billing"

export type RakutenSale = {
  purchaseid: string
  login: string
  kind: string
  expected: ExpectedOrder | null
  purchased_at: number
  shippingtype: string
  is_full_rsl: boolean
  buyer_login: string
  buyer: Buyer
  addresses: AddressRule
  relay: Relay | null
  items: RakutenItem[]
  is_hidden: boolean
  /** Sandbox time from which billing and shipping information answer; null before acceptance. */
  details_at: number | null
  /** Longer than usual, for this purchase only. */
  billing_delay_ms: number | null
  /** Elements that its sale nodes leave out. */
  leave_out: string[]
  /** Label number that the marketplace makes itself, for prepaid modes. */
  prepaid_number: string | null
}

const formatOf = (timeZone: string) =>
  new Intl.DateTimeFormat("fr-FR", {
    timeZone,
    year: "numeric",
    month: "2-digit",
    day: "2-digit",
    hour: "2-digit",
    minute: "2-digit",
    hourCycle: "h23",
  })

const formats = new Map<string, Intl.DateTimeFormat>()

function partsOf(ms: number, zone: string): Record<string, string> {
  const format = formats.get(zone) ?? formatOf(zone)
  formats.set(zone, format)
  return Object.fromEntries(format.formatToParts(ms).map(({ type, value }) => [type, value]))
}

/** "16/03/2026-08:15", the wall clock of a zone: the hour that a clock change repeats looks the same twice. */
export const wallClock = (ms: number, zone = "Europe/Paris"): string => {
  const { year, month, day, hour, minute } = partsOf(ms, zone)
  return `${day}/${month}/${year}-${hour}:${minute}`
}
/** "2026-03-16" in Paris. */
export const parisDay = (ms: number): string => {
  const { year, month, day } = partsOf(ms, "Europe/Paris")
  return `${year}-${month}-${day}`
}
