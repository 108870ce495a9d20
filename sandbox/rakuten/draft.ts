import { makeBuyer } from "../buyers"
import type { CatalogProduct } from "../catalog"
import { sumUp, type ExpectedLine, type ExpectedOrder, type ExpectedOutcome } from "../expected"
import type { SeedContext } from "../seed"
import { isUndecided, type RakutenItem, type RakutenSale } from "./sale"

/** A purchase while a kind shapes it: what is served and what is expected are both made from it. */
export type SaleDraft = {
  sale: RakutenSale
  /** What each item is in the store, by item id: Rakuten provides no VAT, the store's own rate is expected. */
  products: Map<string, CatalogProduct>
  outcome: ExpectedOutcome
  reason: string | null
}

const MINUTE = 60_000
const SHIPPING_CENTS = [0, 299, 350, 450, 690]
const digits = ({ random }: SeedContext, first: string) => first + random.text(8, "0123456789")

/** One more unit of the purchase. */
export function addItem(draft: SaleDraft, context: SeedContext, product: CatalogProduct): RakutenItem {
  const { random } = context
  const price_cents = Math.round((product.price * 100 * random.int(90, 110)) / 100)
  const item: RakutenItem = {
    itemid: digits(context, "7"),
    sku: product.sku,
    advertid: digits(context, "5"),
    headline: product.title,
    category: "Divers à classer",
    ean: `${product.ean};`,
    price_cents,
    listed_cents: price_cents,
    shipping_cents: random.pick(SHIPPING_CENTS),
    currency: "EUR",
    situation: "accepted",
    payment_status: "INCOMING",
    is_preorder: false,
    is_nego: false,
    negotiation_comment: "",
    is_rsl: false,
    is_fulfilment: false,
    node: 0,
    tracking: null,
    is_shipped: false,
    is_on_the_way: false,
    decision: null,
    changed_at: context.now,
    has_unread_message: random.chance(0.2),
    is_unlisted: false,
    logs: [{ code: "ITEM_REQUESTED", at: draft.sale.purchased_at }],
  }
  draft.sale.items.push(item)
  draft.products.set(item.itemid, product)
  return item
}

/** One more unit of the same advert: same price, its own id and shipping. */
export function addUnit(draft: SaleDraft, context: SeedContext, of: RakutenItem): RakutenItem {
  const product = draft.products.get(of.itemid) as CatalogProduct
  const item = { ...of, itemid: digits(context, "7"), shipping_cents: 100, logs: [...of.logs] }
  draft.sale.items.push(item)
  draft.products.set(item.itemid, product)
  return item
}

export function draftSale(context: SeedContext, kind: string): SaleDraft {
  const { random, catalog, marker, now, account } = context
  const buyer = makeBuyer(random, marker)
  const draft: SaleDraft = {
    sale: {
      purchaseid: digits(context, "9"),
      login: account,
      kind,
      expected: null,
      purchased_at: now - random.int(90, 36 * 60) * MINUTE,
      shippingtype: "Suivi",
      is_full_rsl: false,
      buyer_login: buyer.reference.replace("-", ""),
      buyer,
      addresses: "delivery",
      relay: null,
      items: [],
      is_hidden: false,
      details_at: now,
      billing_delay_ms: null,
      leave_out: [],
      prepaid_number: null,
    },
    products: new Map(),
    outcome: "import",
    reason: null,
  }
  addItem(draft, context, random.pick(catalog))
  return draft
}

const OWED: readonly string[] = ["requested", "reminded", "accepted", "pending", "claim"]
const isOwed = (item: RakutenItem) =>
  OWED.includes(item.situation) && !item.is_shipped && !item.is_rsl && !item.is_fulfilment

/** Units of one SKU at one price, with the same fate, are one line. */
function expectedLines({ sale, products }: SaleDraft): ExpectedLine[] {
  const lines = new Map<string, ExpectedLine>()
  for (const item of sale.items) {
    const key = `${item.sku} ${item.price_cents} ${isOwed(item)}`
    const line = lines.get(key)
    if (line) {
      line.item_ids.push(item.itemid)
      line.quantity++
      line.shipping_cents += item.shipping_cents
      continue
    }
    lines.set(key, {
      item_ids: [item.itemid],
      sku: item.sku,
      quantity: 1,
      unit_cents: item.price_cents,
      shipping_cents: item.shipping_cents,
      tax_rate: products.get(item.itemid)?.vat ?? null,
      is_owed: isOwed(item),
    })
  }
  return [...lines.values()]
}

export function expectedSale(draft: SaleDraft): ExpectedOrder {
  const { sale, outcome, reason } = draft
  const lines = expectedLines(draft)
  const sums = sumUp(lines)
  return {
    marketplace: "rakuten",
    account: sale.login,
    external_id: sale.leave_out.includes("purchaseid") ? null : sale.purchaseid,
    kind: sale.kind,
    outcome,
    reason,
    currency_code: sale.items[0]?.currency ?? "EUR",
    stated_total_cents: null,
    import_cents: ["cancel", "ignore", "run_error"].includes(outcome) ? null : sums.owed_cents,
    fee_cents: 0,
    ...sums,
    lines,
  }
}

/** Items that are not accepted yet have no billing information. */
export const hasDetails = (sale: RakutenSale): boolean =>
  sale.items.some(
    (item) => !isUndecided(item.situation) && !["refused", "canceled_before"].includes(item.situation)
  )
