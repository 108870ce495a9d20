import type { SandboxClock } from "../clock"
import type { Fault } from "../faults"
import {
  json,
  type Answer,
  type Call,
  type Located,
  type PlayedService,
  type RefusalKind,
} from "../marketplace"
import { judgeAnnouncement, type WireError } from "./announcement-rules"
import { pdf, png, zpl, type Page } from "./documents"
import { trackingUrl, type SendcloudMarket, type StoredOrder, type StoredShipment } from "./market"
import { CARRIER_NAMES, optionBy, OPTIONS, POINTS } from "./options"
import type { SendcloudAccount } from "./settings"
import { STATUSES, statusText, type StatusCode } from "./statuses"

const API_PATH = "/sendcloud/api/v3"
const MERGED_DOCUMENTS = 20

const refused = (status: number, errors: Omit<WireError, "status">[], headers: Record<string, string> = {}) =>
  json(status, { errors: errors.map((error) => ({ status: String(status), ...error })) }, headers)
const one = (status: number, code: string, detail: string) => refused(status, [{ code, detail }])
const notFound = () => one(404, "not_found", "Not found.")
const UNAUTHORIZED = one(401, "authentication_failed", "Invalid username/password.")
const tooMany = (seconds: number | null) =>
  refused(
    429,
    [{ code: "throttled", detail: "Request was throttled." }],
    seconds === null ? {} : { "retry-after": String(seconds) }
  )

type Context = { call: Call; query: URLSearchParams; account: SendcloudAccount; origin: string }
type Route = [method: string, endpoint: string, run: (context: Context, ids: string[]) => Answer]
type Fields = Record<string, unknown>
const isFields = (value: unknown): value is Fields =>
  typeof value === "object" && value !== null && !Array.isArray(value)

/** Sendcloud's API v3, as far as a store needs it. */
export class SendcloudApi implements PlayedService {
  readonly name = "sendcloud"
  private writes: number[] = []

  constructor(
    private readonly market: SendcloudMarket,
    private readonly clock: SandboxClock
  ) {}

  reset(): void {
    this.writes = []
  }

  private readonly routes: Route[] = [
    ["POST", "/shipments/announce", (context) => this.announce(context)],
    ["GET", "/shipments", (context) => this.listShipments(context)],
    ["GET", "/shipments/{id}", (context, [id]) => this.withShipment(context, id)],
    ["POST", "/shipments/{id}/cancel", (_, [id]) => this.cancel(id)],
    ["POST", "/returns/announce-synchronously", (context) => this.announceReturn(context)],
    ["GET", "/returns", (context) => this.listReturns(context)],
    ["PATCH", "/returns/{id}/cancel", (_, [id]) => this.cancelReturn(id)],
    ["GET", "/parcels/statuses", () => this.listStatuses()],
    ["GET", "/parcels/tracking/{number}", (_, [number]) => this.track(number)],
    ["GET", "/parcels/{id}/documents/{type}", (context, [id, type]) => this.document(context, [id], type)],
    ["GET", "/parcel-documents/{type}", (context, [type]) => this.documents(context, type)],
    ["POST", "/shipping-options", (context) => this.listOptions(context)],
    ["GET", "/service-points", (context) => this.listPoints(context)],
    ["GET", "/addresses/sender-addresses", () => this.listSenders()],
    ["POST", "/addresses/validate", (context) => this.validateAddress(context)],
    ["GET", "/contracts", () => this.listContracts()],
    ["GET", "/integrations", () => this.listIntegrations()],
    ["PATCH", "/integrations/{id}", (context, [id]) => this.changeIntegration(context, Number(id))],
    ["GET", "/orders", (context) => this.listOrders(context)],
    ["POST", "/orders", (context) => this.pushOrders(context)],
    ["DELETE", "/orders/{id}", (_, [id]) => this.deleteOrder(Number(id))],
  ]

