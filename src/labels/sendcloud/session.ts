import { isMarketplaceError, MarketplaceError } from "../../marketplaces/errors"
import { parseJson } from "../../marketplaces/http"
import { pageGuard } from "../../marketplaces/new-ids"
import type { HttpResponse } from "../../marketplaces/port"
import type {
  CancelResult,
  DocumentRequest,
  LabelSession,
  LabelSessionContext,
  PurchaseResult,
  ServiceShipment,
} from "../label-service"
import { shipmentState } from "../shipment-state"
import { checkAccess } from "./check"
import { createClient, refusalOf, type SendcloudCall } from "./client"
import { DOCUMENT_NAMES, documentOf, documentQuery } from "./documents"
import { faultsIn, type Clean } from "./faults"
import {
  addressBody,
  buyerOf,
  contractsOf,
  integrationsOf,
  MIME_TYPES,
  optionsOf,
  panelOrderBody,
  purchaseBody,
  sendersOf,
  servicePointOf,
  shipmentOf,
} from "./mapper"
import {
  addressAnalysisSchema,
  cancellationSchema,
  contractsSchema,
  integrationsSchema,
  oneShipmentSchema,
  optionsSchema,
  ordersSchema,
  sendersSchema,
  servicePointsSchema,
  shipmentsSchema,
} from "./schemas"
import { returnCalls } from "./returns"
import { readSettings } from "./settings"

/** A carrier may take long to announce a parcel. */
const PURCHASE_TIMEOUT_MS = 60_000
const QUOTE_TIMEOUT_MS = 5000
const DOCUMENT_BYTES = 5 * 1024 * 1024
const MERGED_BYTES = 50 * 1024 * 1024
const PAGE_SIZE = 100
/** Of one walk over what changed: 20,000 shipments. */
const MOST_PAGES = 200
const PUSHED_ORDERS = 100

