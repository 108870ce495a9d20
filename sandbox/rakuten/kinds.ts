import { LONG_STREET } from "../buyers"
import type { ExpectedOutcome } from "../expected"
import type { SeedContext } from "../seed"
import { addItem, addUnit, type SaleDraft } from "./draft"
import type { RakutenItem, Situation } from "./sale"

const MINUTE = 60_000
const DAY = 86_400_000

const end = (draft: SaleDraft, outcome: ExpectedOutcome, reason: string | null) => {
  draft.outcome = outcome
  draft.reason = reason
}
const first = (draft: SaleDraft): RakutenItem => draft.sale.items[0]
const setAll = (draft: SaleDraft, situation: Situation) =>
  draft.sale.items.forEach((item) => (item.situation = situation))
const another = (draft: SaleDraft, context: SeedContext) => {
  const { sku } = first(draft)
  const others = context.catalog.filter((product) => product.sku !== sku)
  return addItem(draft, context, context.random.pick(others.length ? others : context.catalog))
}
/** Something to decide on, bought within the last hours so that it does not expire under the reader's eyes. */
const undecided = (draft: SaleDraft, { random, now }: SeedContext, reason: string | null) => {
  draft.sale.purchased_at = now - random.int(30, 20 * 60) * MINUTE
  setAll(draft, "requested")
  end(draft, "to_accept", reason)
}
const relay = (draft: SaleDraft, { random, marker }: SeedContext, network: string) => {
  draft.sale.addresses = "relay"
  draft.sale.relay = {
    id: `FR-09${random.text(4, "0123456789")}`,
    name: `KIOSQUE EXEMPLE${marker && ` ${marker}`}`,
    address: "21 cours du Point Fictif",
    zipcode: "33000",
    city: "BORDEAUX",
    country: "France",
    contractlevel: "24R",
  }
  draft.sale.shippingtype = network
}
const prepaid = (draft: SaleDraft, { random }: SeedContext) => {
  draft.sale.prepaid_number = `8R${random.text(11, "0123456789")}`
}