  locate(method: string, url: URL, headers: Record<string, string>, body: Buffer): Located | null {
    if (!url.pathname.startsWith(`${API_PATH}/`)) return null
    const path = url.pathname.slice(API_PATH.length)
    const route = this.route(method, path)?.route
    return {
      endpoint: `${method} ${route ? route[1] : path}`,
      path,
      account: keysOf(headers.authorization)?.[0] ?? null,
      query: Object.fromEntries(url.searchParams),
      shown_body: body.toString("utf8"),
    }
  }

  handle(call: Call): Answer {
    const keys = keysOf(call.headers.authorization)
    const account = keys && this.market.account(keys[0], keys[1])
    if (!account) return UNAUTHORIZED
    const limited = call.method === "GET" ? null : this.limit()
    if (limited) return limited
    const found = this.route(call.method, call.path)
    if (!found) return notFound()
    const origin = `http://${call.headers.host ?? "sandbox.invalid"}`
    return found.route[2]({ call, query: new URLSearchParams(call.search), account, origin }, found.ids)
  }

  refuse(kind: RefusalKind, _call: Call, fault: Fault): Answer {
    switch (kind) {
      case "rate_limit":
      case "quota":
        return tooMany(fault.retry_after_seconds)
      case "no_rights":
        return one(403, "forbidden", "You do not have permission to perform this action.")
      case "server_error":
        return one(500, "error", "A server error occurred.")
      case "unavailable":
        return one(503, "error", "The service is unavailable.")
      case "unauthorized":
        return UNAUTHORIZED
    }
  }

  /** What the panel prints; null where there is no label. */
  labelOf(parcel_id: number): Buffer | null {
    const found = this.market.parcel(parcel_id)
    if (!found || !hasDocuments(found.parcel.status)) return null
    found.shipment.is_printed = true
    return pdf([labelPage(found.shipment, found.parcel.number)])
  }

  private route(method: string, path: string): { route: Route; ids: string[] } | null {
    for (const route of this.routes) {
      if (route[0] !== method) continue
      const pattern = new RegExp(`^${route[1].replace(/\{\w+\}/g, "([^/]+)")}$`)
      const found = pattern.exec(path)
      if (found) return { route, ids: found.slice(1).map(decodeURIComponent) }
    }
    return null
  }

  private limit(): Answer | null {
    const { max_writes_per_minute } = this.market.settings
    if (max_writes_per_minute === null) return null
    const now = Date.now()
    this.writes = this.writes.filter((at) => now - at < 60_000)
    if (this.writes.length >= max_writes_per_minute) return tooMany(1)
    this.writes.push(now)
    return null
  }

  private announce({ call, account, origin }: Context): Answer {
    const verdict = judgeAnnouncement(this.market, account, bodyOf(call))
    if ("errors" in verdict) return json(400, { errors: verdict.errors })
    const { announcement } = verdict
    const known =
      announcement.reference === null ? undefined : this.market.withReference(announcement.reference)
    if (known) return json(409, { data: this.serve(known, origin) })
    const is_unpaid =
      call.faults.some(({ kind }) => kind === "payment_required") || !account.has_payment_method
    if (is_unpaid && (optionBy(announcement.option_code)?.price_cents ?? 0) > 0) {
      return one(402, "no_valid_payment_method", "There is no valid payment method for this account.")
    }
    const fault = call.faults.find(({ kind }) => kind === "announcement_failed")
    const failure = fault
      ? (fault.body ?? "Service error: An error occurred while connecting to the carrier.")
      : announcement.failure
    const shipment = this.market.announce({
      ...announcement,
      failure,
      ...(fault?.failed_parcels !== undefined && { failed_parcels: fault.failed_parcels }),
    })
    const served = this.serve(shipment, origin)
    const [parcel] = served.parcels
    if (served.parcels.length === 1 && failure === null) {
      Object.assign(parcel, {
        label_file: pdf([labelPage(shipment, shipment.parcels[0].number)]).toString("base64"),
      })
    }
    const numbers = shipment.parcels.map(({ number }) => number).join(", ")
    const effect =
      failure === null
        ? `label ${numbers} for ${shipment.order_number}`
        : `failed label for ${shipment.order_number}`
    return { ...json(this.market.settings.announced_with, { data: served }), effect }
  }

