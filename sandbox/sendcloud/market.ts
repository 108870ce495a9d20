import { Schedule, type SandboxClock } from "../clock"
import { Random } from "../random"
import type { Messages } from "./messages"
import { optionBy, type PlayedOption } from "./options"
import {
  sendcloudSettingsSchema,
  type SendcloudAccount,
  type SendcloudSettings,
  type SendcloudSettingsInput,
} from "./settings"
import { statusNumber, statusText, type StatusCode } from "./statuses"

const FIRST_PARCEL = 300_000_000
const FIRST_ORDER = 40_000
const DAY_MS = 24 * 60 * 60 * 1000
const WATCHED_MS = 14 * DAY_MS
const LAST_CANCELLATION_MS = 42 * DAY_MS

export type WireAddress = Record<string, unknown> & { postal_code: string; country_code: string }

export type StoredParcel = {
  id: number
  status: StatusCode
  status_ms: number
  number: string
  /** From then on the number is shown. */
  number_ms: number
  weight: unknown
  items: unknown[]
}

export type StoredShipment = {
  id: string
  integration_id: number
  reference: string | null
  order_number: string | null
  /** The pushed order that the label was made for in the panel. */
  order_id: string | null
  to_address: WireAddress
  sender_id: number
  option_code: string
  contract_id: number | null
  to_service_point: unknown
  customs: unknown
  created_ms: number
  updated_ms: number
  /** From then on lists show it. */
  listed_ms: number
  errors: { status: string; code: string; detail: string }[]
  parcels: StoredParcel[]
  is_printed: boolean
}

export type StoredOrder = {
  id: number
  integration_id: number
  order_id: string
  order_number: string
  body: Record<string, unknown>
  pushes: number
  state: "incoming" | "labeled"
  visible_ms: number
}

/** Money that moved. */
export type MoneyEntry = {
  at: string
  kind: "paid" | "refunded"
  shipment_id: string
  parcel_id: number
  reference: string | null
  order_number: string | null
  option_code: string
  cents: number
}

export type SendcloudMemory = { shipments: StoredShipment[]; orders: StoredOrder[]; money: MoneyEntry[] }

export type Announcement = Pick<
  StoredShipment,
  | "integration_id"
  | "reference"
  | "order_number"
  | "order_id"
  | "to_address"
  | "sender_id"
  | "option_code"
  | "contract_id"
  | "to_service_point"
  | "customs"
> & {
  parcels: { weight: unknown; items: unknown[] }[]
  failure: string | null
  /** How many of the last parcels fail [all]. */
  failed_parcels?: number
}

export type CancelOutcome = "canceled" | "queued" | "not_found" | "already" | "refused"

/** Everything that Sendcloud knows of one merchant. */
export class SendcloudMarket {
  settings: SendcloudSettings
  private shipments = new Map<string, StoredShipment>()
  private panel = new Map<number, StoredOrder>()
  private entries: MoneyEntry[] = []
  private webhooks = new Map<number, { is_active: boolean; url: string | null }>()
  private readonly schedule: Schedule
  private random = new Random(7)
  private count = 0

  constructor(
    private readonly clock: SandboxClock,
    private readonly messages: Messages,
    private readonly given: SendcloudSettingsInput = {}
  ) {
    this.settings = sendcloudSettingsSchema.parse(given)
    this.schedule = new Schedule(clock)
  }

  configure(change: SendcloudSettingsInput): SendcloudSettings {
    this.settings = sendcloudSettingsSchema.parse({ ...this.settings, ...change })
    return this.settings
  }

  reset(): void {
    this.settings = sendcloudSettingsSchema.parse(this.given)
    this.shipments.clear()
    this.panel.clear()
    this.entries = []
    this.webhooks.clear()
    this.schedule.clear()
    this.random = new Random(7)
    this.count = 0
  }

  remember(): SendcloudMemory {
    return { shipments: this.list(), orders: [...this.panel.values()], money: this.entries }
  }

  recall({ shipments, orders, money }: SendcloudMemory): void {
    shipments.forEach((one) => this.shipments.set(one.id, one))
    orders.forEach((one) => this.panel.set(one.id, one))
    this.entries = money
    const parcels = shipments.flatMap((one) => one.parcels.map(({ id }) => id - FIRST_PARCEL))
    this.count = Math.max(0, ...parcels, ...orders.map(({ id }) => id - FIRST_ORDER))
    this.random = new Random(7 + this.count)
  }

