import {
  type CallResult,
  type CallSteps,
  type CheckResult,
  type DecisionRequest,
  isMarketplaceError,
  MarketplaceError,
  type MarketplaceSession,
  type PullEnd,
  type PullPage,
  type PullRequest,
  type SessionContext,
  type ShipmentRequest,
  type Snapshot,
} from "medusa-plugin-marketplace-connect/port"
import { inSteps, parcelsOf, repetitionGuard } from "medusa-plugin-marketplace-connect/port/helpers"
import { z } from "zod"
import { AcmeClient } from "./client"
import { readSettings } from "./settings"
import { carriersSchema, pageSchema, shopSchema } from "./wire"

const toSnapshot = (order: { id: string }): Snapshot => ({
  external_id: order.id,
  payload: JSON.stringify(order),
})

/** A pull ends after so many pages, whatever the list says. */
const MOST_PAGES = 1000

export function connect(context: SessionContext): MarketplaceSession {
  const client = new AcmeClient(context)
  const { page_size } = readSettings(context.settings)
  const pathOf = (id: string) => `/orders/${encodeURIComponent(id)}`

  return {
    async check(): Promise<CheckResult> {
      try {
        const { shop } = await client.get("/shop", shopSchema)
        const ok = shop === context.credentials.shop
        return {
          ok,
          code: ok ? "ok" : "not_linked",
          message: ok ? "" : "The key is another shop's.",
          details: {},
        }
      } catch (error) {
        const [kind, message] = isMarketplaceError(error)
          ? [error.kind, error.message]
          : ["unreachable", "Acme could not be asked."]
        return {
          ok: false,
          code: kind === "credentials" ? "invalid_credentials" : kind,
          message,
          details: {},
        }
      }
    },

    async *pull({ cursor, start_at, scope }: PullRequest): AsyncGenerator<PullPage, PullEnd> {
      const since = scope === "new" && cursor !== null ? cursor : start_at.toISOString()
      const hasNews = repetitionGuard("GET /orders")
      let next = cursor ?? since
      let page: number | null = 1
      while (page !== null && page <= MOST_PAGES) {
        const query = new URLSearchParams({ since, page: String(page), size: String(page_size) })
        const answer: z.infer<typeof pageSchema> = await client.get(`/orders?${query}`, pageSchema)
        // Acme's own clock, from before anything was read: what changes meanwhile comes again.
        if (page === 1) next = answer.now
        hasNews(answer.orders.map(({ id }) => id))
        yield { snapshots: answer.orders.map(toSnapshot), unreadable: [] }
        page = answer.next_page
      }
      return { cursor: next }
    },

    async read(external_id): Promise<Snapshot | null> {
      try {
        return toSnapshot(await client.get(pathOf(external_id), z.looseObject({ id: z.string() })))
      } catch (error) {
        if (isMarketplaceError(error) && error.kind === "not_found") return null
        throw error
      }
    },

    fetchDetails: (snapshot) => Promise.resolve(snapshot),

    async carriers() {
      const { carriers } = await client.get("/carriers", carriersSchema)
      return carriers.map(({ code, label }) => ({ name: label, code }))
    },

    /** Two calls: the number, and then the confirmation. */
    async ship(request: ShipmentRequest, steps?: CallSteps): Promise<CallResult> {
      const path = pathOf(request.external_id)
      const [parcel] = parcelsOf(request, `PUT ${path}/shipment`)
      return inSteps(
        steps,
        [
          [
            "tracking",
            () =>
              client.put(`${path}/tracking`, {
                carrier_code: parcel.carrier_code ?? parcel.carrier_name,
                number: parcel.tracking_number,
              }),
          ],
        ],
        async () => done(await client.put(`${path}/shipment`, { lines: request.item_external_ids }))
      )
    },

    /** One call that accepts some lines and refuses the others. */
    async decide(request: DecisionRequest): Promise<CallResult> {
      const { external_id, decision, item_external_ids, refused_item_external_ids = [] } = request
      const lines = [
        ...item_external_ids.map((id) => ({ id, accepted: decision === "accept" })),
        ...refused_item_external_ids.map((id) => ({ id, accepted: false })),
      ]
      return done(await client.put(`${pathOf(external_id)}/decision`, { lines }))
    },

    cancel: () =>
      Promise.reject(
        new MarketplaceError("refused", "Acme cancels nothing for sellers.", {
          effect: "none",
          reason: "not_supported",
        })
      ),
    cancellationReasons: () => Promise.resolve([]),
  }
}

const done = (status: number): CallResult => ({ result: "done", status, message: null })