  /** A return is a shipment of the other way, known by a number of its own. */
  private announceReturn({ call, account }: Context): Answer {
    const body = bodyOf(call)
    const given = isFields(body) ? body : {}
    const ship_with = isFields(given.ship_with) ? given.ship_with : {}
    const option = optionBy(ship_with.shipping_option_code)
    const missing = ["from_address", "to_address", "weight"].find((field) => !isFields(given[field]))
    if (missing !== undefined) return json(400, [{ field: missing, detail: "This field is required." }])
    if (!option?.is_return)
      return json(400, [{ field: "shipping_option_code", detail: "This is no option for returns." }])
    const shipment = this.market.announce({
      integration_id: account.integration_id,
      reference: null,
      order_number: typeof given.order_number === "string" ? given.order_number : null,
      order_id: null,
      to_address: given.to_address as StoredShipment["to_address"],
      sender_id: 0,
      option_code: option.code,
      contract_id: null,
      to_service_point: null,
      customs: null,
      parcels: [{ weight: given.weight, items: [] }],
      failure: null,
    })
    const [{ id }] = shipment.parcels
    return {
      ...json(201, { return_id: id, parcel_id: id, multi_collo_ids: [] }),
      effect: `return label for ${shipment.order_number}`,
    }
  }

  private returns(): StoredShipment[] {
    return this.market.list().filter(({ option_code }) => optionBy(option_code)?.is_return)
  }

  private listReturns({ query, origin }: Context): Answer {
    const size = Number(query.get("page_size") ?? 40)
    const start = Number(query.get("cursor") ?? 0)
    const since = Date.parse(query.get("from_date") ?? "") || 0
    const until = Date.parse(query.get("to_date") ?? "")
    if (!until || !(size >= 1 && size <= 40)) {
      const field = until ? "page_size" : "to_date"
      return json(400, [{ field, detail: until ? "At most 40." : "This field is required." }])
    }
    const found = this.returns().filter(({ created_ms }) => created_ms >= since)
    const data = found.slice(start, start + size).map((shipment) => ({
      id: shipment.parcels[0].id,
      order_number: shipment.order_number ?? "",
      created_at: this.clock.iso(shipment.created_ms),
      tracking_number: shipment.parcels[0].number,
      tracking_url: trackingUrl(shipment.parcels[0]),
      status_history: [{ parent_status: shipment.parcels[0].status.toLowerCase().replaceAll("_", "-") }],
      label_url: `${origin}${API_PATH}/parcels/${shipment.parcels[0].id}/documents/label`,
      shipping_option: { code: shipment.option_code },
    }))
    const next = start + size < found.length ? `${origin}${API_PATH}/returns?cursor=${start + size}` : null
    return json(200, { next, previous: null, data })
  }

  private cancelReturn(id: string): Answer {
    const shipment = this.returns().find(({ parcels }) => String(parcels[0].id) === id)
    const outcome = shipment ? this.market.cancel(shipment.id) : "not_found"
    if (outcome === "not_found") return notFound()
    return outcome === "canceled" || outcome === "queued"
      ? { ...json(202, { message: "Cancellation requested successfully" }), effect: `cancel return ${id}` }
      : json(409, { errors: [{ field: "returns", code: 409, message: "Return is not cancellable." }] })
  }