  account(public_key: string, secret_key: string): SendcloudAccount | undefined {
    return this.settings.accounts.find(
      (one) => one.public_key === public_key && one.secret_key === secret_key
    )
  }

  webhook(integration_id: number) {
    return this.webhooks.get(integration_id) ?? { is_active: false, url: null }
  }

  setWebhook(integration_id: number, change: { is_active?: boolean; url?: string | null }): void {
    this.webhooks.set(integration_id, { ...this.webhook(integration_id), ...change })
  }

  list(): StoredShipment[] {
    this.schedule.applyDue()
    return [...this.shipments.values()]
  }

  /** What lists show: what is new is not there at once. */
  listed(): StoredShipment[] {
    return this.list().filter(({ listed_ms }) => listed_ms <= this.clock.now())
  }

  find(id: string): StoredShipment | undefined {
    this.schedule.applyDue()
    return this.shipments.get(id)
  }

  parcel(id: number): { shipment: StoredShipment; parcel: StoredParcel } | undefined {
    for (const shipment of this.list()) {
      const parcel = shipment.parcels.find((one) => one.id === id)
      if (parcel) return { shipment, parcel }
    }
    return undefined
  }

  withReference(reference: string): StoredShipment | undefined {
    const isFree = ({ parcels }: StoredShipment) =>
      this.settings.frees_references &&
      parcels.every(({ status }) => status === "CANCELLED" || status === "ANNOUNCEMENT_FAILED")
    return this.list().find((one) => one.reference === reference && !isFree(one))
  }

  /** Makes the labels, and takes their price, unless the carrier fails. */
  announce(given: Announcement): StoredShipment {
    const { failure, parcels, failed_parcels = parcels.length, ...facts } = given
    const now = this.clock.now()
    const option = optionBy(facts.option_code)
    const shipment: StoredShipment = {
      ...facts,
      id: this.uuid(),
      created_ms: now,
      updated_ms: now,
      listed_ms: now + this.settings.list_delay_ms,
      errors: failure === null ? [] : [{ status: "500", code: "parcel_announcement_error", detail: failure }],
      is_printed: false,
      parcels: parcels.map((parcel, position) => ({
        ...parcel,
        id: FIRST_PARCEL + ++this.count,
        status:
          failure === null || position < parcels.length - failed_parcels
            ? "READY_TO_SEND"
            : "ANNOUNCEMENT_FAILED",
        status_ms: now,
        number: this.number(option),
        number_ms: now + this.settings.number_delay_ms,
      })),
    }
    this.shipments.set(shipment.id, shipment)
    for (const parcel of shipment.parcels) {
      if (parcel.status === "READY_TO_SEND") this.book(shipment, parcel, "paid", option?.price_cents ?? 0)
    }
    shipment.parcels.forEach((parcel) => this.announceChange(shipment, parcel))
    return shipment
  }

  cancel(id: string): CancelOutcome {
    const shipment = this.find(id)
    if (!shipment) return "not_found"
    const { parcels } = shipment
    if (parcels.some(({ status }) => status === "CANCELLED" || status === "CANCELLATION_REQUESTED"))
      return "already"
    const now = this.clock.now()
    const is_unscanned = parcels.every(({ status }) =>
      ["READY_TO_SEND", "NO_LABEL", "ANNOUNCING", "ANNOUNCEMENT_FAILED"].includes(status)
    )
    const { cancels } = this.settings
    if (!is_unscanned || cancels === "never" || optionBy(shipment.option_code)?.never_cancels)
      return "refused"
    if (now - shipment.created_ms > LAST_CANCELLATION_MS) return "refused"
    if (cancels === "at_once" || parcels.every(({ status }) => status === "ANNOUNCEMENT_FAILED")) {
      this.endAll(shipment, now)
      return "canceled"
    }
    parcels.forEach((parcel) => this.move(parcel.id, "CANCELLATION_REQUESTED"))
    this.schedule.after(WATCHED_MS, (due) => {
      if (parcels.every(({ status }) => status === "CANCELLATION_REQUESTED")) this.endAll(shipment, due)
    })
    return "queued"
  }

