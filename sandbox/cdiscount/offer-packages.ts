import type { SandboxClock, Schedule } from "../clock"
import type { Shelf } from "../offers/shelf"
import { judge, type OfferRequest, type PackageType, type Verdict } from "./offer-requests"
import type { CdiscountSettings } from "./settings"

type PackageState = "WaitingForCompletion" | "Ready" | "IntegrationPending" | "Integrated" | "Rejected"

export type OfferPackage = {
  id: string
  account: string
  channel: string
  type: PackageType
  state: PackageState
  created_at: number
  /** While it is before this, an upload is still taken in. */
  intake_until: number
  requests: OfferRequest[]
  results: { sellerExternalReference: string; integrationStatus: string; results: unknown[] }[]
  ended_at: number | null
}

const HOUR = 3_600_000
const MOST_REQUESTS = 50_000

/** Packages of offers: filled, closed, and integrated some time later. */
export class OfferPackages {
  private packages = new Map<string, OfferPackage>()
  private count = 0

  constructor(
    private readonly shelf: Shelf,
    private readonly schedule: Schedule,
    private readonly clock: SandboxClock,
    private readonly settings: () => CdiscountSettings
  ) {}

  reset(): void {
    this.packages.clear()
    this.count = 0
  }

  create(account: string, channel: string, type: PackageType): OfferPackage {
    const made: OfferPackage = {
      id: String(4_000_000 + ++this.count),
      account,
      channel,
      type,
      state: "WaitingForCompletion",
      created_at: this.clock.now(),
      intake_until: 0,
      requests: [],
      results: [],
      ended_at: null,
    }
    this.packages.set(made.id, made)
    return made
  }

  /** Null for one that does not exist, was never completed, or whose results are no longer kept. */
  find(id: string, account: string): OfferPackage | null {
    this.schedule.applyDue()
    const found = this.packages.get(id)
    if (found?.account !== account) return null
    const { package_hours, result_days } = this.settings()
    const now = this.clock.now()
    const is_lost = found.state === "WaitingForCompletion" && now > found.created_at + package_hours * HOUR
    const is_old = found.ended_at !== null && now > found.ended_at + result_days * 24 * HOUR
    return is_lost || is_old ? null : found
  }

  list(account?: string): OfferPackage[] {
    this.schedule.applyDue()
    return [...this.packages.values()].filter((one) => account === undefined || one.account === account)
  }

  /** A sentence where it cannot be taken. */
  upload(target: OfferPackage, requests: OfferRequest[]): string | null {
    if (target.state !== "WaitingForCompletion") return `The package is ${target.state}.`
    if (target.requests.length + requests.length > MOST_REQUESTS) return "The package is full."
    target.requests.push(...requests)
    target.intake_until = this.clock.now() + this.settings().intake_delay_ms
    return null
  }

  /** A package that is integrated can still refuse each of its offers. */
  complete(target: OfferPackage): string | null {
    if (target.state !== "WaitingForCompletion") return `The package is ${target.state}.`
    if (this.clock.now() < target.intake_until) return "The package is still being taken in."
    target.state = "Ready"
    const { integration_delay_ms, packages_stuck } = this.settings()
    this.schedule.after(0, () => (target.state = "IntegrationPending"))
    if (!packages_stuck) this.schedule.after(integration_delay_ms, (at) => this.integrate(target, at))
    return null
  }

  /** Packages that were stuck go on. */
  release(): void {
    for (const one of this.packages.values()) {
      if (one.state === "IntegrationPending") this.integrate(one, this.clock.now())
    }
  }

  private integrate(target: OfferPackage, at: number): void {
    if (target.ended_at !== null) return
    target.ended_at = at
    if (target.requests.length === 0) {
      target.state = "Rejected"
      return
    }
    const counts = new Map<string, number>()
    const skuOf = (request: OfferRequest) => String(request.sellerExternalReference)
    for (const request of target.requests) counts.set(skuOf(request), (counts.get(skuOf(request)) ?? 0) + 1)
    target.results = target.requests.map((request) => {
      const sku = skuOf(request)
      if ((counts.get(sku) ?? 0) > 1)
        return result(sku, "Duplicated", "4009", "Several requests for one offer.")
      const { account, channel, type } = target
      const settings = this.settings()
      const verdict = judge(request, type, { shelf: this.shelf, account, channel, settings })
      if (verdict.status === "Integrated" && !settings.lost_skus.includes(sku))
        this.apply(target, sku, verdict, at)
      return result(sku, verdict.status, verdict.code, verdict.message)
    })
    target.state = target.results.every((one) => one.integrationStatus !== "Integrated")
      ? "Rejected"
      : "Integrated"
  }

  private apply(
    { id, account, channel, type }: OfferPackage,
    sku: string,
    verdict: Extract<Verdict, { status: "Integrated" }>,
    integrated_at: number
  ): void {
    const offer = this.shelf.find(account, channel, sku)
    const { values, listing } = verdict
    // Shown to readers and buyers only then; a newer package may have come meanwhile, and the last one wins.
    this.schedule.at(integrated_at + this.settings().offer_delay_ms, (at) => {
      if (!offer && listing) {
        this.shelf.add(
          {
            account,
            channel,
            sku,
            gtin: listing.gtin,
            title: sku,
            condition: listing.condition,
            vat: 20,
            quantity: values.quantity ?? 0,
            price_cents: values.price_cents ?? 0,
            struck_cents: values.struck_cents ?? null,
            details: values.details ?? {},
            is_active: true,
          },
          "interface",
          id
        )
        return
      }
      const current = offer ?? this.shelf.find(account, channel, sku)
      if (!current) return
      const details =
        type === "Update" && values.details ? { ...current.details, ...values.details } : values.details
      this.shelf.change(current, { ...values, ...(details ? { details } : {}) }, "interface", id, at)
    })
  }
}

const result = (sku: string, status: string, code: string, message: string) => ({
  sellerExternalReference: sku,
  integrationStatus: status,
  results: [{ resultCode: code, message }],
})