  private serve(shipment: StoredShipment, origin: string) {
    const option = optionBy(shipment.option_code)
    const now = this.clock.now()
    const isCustoms = shipment.customs !== null
    return {
      id: shipment.id,
      external_reference_id: shipment.reference,
      order_number: shipment.order_number,
      carrier: { code: option?.carrier, name: CARRIER_NAMES[option?.carrier ?? ""] },
      ship_with: {
        type: "shipping_option_code",
        properties: { shipping_option_code: shipment.option_code, contract_id: shipment.contract_id },
      },
      to_address: shipment.to_address,
      customs_information: shipment.customs,
      errors: shipment.errors,
      created_at: this.clock.iso(shipment.created_ms),
      updated_at: this.clock.iso(shipment.updated_ms),
      parcels: shipment.parcels.map((parcel) => ({
        id: parcel.id,
        status: { code: parcel.status, message: statusText(parcel.status) },
        weight: parcel.weight,
        tracking_number: parcel.number_ms <= now ? parcel.number : "",
        tracking_url: parcel.number_ms <= now ? trackingUrl(parcel) : null,
        announced_at: this.clock.iso(shipment.created_ms),
        updated_at: this.clock.iso(parcel.status_ms),
        documents: hasDocuments(parcel.status)
          ? ["label", ...(isCustoms ? ["customs-declaration"] : [])].map((document_type) => ({
              document_type,
              size: document_type === "label" ? "a6" : "a4",
              link: `${origin}${API_PATH}/parcels/${parcel.id}/documents/${document_type}`,
            }))
          : [],
      })),
    }
  }

  private withShipment({ origin }: Context, id: string): Answer {
    const shipment = this.market.find(id)
    return shipment ? json(200, { data: this.serve(shipment, origin) }) : notFound()
  }

  private listShipments({ query, origin }: Context): Answer {
    const size = Math.min(Number(query.get("page_size") ?? 40), 100)
    const start = Number(query.get("cursor") ?? 0)
    const since = query.get("updated_after")
    if (since !== null && Number.isNaN(Date.parse(since))) {
      return one(400, "validation_error", "Validation failed, updated_after is not a datetime")
    }
    const wanted = (name: string, value: string | null) => !query.has(name) || query.get(name) === value
    const found = this.market
      .listed()
      .filter(
        (shipment) =>
          wanted("external_reference_id", shipment.reference) &&
          wanted("order_number", shipment.order_number) &&
          (since === null || shipment.updated_ms >= Date.parse(since))
      )
      .sort((a, b) => a.created_ms - b.created_ms)
    const page = found.slice(start, start + size)
    const next = start + size < found.length ? start + size : null
    const link = new URLSearchParams(query)
    link.set("cursor", String(next))
    return json(
      200,
      { data: page.map((shipment) => this.serve(shipment, origin)) },
      next === null ? {} : { link: `<${origin}${API_PATH}/shipments?${link.toString()}>; rel="next"` }
    )
  }

  private cancel(id: string): Answer {
    const outcome = this.market.cancel(id)
    switch (outcome) {
      case "canceled":
        return {
          ...json(200, { data: { status: "cancelled", message: "Shipment has been cancelled" } }),
          effect: `cancel ${id}`,
        }
      case "queued":
        return {
          ...json(202, { data: { status: "queued", message: "Shipment cancellation has been queued" } }),
          effect: `queue cancellation of ${id}`,
        }
      case "not_found":
        return notFound()
      case "already":
        return one(409, "invalid", "This shipment is already being cancelled.")
      case "refused":
        return one(409, "invalid", "This shipment can no longer be cancelled.")
    }
  }

  private listStatuses(): Answer {
    return json(200, { data: Object.entries(STATUSES).map(([code, [, message]]) => ({ code, message })) })
  }

  private track(number: string): Answer {
    const found = this.market
      .list()
      .flatMap(({ parcels }) => parcels)
      .find((parcel) => parcel.number === number)
    if (!found) return notFound()
    const event = {
      status_code: found.status,
      message: statusText(found.status),
      timestamp: this.clock.iso(found.status_ms),
    }
    return json(200, { tracking_numbers: [{ tracking_number: number }], events: [event] })
  }

