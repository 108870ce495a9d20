import type { Schedule, SandboxClock } from "../clock"
import type { Shelf, ShelfValues } from "../offers/shelf"
import type { RakutenSettings } from "./settings"
import { readStockItems } from "./upload"

type RowError = { error_key: string; error_code: string; error_text: string; fatal_error: boolean }
export type ReportedRow = { sku: string; line: string; aid: string; errors: RowError[] }

export type StockFile = {
  id: string
  login: string
  format: "xml" | "csv"
  text: string
  state: "received" | "processing" | "done" | "failed"
  uploaded_at: number
  processed_at: number | null
  rows: ReportedRow[]
  /** Its only row would be: no row at all. */
  is_unreadable: boolean
}

/** What a row wants; null: it does not name it. */
type Wish = {
  sku: string
  line: string
  quantity: string | null
  price: string | null
  listing: Listing | null
}
type Listing = { gtin: string; state: string }

const DAY = 86_400_000
const error = (error_key: string, error_code: string, error_text: string): RowError => ({
  error_key,
  error_code,
  error_text,
  fatal_error: true,
})

/** Files that change what is for sale: taken at once, worked through some time later. */
export class StockFiles {
  private files = new Map<string, StockFile>()
  private count = 0

  constructor(
    private readonly shelf: Shelf,
    private readonly schedule: Schedule,
    private readonly clock: SandboxClock,
    private readonly settings: () => RakutenSettings
  ) {}

  reset(): void {
    this.files.clear()
    this.count = 0
  }

  take(login: string, format: StockFile["format"], text: string, replaces_all: boolean): StockFile {
    const file: StockFile = {
      id: String(60_000_000 + ++this.count),
      login,
      format,
      text,
      state: "received",
      uploaded_at: this.clock.now(),
      processed_at: null,
      rows: [],
      is_unreadable: false,
    }
    this.files.set(file.id, file)
    const { file_delay_ms, files_stuck } = this.settings()
    if (!files_stuck) this.schedule.after(file_delay_ms, (at) => this.process(file, replaces_all, at))
    return file
  }

  /** How many an account sent in the last hour. */
  sentWithinHour(login: string): number {
    return this.list(login).filter(({ uploaded_at }) => uploaded_at > this.clock.now() - DAY / 24).length
  }

  find(id: string, login: string): StockFile | null {
    this.schedule.applyDue()
    const file = this.files.get(id)
    const is_kept = file && this.clock.now() <= file.uploaded_at + this.settings().report_days * DAY
    return is_kept && file.login === login ? file : null
  }

  list(login?: string): StockFile[] {
    this.schedule.applyDue()
    return [...this.files.values()].filter((file) => login === undefined || file.login === login)
  }

  release(): void {
    for (const file of this.files.values()) {
      if (file.state === "received") this.process(file, false, this.clock.now())
    }
  }

  private process(file: StockFile, replaces_all: boolean, at: number): void {
    const wishes = file.format === "xml" ? wishesOfXml(file.text) : wishesOfCsv(file.text)
    file.processed_at = at
    file.is_unreadable = wishes === null
    file.state = wishes === null ? "failed" : "done"
    for (const wish of wishes ?? []) file.rows.push(this.apply(file, wish, at))
    if (replaces_all) {
      const named = (wishes ?? []).map(({ sku }) => sku)
      for (const offer of this.shelf.list(file.login)) {
        if (!named.includes(offer.sku)) this.shelf.remove(offer, "interface")
      }
    }
  }

  private apply(file: StockFile, wish: Wish, processed_at: number): ReportedRow {
    const { sku, line, listing } = wish
    const offer = this.shelf.find(file.login, "", sku)
    const settings = this.settings()
    const row = (errors: RowError[]): ReportedRow => ({ sku, line, aid: offer?.external_id ?? "", errors })
    const values: ShelfValues = {}
    if (wish.quantity !== null) {
      if (!/^\d{1,7}$/.test(wish.quantity)) return row([error("qty", "21", "La quantité est incorrecte.")])
      values.quantity = Number(wish.quantity)
    }
    if (wish.price !== null) {
      const price = /^\d{1,7}(\.\d{1,2})?$/.test(wish.price) ? Number(wish.price) : 0
      if (price <= 0) return row([error("sellingPrice", "22", "Le prix est incorrect.")])
      values.price_cents = Math.round(price * 100)
    }
    if (!offer && !listing) return row([error("sellerReference", "60", "Référence vendeur inconnue.")])
    if (!offer && listing) {
      const { gtin, state } = listing
      if (!/^\d{13}$/.test(gtin) || settings.unknown_gtins.includes(gtin)) {
        return row([error("codebarres", "31", "Aucun produit ne correspond.")])
      }
      if (!settings.states.includes(state)) return row([error("state", "23", "L'état est incorrect.")])
      if (values.quantity === undefined || values.price_cents === undefined) {
        return row([error("sellingPrice", "24", "Le prix et la quantité sont obligatoires.")])
      }
    }
    if (!settings.lost_skus.includes(sku)) {
      this.schedule.at(processed_at + settings.offer_delay_ms, (at) =>
        this.show(file, sku, values, listing, at)
      )
    }
    return row([])
  }

  private show(
    { login, id }: StockFile,
    sku: string,
    values: ShelfValues,
    listing: Listing | null,
    at: number
  ): void {
    const offer = this.shelf.find(login, "", sku)
    if (offer) return this.shelf.change(offer, values, "interface", id, at)
    if (!listing) return
    this.shelf.add(
      {
        account: login,
        channel: "",
        sku,
        gtin: listing.gtin,
        title: sku,
        condition: listing.state === "N" ? "NEW" : "LIKE_NEW",
        vat: 20,
        quantity: values.quantity ?? 0,
        price_cents: values.price_cents ?? 0,
        struck_cents: null,
        details: {},
        is_active: true,
      },
      "interface",
      id
    )
  }
}

/** Keys and values of a block of an item, as texts. */
function attributesOf(block: unknown): Record<string, string> {
  const attributes = (block as { attribute?: { key?: unknown; value?: unknown }[] } | undefined)?.attribute
  return Object.fromEntries((attributes ?? []).map(({ key, value }) => [String(key), String(value ?? "")]))
}

function wishesOfXml(text: string): Wish[] | null {
  const items = readStockItems(text)
  if (!items) return null
  return items.map((item) => {
    const blocks = (item.attributes ?? {}) as { advert?: unknown; product?: unknown }
    const advert = attributesOf(blocks.advert)
    const product = attributesOf(blocks.product)
    const is_new = typeof item.alias === "string" && item.alias !== "" && "codebarres" in product
    return {
      sku: advert.sellerReference ?? "",
      line: "",
      quantity: advert.qty ?? null,
      price: advert.sellingPrice ?? null,
      listing: is_new ? { gtin: product.codebarres, state: advert.state ?? "" } : null,
    }
  })
}

function wishesOfCsv(text: string): Wish[] | null {
  const lines = text.split(/\r?\n/).filter(Boolean)
  return lines.length
    ? lines.map((line) => {
        const [sku = "", price = "", quantity = ""] = line.split(";")
        return { sku, line, price, quantity, listing: null }
      })
    : null
}
