import type { SandboxClock } from "../clock"

/** One offer as its marketplace keeps it. Money in cents with tax. */
export type ShelfOffer = {
  account: string
  /** A sales channel; "" where the marketplace has only one. */
  channel: string
  sku: string
  external_id: string
  gtin: string
  title: string
  condition: string
  /** Percent. */
  vat: number
  quantity: number
  price_cents: number
  struck_cents: number | null
  /** In words of the marketplace: what else the offer consists of. */
  details: Record<string, unknown>
  is_active: boolean
  updated_at: number
}

/** Who changed a value: the interface, the seller on the web page, a buyer, or the marketplace. */
export type ShelfActor = "interface" | "seller_page" | "buyer" | "marketplace"

export type ShelfChange = {
  at: string
  account: string
  channel: string
  sku: string
  field: "quantity" | "price_cents" | "struck_cents" | "details" | "is_active" | "offer"
  from: unknown
  to: unknown
  by: ShelfActor
  /** The package or file that it came with. */
  reference: string | null
}

export type ShelfValues = Partial<
  Pick<ShelfOffer, "quantity" | "price_cents" | "struck_cents" | "details" | "is_active" | "condition">
>
const FIELDS = ["quantity", "price_cents", "struck_cents", "details", "is_active"] as const
const KEPT_CHANGES = 200_000

/** What one marketplace has for sale, and every change of it. A quantity is shared over the channels of an account. */
export class Shelf {
  private offers = new Map<string, ShelfOffer>()
  /** Of each account; a channel stays known when its last offer is gone. */
  private channels = new Map<string, Set<string>>()
  private changes: ShelfChange[] = []
  private count = 0

  constructor(private readonly clock: SandboxClock) {}

  reset(): void {
    this.offers.clear()
    this.channels.clear()
    this.changes = []
    this.count = 0
  }

  add(
    given: Omit<ShelfOffer, "external_id" | "updated_at"> & { external_id?: string },
    by: ShelfActor,
    reference: string | null = null
  ): ShelfOffer {
    const external_id = given.external_id ?? `OFFER${String(++this.count).padStart(8, "0")}`
    const offer = { ...given, external_id, updated_at: this.clock.now() }
    this.place(offer)
    this.note(offer, "offer", null, offer.quantity, by, reference)
    return offer
  }

  find(account: string, channel: string, sku: string): ShelfOffer | null {
    return this.offers.get(keyOf({ account, channel, sku })) ?? null
  }

  get(account: string, channel: string, sku: string): ShelfOffer {
    const offer = this.find(account, channel, sku)
    if (!offer) throw new Error(`No offer ${sku} of ${account}`)
    return offer
  }

  /** In the order in which they were made. */
  list(account?: string, channel?: string): ShelfOffer[] {
    return [...this.offers.values()].filter(
      (offer) =>
        (account === undefined || offer.account === account) &&
        (channel === undefined || offer.channel === channel)
    )
  }

  remove(offer: ShelfOffer, by: ShelfActor): void {
    this.offers.delete(keyOf(offer))
    this.note(offer, "offer", offer.quantity, null, by, null)
  }

  /** Changes what is named; `at`: when it happened, on the sandbox's clock. */
  change(
    offer: ShelfOffer,
    values: ShelfValues,
    by: ShelfActor,
    reference: string | null = null,
    at = this.clock.now()
  ): void {
    for (const field of FIELDS) {
      const to = values[field]
      if (to === undefined) continue
      const shared = field === "quantity" ? this.siblings(offer) : [offer]
      for (const one of shared) {
        if (JSON.stringify(one[field]) === JSON.stringify(to)) continue
        this.note(one, field, one[field], to, by, reference)
        Object.assign(one, { [field]: to, updated_at: at })
      }
    }
  }

  history(filter: { account?: string; sku?: string; by?: ShelfActor } = {}): ShelfChange[] {
    return this.changes.filter(
      (change) =>
        (!filter.account || change.account === filter.account) &&
        (!filter.sku || change.sku === filter.sku) &&
        (!filter.by || change.by === filter.by)
    )
  }

  remember(): ShelfOffer[] {
    return [...this.offers.values()]
  }

  recall(offers: ShelfOffer[]): void {
    for (const offer of offers) this.place(offer)
    this.count += offers.length
  }

  /** The same goods on the account's other channels. */
  private siblings({ account, sku }: ShelfOffer): ShelfOffer[] {
    return [...(this.channels.get(account) ?? [])].flatMap(
      (channel) => this.find(account, channel, sku) ?? []
    )
  }

  private place(offer: ShelfOffer): void {
    this.offers.set(keyOf(offer), offer)
    this.channels.set(offer.account, (this.channels.get(offer.account) ?? new Set()).add(offer.channel))
  }

  private note(
    { account, channel, sku }: ShelfOffer,
    field: ShelfChange["field"],
    from: unknown,
    to: unknown,
    by: ShelfActor,
    reference: string | null
  ): void {
    this.changes.push({ at: this.clock.iso(), account, channel, sku, field, from, to, by, reference })
    if (this.changes.length > KEPT_CHANGES) this.changes.splice(0, KEPT_CHANGES / 10)
  }
}

const keyOf = ({ account, channel, sku }: Pick<ShelfOffer, "account" | "channel" | "sku">): string =>
  JSON.stringify([account, channel, sku])