  private document(context: Context, ids: string[], type: string): Answer {
    const parcels = ids.map((id) => this.market.parcel(Number(id)))
    const isThere = (found: (typeof parcels)[number]) =>
      found !== undefined &&
      hasDocuments(found.parcel.status) &&
      (type === "label" || (type === "customs-declaration" && found.shipment.customs !== null))
    if (parcels.length === 0 || !parcels.every(isThere)) return notFound()
    const pages = parcels.flatMap((found) =>
      found
        ? [type === "label" ? labelPage(found.shipment, found.parcel.number) : ["CN23", found.parcel.number]]
        : []
    )
    parcels.forEach((found) => found && (found.shipment.is_printed = true))
    const accept = context.call.headers.accept ?? "application/pdf"
    const size = context.query.get("paper_size") ?? (type === "label" ? "A6" : "A4")
    const dpi = context.query.get("dpi")
    if (accept.includes("zpl")) return file("application/zpl", zpl(pages))
    if (accept.includes("png")) return file("image/png", png())
    if (dpi !== null && dpi !== "72") return one(400, "invalid_choice", "PDF supports only 72 dpi.")
    return file("application/pdf", pdf(pages, size.toUpperCase() === "A4" ? "A4" : "A6"))
  }

  private documents(context: Context, type: string): Answer {
    const ids = context.query.getAll("parcels")
    return ids.length > MERGED_DOCUMENTS
      ? one(400, "invalid", `At most ${MERGED_DOCUMENTS} parcels are merged.`)
      : this.document(context, ids, type)
  }

  private listOptions({ call }: Context): Answer {
    const body = bodyOf(call)
    const given = isFields(body) ? body : {}
    const parcels = Array.isArray(given.parcels) ? given.parcels.filter(isFields) : []
    const weight = isFields(parcels[0]?.weight) ? Number(parcels[0].weight.value) * 1000 : null
    if (weight !== null && !(weight > 0)) {
      return json(400, {
        errors: [
          {
            status: "400",
            code: "min_value",
            detail: "Must be more than 0.",
            source: { pointer: "/parcels/0/weight" },
          },
        ],
      })
    }
    const to = String(given.to_country_code ?? "")
    const found = OPTIONS.filter(
      (option) =>
        (option.to === null || option.to.includes(to)) &&
        (!option.is_return || (isFields(given.functionalities) && given.functionalities.returns === true)) &&
        (given.shipping_option_code === undefined || option.code === given.shipping_option_code) &&
        (given.carrier_code === undefined || option.carrier === given.carrier_code) &&
        (weight === null || (weight >= option.min_grams && weight <= option.max_grams))
    ).flatMap((option) =>
      this.contractsOf(option.carrier).map((contract) => ({
        code: option.code,
        name: option.name,
        carrier: { code: option.carrier, name: CARRIER_NAMES[option.carrier] },
        product: { code: option.code.split("/")[0], name: option.name },
        contract,
        weight: {
          min: { value: (option.min_grams / 1000).toFixed(3), unit: "kg" },
          max: { value: (option.max_grams / 1000).toFixed(3), unit: "kg" },
        },
        functionalities: { last_mile: option.last_mile, tracked: option.carrier !== "sendcloud" },
        requirements: { fields: option.required_fields, export_documents: false },
        charging_type: "label_creation",
        quotes: given.calculate_quotes
          ? [
              {
                price: { total: { value: (option.price_cents / 100).toFixed(2), currency: "EUR" } },
                lead_time: 48,
              },
            ]
          : [],
      }))
    )
    return json(200, { data: found.length ? found : null })
  }

  private contractsOf(carrier: string) {
    const index = Object.keys(CARRIER_NAMES).indexOf(carrier)
    const isDouble = this.market.settings.double_contracts.includes(carrier)
    return [0, ...(isDouble ? [1] : [])].map((which) => ({
      id: 600 + index * 10 + which,
      client_id: "",
      carrier_code: carrier,
      name: `${CARRIER_NAMES[carrier]}${which ? " (own)" : ""}`,
    }))
  }