export function connectSession(context: LabelSessionContext): LabelSession {
  const settings = readSettings(context.settings)
  const client = createClient(context, settings)

  const shipment = async (response: HttpResponse, clean: Clean, label: string): Promise<ServiceShipment> =>
    shipmentOf((await parseJson(response, oneShipmentSchema, label)).data, settings, clean)

  /** One page of shipments, and where the next one is. */
  async function page(query: SendcloudCall<unknown>["query"]) {
    const label = "GET /shipments"
    return client.call({
      method: "GET",
      path: "/shipments",
      query,
      label,
      read: async (response, clean) => ({
        shipments: (await parseJson(response, shipmentsSchema, label)).data.map((wire) =>
          shipmentOf(wire, settings, clean)
        ),
        cursor: nextCursor(response.headers.link),
      }),
    })
  }

  async function find(query: readonly [string, string]): Promise<ServiceShipment[]> {
    return (await page([query, ["page_size", PAGE_SIZE]])).shipments
  }

  async function byId(external_id: string): Promise<ServiceShipment | null> {
    const label = "GET /shipments/{id}"
    return orNull(
      client.call({
        method: "GET",
        path: `/shipments/${encodeURIComponent(external_id)}`,
        label,
        read: (response, clean) => shipment(response, clean, label),
      })
    )
  }

  async function ourIntegration(): Promise<string> {
    const own = (await integrations()).filter(({ is_ours }) => is_ours)
    if (own.length !== 1) {
      throw new MarketplaceError(
        "configuration",
        "These keys belong to no single integration of the account.",
        {
          effect: "none",
          reason: "integration_unknown",
        }
      )
    }
    return own[0].external_id
  }

  async function integrations() {
    const label = "GET /integrations"
    return client.call({
      method: "GET",
      path: "/integrations",
      label,
      read: async (response) =>
        integrationsOf(await parseJson(response, integrationsSchema, label), settings),
    })
  }

  return {
    ...returnCalls(client),
    check: () => checkAccess(client),
    integrations,
    async senders() {
      const label = "GET /addresses/sender-addresses"
      return client.call({
        method: "GET",
        path: "/addresses/sender-addresses",
        label,
        read: async (response) => sendersOf(await parseJson(response, sendersSchema, label)),
      })
    },
    async contracts() {
      const label = "GET /contracts"
      return client.call({
        method: "GET",
        path: "/contracts",
        label,
        read: async (response) => contractsOf(await parseJson(response, contractsSchema, label)),
      })
    },
    async options({ from, to, weight_grams, option_code, carrier_code, with_price, is_return = false }) {
      const label = "POST /shipping-options"
      return client.call({
        method: "POST",
        path: "/shipping-options",
        body: {
          from_country_code: from.country_code,
          to_country_code: to.country_code,
          from_postal_code: from.postal_code,
          to_postal_code: to.postal_code || undefined,
          parcels: [{ weight: { value: (weight_grams / 1000).toFixed(3), unit: "kg" } }],
          shipping_option_code: option_code,
          carrier_code,
          calculate_quotes: with_price,
          functionalities: is_return ? { returns: true } : undefined,
        },
        label,
        has_effect: false,
        once: with_price,
        timeout_ms: QUOTE_TIMEOUT_MS,
        read: async (response) => optionsOf(await parseJson(response, optionsSchema, label)),
      })
    },
    async servicePoints({ country_code, carrier_code, carrier_point_id, near }) {
      const label = "GET /service-points"
      return client.call({
        method: "GET",
        path: "/service-points",
        query: [
          ["country_code", country_code],
          carrier_code ? ["carrier_code", carrier_code] : ["use_integration_carriers", "true"],
          ["carrier_service_point_id", carrier_point_id],
          ["postal_code", near?.postal_code],
          ["city", near?.city],
          ["limit", 50],
        ],
        label,
        read: async (response) =>
          (await parseJson(response, servicePointsSchema, label))
            .map(servicePointOf)
            .filter((point) => point !== null),
      })
    },
    async addressFaults(address, carrier_code) {
      const label = "POST /addresses/validate"
      return client.call({
        method: "POST",
        path: "/addresses/validate",
        body: { address: addressBody(address), carrier_code },
        label,
        has_effect: false,
        once: true,
        buyers: [buyerOf(address)],
        read: async (response) => {
          const { analysis } = (await parseJson(response, addressAnalysisSchema, label)).data
          return (analysis?.validation_result?.reasons ?? []).map((code) => ({
            code,
            message: "",
            field: Object.hasOwn(ADDRESS_REASONS, code) ? ADDRESS_REASONS[code] : null,
          }))
        },
      })
    },
    async buy(request): Promise<PurchaseResult> {
      const label = "POST /shipments/announce"
      return client.call({
        method: "POST",
        path: "/shipments/announce",
        body: purchaseBody(request),
        label,
        timeout_ms: PURCHASE_TIMEOUT_MS,
        buyers: [buyerOf(request.to)],
        also: [409],
        // A reference that was used before is answered with what stands there: nothing was bought.
        read: async (response, clean) => {
          const is_new = response.status !== 409
          const bought = shipment(response, clean, label)
          return {
            is_new,
            shipment: is_new
              ? await bought
              : await bought.catch(() => {
                  throw refusalOf(response, label, { clean, now: context.now(), settings })
                }),
          }
        },
      })
    },
    async byReference(reference) {
      const found = await find(["external_reference_id", reference])
      return found.find((one) => one.reference === reference) ?? null
    },
    byId,
    async byOrderNumber(order_number) {
      return (await find(["order_number", order_number])).filter((one) => one.order_number === order_number)
    },
    async cancel(external_id): Promise<CancelResult> {
      const label = "POST /shipments/{id}/cancel"
      return client.call({
        method: "POST",
        path: `/shipments/${encodeURIComponent(external_id)}/cancel`,
        label,
        also: [404, 409],
        read: async (response, clean) => {
          const message = await cancellationMessage(response, clean, label)
          if (response.status === 409) {
            return { result: await standing(external_id), message }
          }
          return {
            result: response.status === 404 ? "gone" : response.status === 202 ? "requested" : "canceled",
            message,
          }
        },
      })
    },
    async document(parcel_external_id, request) {
      const { type, format, paper_size } = request
      const label = "GET /parcels/{id}/documents/{type}"
      return client.call({
        method: "GET",
        path: `/parcels/${encodeURIComponent(parcel_external_id)}/documents/${DOCUMENT_NAMES[type]}`,
        query: documentQuery(format, paper_size),
        accept: MIME_TYPES[format],
        max_bytes: DOCUMENT_BYTES,
        label,
        read: (response) => documentOf(response, format, label),
      })
    },
    async documents(parcel_external_ids, request: DocumentRequest) {
      const { type, format, paper_size } = request
      const label = "GET /parcel-documents/{type}"
      const limit = settings.merged_documents
      if (parcel_external_ids.length > limit) {
        throw new MarketplaceError("refused", `${label}: more parcels than the service merges (${limit}).`, {
          effect: "none",
          reason: "too_many_documents",
          limit,
        })
      }
      return client.call({
        method: "GET",
        path: `/parcel-documents/${DOCUMENT_NAMES[type]}`,
        query: [
          ...parcel_external_ids.map((id) => ["parcels", id] as const),
          ...documentQuery(format, paper_size),
        ],
        accept: MIME_TYPES[format],
        max_bytes: MERGED_BYTES,
        label,
        read: (response) => documentOf(response, format, label),
      })
    },
    async *changes(since) {
      let cursor: string | null = null
      const watch = pageGuard("GET /shipments")
      for (let count = 0; count < MOST_PAGES; count++) {
        const answer: Awaited<ReturnType<typeof page>> = await page([
          ["updated_after", since.toISOString()],
          ["page_size", PAGE_SIZE],
          ["cursor", cursor ?? undefined],
        ])
        watch(
          cursor,
          answer.shipments.map(({ external_id }) => external_id)
        )
        yield answer.shipments
        cursor = answer.cursor
        if (cursor === null) {
          return
        }
      }
      throw new MarketplaceError("too_large", "GET /shipments: more pages than are read in one walk.", {
        effect: "none",
      })
    },
    async pushOrders(orders) {
      const integration_id = await ourIntegration()
      for (let start = 0; start < orders.length; start += PUSHED_ORDERS) {
        const part = orders.slice(start, start + PUSHED_ORDERS)
        await client.call({
          method: "POST",
          path: "/orders",
          body: part.map((order) => panelOrderBody(order, integration_id)),
          label: "POST /orders",
          buyers: part.map(({ to }) => buyerOf(to)),
          read: () => undefined,
        })
      }
    },
    async withdrawOrder({ external_id, order_number }) {
      const integration_id = await ourIntegration()
      const label = "GET /orders"
      const found = await client.call({
        method: "GET",
        path: "/orders",
        query: [
          ["integration", integration_id],
          ["order_number", order_number],
        ],
        label,
        read: async (response) => (await parseJson(response, ordersSchema, label)).data,
      })
      const order = found.find(({ order_id }) => order_id === external_id)
      return order === undefined
        ? false
        : client.call({
            method: "DELETE",
            path: `/orders/${encodeURIComponent(order.id)}`,
            label: "DELETE /orders/{id}",
            also: [404],
            read: ({ status }) => status !== 404,
          })
    },
    async reportTo(webhook_url) {
      const integration_id = await ourIntegration()
      await client.call({
        method: "PATCH",
        path: `/integrations/${encodeURIComponent(integration_id)}`,
        body: webhook_url === null ? { webhook_active: false } : { webhook_active: true, webhook_url },
        label: "PATCH /integrations/{id}",
        read: () => undefined,
      })
    },
  }

  /** What a refused cancellation means: what is canceled already, or is being canceled, is not refused. */
  async function standing(external_id: string): Promise<CancelResult["result"]> {
    const found = await byId(external_id)
    const state = found && shipmentState(found)
    return state === null || state === "canceled" ? "gone" : state === "canceling" ? "requested" : "refused"
  }
}