  /** A carrier's scan, or whatever else happens to a parcel. */
  move(parcel_id: number, status: StatusCode, at = this.clock.now()): void {
    const found = this.parcel(parcel_id)
    if (!found) throw new Error(`No parcel ${parcel_id}`)
    const { shipment, parcel } = found
    parcel.status = status
    parcel.status_ms = at
    shipment.updated_ms = Math.max(shipment.updated_ms, at)
    this.announceChange(shipment, parcel)
  }

  money(): MoneyEntry[] {
    this.schedule.applyDue()
    return this.entries
  }

  /** Upserts by order id and integration. */
  push(integration_id: number, body: Record<string, unknown>): StoredOrder {
    const order_id = String(body.order_id)
    const known = [...this.panel.values()].find(
      (one) => one.integration_id === integration_id && one.order_id === order_id
    )
    const order: StoredOrder = {
      id: known?.id ?? FIRST_ORDER + ++this.count,
      integration_id,
      order_id,
      order_number: String(body.order_number),
      body,
      pushes: (known?.pushes ?? 0) + 1,
      state: known?.state ?? "incoming",
      visible_ms: known?.visible_ms ?? this.clock.now() + this.settings.order_delay_ms,
    }
    this.panel.set(order.id, order)
    return order
  }

  orders(): StoredOrder[] {
    return [...this.panel.values()].filter(({ visible_ms }) => visible_ms <= this.clock.now())
  }

  withdraw(id: number): boolean {
    return this.panel.delete(id)
  }

  private endAll(shipment: StoredShipment, at: number): void {
    for (const parcel of shipment.parcels) {
      const was_paid = this.entries.find((one) => one.parcel_id === parcel.id && one.kind === "paid")
      this.move(parcel.id, "CANCELLED", at)
      if (was_paid) this.book(shipment, parcel, "refunded", was_paid.cents)
    }
  }

  private book(
    shipment: StoredShipment,
    parcel: StoredParcel,
    kind: MoneyEntry["kind"],
    cents: number
  ): void {
    const { reference, order_number, option_code } = shipment
    this.entries.push({
      at: this.clock.iso(),
      kind,
      shipment_id: shipment.id,
      parcel_id: parcel.id,
      reference,
      order_number,
      option_code,
      cents,
    })
  }

  /** The message that the integration gets. Shaped as version 2 has it. */
  private announceChange(shipment: StoredShipment, parcel: StoredParcel): void {
    const account = this.settings.accounts.find((one) => one.integration_id === shipment.integration_id)
    const { is_active, url } = this.webhook(shipment.integration_id)
    if (!account || !is_active || !url) return
    const is_shown = parcel.number_ms <= this.clock.now()
    const body = JSON.stringify({
      action: "parcel_status_changed",
      timestamp: parcel.status_ms,
      carrier_status_change_timestamp: parcel.status_ms,
      parcel: {
        id: parcel.id,
        name: shipment.to_address.name,
        country: { iso_2: shipment.to_address.country_code },
        tracking_number: is_shown ? parcel.number : "",
        tracking_url: is_shown ? trackingUrl(parcel) : null,
        status: { id: statusNumber(parcel.status), message: statusText(parcel.status) },
        order_number: shipment.order_number ?? "",
        shipment_uuid: shipment.id,
        external_order_id: shipment.order_id ?? "",
        external_reference: shipment.reference,
        shipment: { id: 8, name: optionBy(shipment.option_code)?.name ?? "" },
      },
    })
    const key =
      this.settings.signs_with === "webhook_key"
        ? (account.webhook_key ?? account.secret_key)
        : account.secret_key
    this.messages.add({ url, body, key }, this.settings.sends_messages)
  }

  private uuid(): string {
    const digits = (length: number) => this.random.text(length, "0123456789abcdef")
    return `${digits(8)}-${digits(4)}-4${digits(3)}-a${digits(3)}-${digits(12)}`
  }

  private number(option: PlayedOption | undefined): string {
    const digits = (length: number) => this.random.text(length, "0123456789")
    switch (option?.carrier) {
      case "mondial_relay":
        return digits(8)
      case "chronopost":
        return `XY${digits(9)}FR`
      case "sendcloud":
        return `SC${digits(10)}`
      case "dhl_express":
        return digits(10)
      default:
        return `6A${digits(11)}`
    }
  }
}

/** Sendcloud's own forward page, not the carrier's. */
export const trackingUrl = ({ number }: StoredParcel): string =>
  `https://tracking.sandbox.example/forward?code=${encodeURIComponent(number)}`