  private listContracts(): Answer {
    const contracts = Object.keys(CARRIER_NAMES).flatMap((carrier) =>
      this.contractsOf(carrier).map(({ carrier_code, ...contract }, which) => ({
        ...contract,
        carrier: { code: carrier_code, name: CARRIER_NAMES[carrier_code] },
        is_default_per_carrier: which === 0,
        is_active: true,
      }))
    )
    return json(200, { data: contracts })
  }

  private listSenders(): Answer {
    return json(200, { data: this.market.settings.senders })
  }

  private listPoints({ query, account }: Context): Answer {
    if (!account.service_points)
      return one(400, "invalid", "Service points are not enabled for this integration.")
    if (!query.has("country_code")) {
      return json(400, {
        errors: [
          {
            status: "400",
            code: "required",
            detail: "This field is required.",
            source: { parameter: "country_code" },
          },
        ],
      })
    }
    const carriers = query.getAll("carrier_code")
    if (carriers.length > 0 === (query.get("use_integration_carriers") === "true")) {
      return one(400, "invalid", "Exactly one of carrier_code and use_integration_carriers is expected.")
    }
    const has = (name: string, value: string) => !query.has(name) || query.get(name) === value
    const data = POINTS.filter(
      (point) =>
        point.country === query.get("country_code") &&
        (carriers.length === 0 || carriers.includes(point.carrier)) &&
        has("carrier_service_point_id", point.carrier_service_point_id) &&
        has("postal_code", point.postal_code)
    ).map((point) => ({
      id: point.id,
      carrier_service_point_id: point.carrier_service_point_id,
      carrier: { code: point.carrier, name: CARRIER_NAMES[point.carrier] },
      name: point.name,
      is_expired: point.is_expired,
      address: {
        street: point.street,
        house_number: point.house_number,
        postal_code: point.postal_code,
        city: point.city,
        country_code: point.country,
      },
      opening_times: {},
    }))
    return json(200, { data })
  }

  private validateAddress({ call }: Context): Answer {
    const body = bodyOf(call)
    const address = isFields(body) && isFields(body.address) ? body.address : {}
    const reasons = [
      String(address.address_line_1 ?? "").length > 35 ? "ADDRESS_TOO_LONG" : null,
      address.postal_code ? null : "POSTAL_CODE_MISSING",
      ["US", "CA", "AU", "IT"].includes(String(address.country_code)) && !address.state_province_code
        ? "STATE_MISSING"
        : null,
    ].filter((reason) => reason !== null)
    const validation_result = { is_valid: reasons.length === 0, reasons }
    return json(200, { data: { analysis: { validation_result, changed_attributes: [] } } })
  }

  private listIntegrations(): Answer {
    const { accounts, other_integrations } = this.market.settings
    const own = accounts.map((account) => ({
      id: account.integration_id,
      shop_name: `Store ${account.integration_id}`,
      type: "api",
      service_point_enabled: account.service_points,
    }))
    return json(200, {
      data: [...own, ...other_integrations].map((integration) => {
        const { is_active, url } = this.market.webhook(integration.id)
        return { ...integration, webhook_active: is_active, webhook_url: url }
      }),
    })
  }

  private changeIntegration({ call, account }: Context, id: number): Answer {
    if (id !== account.integration_id) return notFound()
    const body = bodyOf(call)
    if (!isFields(body)) return one(400, "invalid", "A JSON object is expected.")
    const { webhook_url, webhook_active } = body
    this.market.setWebhook(id, {
      ...(typeof webhook_url === "string" ? { url: webhook_url } : {}),
      ...(typeof webhook_active === "boolean" ? { is_active: webhook_active } : {}),
    })
    return {
      ...json(200, { data: { id, webhook_active, webhook_url } }),
      effect: `webhook ${String(webhook_url ?? "off")}`,
    }
  }