/** Everything that a purchase can be, by the name under which `seed` asks for it. */
export const KINDS = {
  plain: () => undefined,
  /** Two units of one advert: two items. */
  two_units: (draft, context) => {
    addUnit(draft, context, first(draft))
  },
  multi_line: (draft, context) => {
    another(draft, context)
    addUnit(draft, context, another(draft, context))
  },
  normal: (draft) => {
    draft.sale.shippingtype = "Normal"
  },
  registered: (draft) => {
    draft.sale.shippingtype = "Recommandé"
  },
  express: (draft) => {
    draft.sale.shippingtype = "Express"
  },
  own_mode: (draft) => {
    draft.sale.shippingtype = "Livraison à l’étage (vendeur)"
  },
  shop_pickup: (draft) => {
    draft.sale.shippingtype = "Retrait chez le vendeur"
  },
  /** Relay and billing address, label paid by Rakuten. */
  relay: (draft, context) => {
    relay(draft, context, "Point relais Mondial Relay")
    prepaid(draft, context)
  },
  relay_kiala: (draft, context) => relay(draft, context, "Relais Kiala"),
  /** Billing address only, label paid by Rakuten. */
  so_colissimo: (draft, context) => {
    draft.sale.shippingtype = "So Colissimo"
    draft.sale.addresses = "billing"
    prepaid(draft, context)
  },
  chronopost: (draft, context) => {
    draft.sale.shippingtype = "Chronopost"
    draft.sale.addresses = "billing"
    prepaid(draft, context)
  },
  /** One purchase in two sale nodes. */
  two_sales: (draft, context) => {
    another(draft, context).node = 1
  },
  /** Sold below the listed price. */
  below_listed_price: (draft) => {
    first(draft).listed_cents = first(draft).price_cents + 600
  },
  to_accept: (draft, context) => undecided(draft, context, null),
  to_accept_two: (draft, context) => {
    addUnit(draft, context, first(draft))
    undecided(draft, context, null)
  },
  /** One item is the seller's to decide, the other is shipped by Rakuten. */
  to_accept_mixed: (draft, context) => {
    Object.assign(another(draft, context), { is_rsl: true, is_fulfilment: true })
    undecided(draft, context, null)
  },
  negotiation: (draft, context) => {
    Object.assign(first(draft), {
      is_nego: true,
      negotiation_comment: "Bonjour, un petit geste ? 5 € de moins ?",
    })
    first(draft).price_cents = Math.round(first(draft).listed_cents * 0.8)
    undecided(draft, context, "negotiation")
  },
  preorder: (draft, context) => {
    first(draft).is_preorder = true
    undecided(draft, context, "preorder")
  },
  /** One item accepted, the other not decided yet: in both lists. */
  half_decided: (draft, context) => {
    another(draft, context).situation = "requested"
    draft.sale.purchased_at = context.now - 5 * 60 * MINUTE
    end(draft, "wait", "undecided_items")
  },
  half_refused: (draft, context) => {
    another(draft, context).situation = "refused"
  },
  half_canceled: (draft, context) => {
    another(draft, context).situation = "canceled"
  },
  canceled_before: (draft) => {
    setAll(draft, "canceled_before")
    end(draft, "cancel", "canceled")
  },
  refused: (draft) => {
    setAll(draft, "refused")
    end(draft, "cancel", "refused")
  },
  canceled_after: (draft) => {
    setAll(draft, "canceled")
    end(draft, "cancel", "canceled")
  },
  claim: (draft) => {
    setAll(draft, "claim")
    // A claim follows a parcel, which another tool has shipped.
    for (const item of draft.sale.items) item.is_shipped = true
    end(draft, "ignore", "shipped_elsewhere")
  },
  pending_preorder: (draft) => {
    first(draft).is_preorder = true
    setAll(draft, "pending")
    end(draft, "wait", "preorder")
  },
  /** No list shows it any more. */
  closed: (draft) => {
    setAll(draft, "closed")
    first(draft).is_shipped = true
    end(draft, "ignore", "closed")
  },
  fulfilled_by_marketplace: (draft) => {
    draft.sale.is_full_rsl = true
    Object.assign(first(draft), { is_rsl: true, is_fulfilment: true })
    end(draft, "ignore", "fulfilled_by_marketplace")
  },
  mixed_fulfillment: (draft, context) => {
    Object.assign(another(draft, context), { is_rsl: true, is_fulfilment: true })
  },
  shipped_elsewhere: (draft) => {
    first(draft).is_shipped = true
    first(draft).tracking = { transporter: "Colissimo", number: "6A00000000999", url: null }
    end(draft, "ignore", "shipped_elsewhere")
  },
  unknown_sku: (draft, { random }) => {
    first(draft).sku = `INCONNU-${random.text(4)}`
    first(draft).ean = ""
    end(draft, "hold", "unknown_sku")
  },
  /** No SKU, several EANs of which one is in the catalog. */
  no_sku: (draft) => {
    first(draft).sku = ""
    first(draft).ean = `2999999999998;${first(draft).ean}`
    end(draft, "hold", "unknown_sku")
  },
  no_ean: (draft) => {
    first(draft).ean = ""
  },
  /** Accepted, but billing information comes only half an hour later. */
  billing_late: (draft, { now }) => {
    draft.sale.details_at = now + 30 * MINUTE
    end(draft, "wait", "no_details")
  },
  foreign_country: (draft) => {
    draft.sale.buyer = { ...draft.sale.buyer, postal_code: "1000", city: "Bruxelles", country_code: "BE" }
    end(draft, "hold", "country")
  },
  overseas: (draft) => {
    draft.sale.buyer = { ...draft.sale.buyer, postal_code: "97400", city: "Saint-Denis", country_code: "RE" }
  },
  wrong_currency: (draft) => {
    first(draft).currency = "GBP"
    end(draft, "hold", "currency")
  },
  free_shipping: (draft) => {
    first(draft).shipping_cents = 0
  },
  long_address: (draft, { marker }) => {
    draft.sale.buyer = {
      ...draft.sale.buyer,
      first_name: `Anne-Élisabeth${marker && ` ${marker}`}`,
      last_name: `Nuñez-Œillet d’Ÿ & fils${marker && ` ${marker}`}`,
      street: LONG_STREET,
      city: "L’Haÿ-les-Roses",
    }
    first(draft).headline = "Étui cuir « Œuvre » à 5 € <neuf> & emballé"
  },
  control_character: (draft) => {
    draft.sale.buyer = { ...draft.sale.buyer, street: `${draft.sale.buyer.street}\u0001\u0000 porte 2` }
  },
  no_phone: (draft) => {
    draft.sale.buyer = { ...draft.sale.buyer, phone: null }
  },
  no_email: (draft) => {
    draft.sale.buyer = { ...draft.sale.buyer, email: null }
  },
  shared_email: (draft) => {
    draft.sale.buyer = { ...draft.sale.buyer, email: "acheteur-partage@marketplace.example" }
  },
  /** Bought almost two weeks ago, accepted only now. */
  accepted_late: (draft, { now }) => {
    draft.sale.purchased_at = now - 13 * DAY
  },
  /** Bought half a year ago and still open. */
  before_start: (draft, { now }) => {
    draft.sale.purchased_at = now - 180 * DAY
    end(draft, "ignore", "before_start")
  },
  /** Not the documented shape, in one of several ways. */
  missing_fields: (draft, { random }) => {
    draft.sale.leave_out = random.pick([
      ["items"],
      ["price"],
      ["itemid"],
      ["deliveryinformation", "purchasedate"],
    ])
    end(draft, "hold", "unreadable")
  },
  no_id: (draft) => {
    draft.sale.leave_out = ["purchaseid"]
    end(draft, "run_error", "no_id")
  },
  over_1000_lines: (draft, context) => {
    for (let i = 0; i < 1000; i++) {
      const item = addItem(draft, context, context.random.pick(context.catalog))
      item.price_cents = 100 + i
    }
    end(draft, "hold", "too_many_lines")
  },
} satisfies Record<string, (draft: SaleDraft, context: SeedContext) => void>

export type RakutenKind = keyof typeof KINDS
export const RAKUTEN_KINDS = Object.keys(KINDS) as RakutenKind[]

/** Kinds that `seed` draws from after it has made one of every other. */
export const ORDINARY_KINDS: readonly RakutenKind[] = [
  "plain",
  "plain",
  "two_units",
  "multi_line",
  "relay",
  "normal",
  "free_shipping",
]
/** Made only when asked for by name. */
export const HEAVY_KINDS: readonly RakutenKind[] = ["over_1000_lines"]
