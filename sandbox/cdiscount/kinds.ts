import { LONG_STREET, makeBuyer } from "../buyers"
import type { ExpectedOutcome } from "../expected"
import type { SeedContext } from "../seed"
import { draftLine, type Draft } from "./draft"

const hold = (draft: Draft, reason: string) => end(draft, "hold", reason)
const end = (draft: Draft, outcome: ExpectedOutcome, reason: string | null) => {
  draft.outcome = outcome
  draft.reason = reason
}
const addLines = (draft: Draft, context: SeedContext, count: number) => {
  for (let i = 0; i < count; i++) draft.lines.push(draftLine(context, context.random.pick(context.catalog)))
}
const addLineAtOtherRate = (draft: Draft, context: SeedContext) => {
  const rate = draft.lines[0].product.vat
  const others = context.catalog.filter((product) => product.vat !== rate)
  draft.lines.push(draftLine(context, context.random.pick(others.length ? others : context.catalog)))
}
const parcel = (carrierName: string, context: SeedContext) => ({
  parcelNumber: `EX${context.random.text(9, "0123456789")}FR`,
  carrierName,
  trackingUrl: null,
})

/** Everything that an order can be, by the name under which `seed` asks for it. */
export const KINDS = {
  plain: () => undefined,
  /** Three lines, more than one VAT rate. */
  multi_line: (draft, context) => {
    addLineAtOtherRate(draft, context)
    addLines(draft, context, 1)
  },
  quantity: (draft, { random }) => {
    draft.lines[0].quantity = random.int(2, 5)
  },
  relay: (draft, { random, marker }) => {
    draft.delivery_mode = "RelayPointDelivery"
    draft.pickup = {
      id: `09${random.text(4, "0123456789")}`,
      name: `KIOSQUE EXEMPLE${marker && ` ${marker}`}`,
    }
    draft.billing = makeBuyer(random, marker)
  },
  /** A company with a VAT number; the tax rate is served as a fraction (0.2). */
  business: (draft, { random, marker }) => {
    const company = `Société Exemple SARL${marker && ` ${marker}`}`
    draft.buyer = { ...draft.buyer, company, vat_number: "FR00000000000" }
    draft.billing = draft.buyer
    draft.is_business = true
    draft.rate_is_fraction = true
    draft.lines[0].quantity = random.int(3, 8)
  },
  fulfilled_by_marketplace: (draft) => {
    draft.lines[0].supply_mode = "Fulfillment"
    end(draft, "ignore", "fulfilled_by_marketplace")
  },
  /** The seller's line, one that the marketplace has shipped, one in cross-dock, one that names no mode. */
  mixed_supply: (draft, context) => {
    addLines(draft, context, 3)
    Object.assign(draft.lines[1], {
      supply_mode: "Fulfillment",
      status: "Shipped",
      parcels: [parcel("CLOG", context)],
    })
    draft.lines[2].supply_mode = "Xdock"
    draft.lines[3].supply_mode = null
  },
  to_accept: (draft, { random, now }) => {
    draft.status = "WaitingAcceptance"
    draft.purchased_at = now - random.int(30, 20 * 60) * 60_000
    draft.updated_at = draft.purchased_at + 60_000
    end(draft, "to_accept", null)
  },
  processing: (draft) => {
    draft.status = "Processing"
    end(draft, "wait", "processing")
  },
  accepted: (draft) => {
    draft.status = "Accepted"
    end(draft, "wait", "accepted")
  },
  canceled: (draft) => {
    draft.status = "Cancelled"
    end(draft, "cancel", "canceled")
  },
  refused: (draft) => {
    draft.status = "Refused"
    end(draft, "cancel", "refused")
  },
  rejected: (draft) => {
    draft.status = "Rejected"
    end(draft, "cancel", "rejected")
  },
  /** Two lines, one of them canceled: the total still counts it. */
  partly_canceled: (draft, context) => {
    addLines(draft, context, 1)
    draft.lines[1].status = "Cancelled"
  },
  shipped_elsewhere: (draft, context) => {
    draft.status = "Shipped"
    draft.lines[0].parcels = [parcel("Colissimo", context)]
    end(draft, "ignore", "shipped_elsewhere")
  },
  delivered: (draft, context) => {
    draft.status = "Delivered"
    draft.lines[0].parcels = [parcel("Chronopost", context)]
    end(draft, "ignore", "shipped_elsewhere")
  },
  unknown_sku: (draft, { random }) => {
    draft.lines[0].sku = `INCONNU-${random.text(4)}`
    draft.lines[0].gtin = null
    hold(draft, "unknown_sku")
  },
  /** No SKU at all, only a GTIN that the catalog has. */
  no_sku: (draft) => {
    draft.lines[0].sku = ""
    hold(draft, "unknown_sku")
  },
  no_gtin: (draft) => {
    draft.lines[0].gtin = null
  },
  /** Ready, but the address shows only half an hour later. */
  no_address: (draft, { now }) => {
    draft.address_after_minutes = 30
    draft.purchased_at = now - 3 * 3_600_000
    draft.updated_at = draft.purchased_at + 3_600_000
    end(draft, "wait", "no_address")
  },
  foreign_country: (draft) => {
    draft.buyer = { ...draft.buyer, postal_code: "1000", city: "Bruxelles", country_code: "BE" }
    hold(draft, "country")
  },
  wrong_currency: (draft) => {
    draft.currency_code = "PLN"
    hold(draft, "currency")
  },
  service_fee: (draft) => {
    draft.fees = [{ label: "Frais de service", cents: 149, is_in_total: true }]
  },
  /** A fee that the order's total leaves out. */
  service_fee_beside: (draft) => {
    draft.fees = [{ label: "Frais de service", cents: 149, is_in_total: false }]
  },
  free_shipping: (draft) => {
    draft.lines[0].shipping_cents = 0
  },
  /** A 300-character street with an emoji, accents and typographic quotes. */
  long_address: (draft, { marker }) => {
    draft.buyer = {
      ...draft.buyer,
      first_name: `Anne-Élisabeth 🌿${marker && ` ${marker}`}`,
      last_name: `Nuñez-Œillet d’Ÿ${marker && ` ${marker}`}`,
      street: LONG_STREET,
      city: "L’Haÿ-les-Roses",
    }
  },
  no_phone: (draft) => {
    draft.buyer = { ...draft.buyer, phone: null }
  },
  no_email: (draft) => {
    draft.buyer = { ...draft.buyer, email: null }
  },
  shared_email: (draft) => {
    draft.buyer = { ...draft.buyer, email: "acheteur-partage@marketplace.example" }
  },
  /** One SKU in two lines at two prices. */
  same_sku_twice: (draft, context) => {
    draft.lines.push({
      ...draftLine(context, draft.lines[0].product),
      unit_cents: draft.lines[0].unit_cents + 100,
    })
  },
  cancel_request_buyer: (draft) => {
    draft.lines[0].status = "CancelRequest"
    hold(draft, "cancel_requested")
  },
  cancel_request_channel: (draft) => {
    draft.lines[0].status = "CancelRequest"
    hold(draft, "cancel_requested")
  },
  total_off_by_cent: (draft) => {
    draft.total_shift_cents = 1
  },
  total_off: (draft) => {
    draft.total_shift_cents = 123
    hold(draft, "total_differs")
  },
  over_1000_lines: (draft, context) => {
    addLines(draft, context, 1000)
    hold(draft, "too_many_lines")
  },
  /** Not the documented shape, in one of several ways. */
  missing_fields: (draft, { random }) => {
    draft.served_as = random.pick<Record<string, unknown>>([
      { lines: undefined },
      { lines: "illisible" },
      { lines: [{ orderLineId: "1" }] },
      { createdAt: undefined, purchasedAt: undefined, currencyCode: 978 },
      { status: null, salesChannel: null },
    ])
    hold(draft, "unreadable")
  },
  no_id: (draft) => {
    draft.served_as = { orderId: undefined }
    end(draft, "run_error", "no_id")
  },
  nul_character: (draft) => {
    draft.buyer = { ...draft.buyer, street: `${draft.buyer.street}\u0000 porte 2` }
  },
  updated_2099: (draft) => {
    draft.updated_at = Date.parse("2099-01-01T00:00:00Z")
  },
  /** Open since half a year. */
  before_start: (draft, { now }) => {
    draft.purchased_at = now - 180 * 86_400_000
    draft.updated_at = draft.purchased_at + 3_600_000
    end(draft, "ignore", "before_start")
  },
  /** Another channel of Octopia: it takes several parcels. */
  other_channel: (draft) => {
    draft.channel = { id: "EXEMFR", name: "Enseigne Exemple" }
  },
  /** A quarter of a megabyte of attributes: a hundred of them are more than 20 MB. */
  huge: (draft) => {
    draft.lines[0].attributes = { filler: "x".repeat(250_000) }
  },
} satisfies Record<string, (draft: Draft, context: SeedContext) => void>

export type CdiscountKind = keyof typeof KINDS
export const CDISCOUNT_KINDS = Object.keys(KINDS) as CdiscountKind[]

/** Kinds that `seed` draws from after it has made one of every other. */
export const ORDINARY_KINDS: readonly CdiscountKind[] = [
  "plain",
  "plain",
  "multi_line",
  "quantity",
  "relay",
  "business",
  "free_shipping",
]
/** Too large for an ordinary first look: made only when asked for by name. */
export const HEAVY_KINDS: readonly CdiscountKind[] = ["huge", "over_1000_lines"]