/** What an address lacks, in the words of the label's form. */
const ADDRESS_REASONS: Readonly<Record<string, string>> = {
  ADDRESS_TOO_LONG: "address_line_1",
  ADDRESS_NOT_VALID: "address_line_1",
  HOUSE_NUMBER_TOO_LONG: "house_number",
  HOUSE_NUMBER_TOO_SHORT: "house_number",
  HOUSE_NUMBER_MISSING: "house_number",
  POSTAL_CODE_MISSING: "postal_code",
  STATE_MISSING: "state_code",
}

async function orNull<T>(call: Promise<T>): Promise<T | null> {
  try {
    return await call
  } catch (error) {
    if (isMarketplaceError(error) && error.kind === "not_found") {
      return null
    }
    throw error
  }
}

/** The cursor of the page after this one. Only the cursor is taken from the header: the address stays the option's. */
function nextCursor(link: string | undefined): string | null {
  const next = /<([^>]{1,4000})>\s*;\s*rel="?next"?/.exec(link ?? "")?.[1]
  return next !== undefined && URL.canParse(next) ? new URL(next).searchParams.get("cursor") : null
}

/** What Sendcloud says of a cancellation, agreed or refused. */
async function cancellationMessage(
  response: HttpResponse,
  clean: Clean,
  label: string
): Promise<string | null> {
  if (response.status >= 400) {
    return faultsIn(response.body, clean)[0]?.message ?? null
  }
  const answer = await parseJson(response, cancellationSchema, label).catch(() => null)
  return answer?.data?.message ? clean(answer.data.message) : null
}
