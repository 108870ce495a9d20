import { z } from "zod"
import type { SandboxClock } from "./clock"
import { Random } from "./random"

export const MARKETPLACES = ["cdiscount", "rakuten"] as const
export type MarketplaceName = (typeof MARKETPLACES)[number]
/** All that is played: the marketplaces and the label service. */
export const SERVICES = [...MARKETPLACES, "sendcloud"] as const
export type ServiceName = (typeof SERVICES)[number]

/**
 * What can go wrong. The first group replaces the answer; with `after_effect` the call has had its effect before.
 * - `status`: `status`, `body`, `headers` (a 5xx without body sends HTML, as gateways do)
 * - `hang`: never answers · `reset`: cuts the connection without an answer
 * - `html`: a maintenance page with status 200 · `broken_body`: half of the true answer, correctly framed
 * - `unauthorized`, `no_rights`, `quota`, `rate_limit`, `server_error`, `unavailable`: in the marketplace's own words
 *
 * The second group lets the call through:
 * - `latency`: answers `ms` later · `slow_body`: the body drips for `ms` · `truncated_body`: cut off half-way
 * - `effect_delay`: the effect shows up `ms` later on the sandbox's clock
 * - `announcement_failed`: the label service says yes, and the carrier no, in the words of `body`, to all parcels or to the
 *   last `failed_parcels` · `payment_required`: 402
 * - `leave_page`: after this page an order of it moves away, see `how` · `duplicate_in_page`: an order twice in it
 */
export const faultSchema = z.strictObject({
  kind: z.enum([
    "status",
    "hang",
    "reset",
    "html",
    "broken_body",
    "unauthorized",
    "no_rights",
    "quota",
    "rate_limit",
    "server_error",
    "unavailable",
    "latency",
    "slow_body",
    "truncated_body",
    "effect_delay",
    "announcement_failed",
    "payment_required",
    "leave_page",
    "duplicate_in_page",
  ]),
  marketplace: z.enum(SERVICES).optional(),
  /** `*` stands for any text: "GET /orders", "POST /orders/*\/shipments", "POST /token", "acceptsale", "*". */
  endpoint: z.string().default("*"),
  /** Only calls of this seller id or login. */
  account: z.string().optional(),
  /** First group only: calls that name this order, and answers in which it stands. */
  external_id: z.string().min(1).optional(),
  /** Do the work first, then fail. */
  after_effect: z.boolean().default(false),
  /** Of `announcement_failed`: only so many of the parcels. */
  failed_parcels: z.number().int().positive().optional(),
  /** How many calls it hits; left out: until removed. */
  times: z.number().int().positive().optional(),
  /** How many matching calls go through before it begins. */
  skip: z.number().int().nonnegative().default(0),
  probability: z.number().min(0).max(1).default(1),
  /** Ends automatically after this time on the sandbox's clock. */
  for_minutes: z.number().positive().optional(),
  status: z.number().int().min(200).max(599).default(504),
  body: z.string().optional(),
  headers: z.record(z.string(), z.string()).optional(),
  ms: z.number().nonnegative().default(1000),
  /** Seconds in `Retry-After`; null sends none. */
  retry_after_seconds: z.number().nonnegative().nullable().default(9),
  /** Minutes until the quota is full again. */
  minutes: z.number().positive().default(5),
  /** `touch`: the order is modified (Cdiscount) or closed (Rakuten); `cancel`: canceled; `hide`: no list shows it any more. */
  how: z.enum(["touch", "cancel", "hide"]).default("touch"),
})
export type FaultInput = z.input<typeof faultSchema>
export type Fault = z.output<typeof faultSchema> & { id: string; hits: number; ends_at: number | null }

const REPLACING: readonly Fault["kind"][] = [
  "status",
  "hang",
  "reset",
  "html",
  "broken_body",
  "unauthorized",
  "no_rights",
  "quota",
  "rate_limit",
  "server_error",
  "unavailable",
]
export const replacesAnswer = (fault: Fault): boolean => REPLACING.includes(fault.kind)

const escapeForPattern = (text: string) => text.replace(/[.+?^${}()|[\]\\]/g, "\\$&")
const matches = (pattern: string, endpoint: string) =>
  new RegExp(`^${pattern.split("*").map(escapeForPattern).join(".*")}$`, "i").test(endpoint)

/** The faults that are set, in the order in which they were set. */
export class Faults {
  private faults: Fault[] = []
  private count = 0
  private random = new Random(1)

  constructor(private readonly clock: SandboxClock) {}

  add(input: FaultInput): Fault {
    const fault = faultSchema.parse(input)
    const ends_at = fault.for_minutes ? this.clock.now() + fault.for_minutes * 60_000 : null
    const added = { ...fault, id: `fault_${++this.count}`, hits: 0, ends_at }
    this.faults.push(added)
    return added
  }

  list(): Fault[] {
    return this.faults
  }

  /** Those that can still hit. */
  active(): Fault[] {
    return this.faults.filter(
      ({ ends_at, times, hits }) =>
        (ends_at === null || this.clock.now() < ends_at) && (times === undefined || hits < times)
    )
  }

  /** All of them, or one. */
  remove(id?: string): void {
    this.faults = id === undefined ? [] : this.faults.filter((fault) => fault.id !== id)
  }

  reset(): void {
    this.remove()
    this.random = new Random(1)
  }

  /** Those that hit this call; every one of them is counted. `endpoints` are the ways in which the call can be named. */
  take(marketplace: ServiceName, endpoints: string[], account: string | null): Fault[] {
    return this.active().filter((fault) => {
      if (fault.marketplace && fault.marketplace !== marketplace) return false
      if (fault.account && fault.account !== account) return false
      if (!endpoints.some((endpoint) => matches(fault.endpoint, endpoint))) return false
      if (fault.skip > 0) {
        fault.skip--
        return false
      }
      if (!this.random.chance(fault.probability)) return false
      fault.hits++
      return true
    })
  }
}