  private listOrders({ query }: Context): Answer {
    const has = (name: string, value: string) => !query.has(name) || query.get(name) === value
    const data = this.market
      .orders()
      .filter(
        (order) => has("integration", String(order.integration_id)) && has("order_number", order.order_number)
      )
      .map(({ body, ...order }) => ({ ...body, id: order.id }))
    return json(200, { data })
  }

  /** All of them, or none. */
  private pushOrders({ call, account }: Context): Answer {
    const body = bodyOf(call)
    const orders = Array.isArray(body) ? body.filter(isFields) : []
    if (!Array.isArray(body) || orders.length === 0 || orders.length > 100) {
      return one(400, "not_a_list", "Between 1 and 100 orders are expected.")
    }
    const errors = orders.flatMap((order, index) => orderErrors(order, index, account.integration_id))
    if (errors.length > 0) return json(400, { errors })
    const pushed: StoredOrder[] = orders.map((order) => this.market.push(account.integration_id, order))
    return {
      ...json(201, {
        data: pushed.map(({ id, order_id, order_number }) => ({ id: String(id), order_id, order_number })),
      }),
      effect: `push ${pushed.map(({ order_number }) => order_number).join(", ")}`,
    }
  }

  private deleteOrder(id: number): Answer {
    return this.market.withdraw(id)
      ? { status: 204, headers: {}, body: Buffer.alloc(0), effect: `withdraw order ${id}` }
      : notFound()
  }
}

function keysOf(authorization: string | undefined): [string, string] | null {
  const [, encoded] = /^Basic (.+)$/i.exec(authorization ?? "") ?? []
  const [public_key, ...secret] = Buffer.from(encoded ?? "", "base64")
    .toString("utf8")
    .split(":")
  return encoded && secret.length ? [public_key, secret.join(":")] : null
}

function bodyOf(call: Call): unknown {
  try {
    return JSON.parse(call.body.toString("utf8"))
  } catch {
    return null
  }
}

const file = (type: string, body: Buffer): Answer => ({
  status: 200,
  headers: { "content-type": type },
  body,
})

const hasDocuments = (status: StatusCode): boolean =>
  !["NO_LABEL", "ANNOUNCING", "ANNOUNCEMENT_FAILED", "CANCELLED"].includes(status)

function labelPage(shipment: StoredShipment, number: string): Page {
  const { name, company_name, address_line_1, address_line_2, postal_code, city, country_code } =
    shipment.to_address
  const option = optionBy(shipment.option_code)
  return [
    option?.name ?? shipment.option_code,
    number,
    ...[name, company_name, address_line_1, address_line_2].map((line) =>
      typeof line === "string" ? line : ""
    ),
    `${postal_code} ${String(city)} ${country_code}`,
    shipment.order_number ?? "",
  ].filter((line) => line !== "")
}

function orderErrors(order: Fields, index: number, integration_id: number): WireError[] {
  const details = isFields(order.order_details) ? order.order_details : {}
  const payment = isFields(order.payment_details) ? order.payment_details : {}
  const items = Array.isArray(details.order_items) ? details.order_items.filter(isFields) : []
  const total = isFields(payment.total_price) ? payment.total_price : {}
  const integration = isFields(details.integration) ? details.integration : {}
  const missing = [
    [typeof order.order_id === "string", "/order_id"],
    [typeof order.order_number === "string", "/order_number"],
    [Number(integration.id) === integration_id, "/order_details/integration/id"],
    [isFields(details.status), "/order_details/status"],
    [typeof details.order_created_at === "string", "/order_details/order_created_at"],
    [
      items.length > 0 && items.every(({ name, quantity }) => name && Number(quantity) > 0),
      "/order_details/order_items",
    ],
    [["EUR", "GBP", "USD"].includes(String(total.currency)), "/payment_details/total_price"],
    [isFields(payment.status), "/payment_details/status"],
  ] as const
  return missing
    .filter(([isThere]) => !isThere)
    .map(([, pointer]) => ({
      status: "400",
      code: "required",
      detail: "This field is required.",
      source: { pointer: `/${index}${pointer}` },
    }))
}
