import { z } from "zod"
import type { SendcloudMarket, MoneyEntry, StoredOrder, StoredShipment } from "./market"
import type { Message, Messages } from "./messages"
import { optionBy } from "./options"
import type { SendcloudSettings, SendcloudSettingsInput } from "./settings"
import type { StatusCode } from "./statuses"

const ACTIONS = {
  scan: "SHIPMENT_PICKED_UP_BY_DRIVER",
  sort: "AT_SORTING_CENTRE",
  bring: "DRIVER_EN_ROUTE",
  hold_at_point: "AWAITING_CUSTOMER_PICKUP",
  deliver: "DELIVERED",
  fail_delivery: "DELIVERY_ATTEMPT_FAILED",
  refuse: "REFUSED_BY_RECIPIENT",
  return: "RETURNED_TO_SENDER",
  reject_address: "ADDRESS_INVALID",
  lose: "UNKNOWN_STATUS",
  announce: "READY_TO_SEND",
} as const satisfies Record<string, StatusCode>

const actSchema = z.strictObject({
  /** One parcel, or every parcel of a shipment. */
  parcel_id: z.number().int().optional(),
  shipment_id: z.string().optional(),
  /** `cancel` as in the panel; everything else as the carrier. */
  action: z.enum([...(Object.keys(ACTIONS) as (keyof typeof ACTIONS)[]), "cancel"]),
})

const labelSchema = z.strictObject({
  /** The pushed order, by its own id; without one, the label is made out of nothing for `order_number`. */
  order_id: z.string().optional(),
  order_number: z.string().optional(),
  postal_code: z.string().default("75011"),
  country_code: z.string().default("FR"),
  option_code: z.string().default("colissimo:standard"),
  /** The carrier takes its time: `announce` ends it. */
  is_announcing: z.boolean().default(false),
})

export type Money = {
  entries: MoneyEntry[]
  paid_cents: number
  refunded_cents: number
  /** Labels that were paid and not refunded. */
  labels: { parcel_id: number; reference: string | null; order_number: string | null; cents: number }[]
}

export type SendcloudControl = {
  configure(change: SendcloudSettingsInput): SendcloudSettings
  shipments(filter?: { order_number?: string; reference?: string }): StoredShipment[]
  /** "Incoming orders" of the panel. */
  orders(): StoredOrder[]
  act(request: z.input<typeof actSchema>): StoredShipment
  /** A label made in the panel: it has no reference. */
  makeLabel(request: z.input<typeof labelSchema>): StoredShipment
  money(): Money
  messages(): Message[]
  /** Sends messages (again), in the order of the ids; returns how each was answered. */
  deliver(request?: { ids?: number[] }): Promise<number[]>
  /** Once no message is under way. */
  settled(): Promise<void>
}

export function sendcloudControl(market: SendcloudMarket, messages: Messages): SendcloudControl {
  const get = (id: string): StoredShipment => {
    const found = market.find(id)
    if (!found) throw new Error(`No shipment ${id}`)
    return found
  }
  return {
    configure: (change) => market.configure(change),
    shipments: ({ order_number, reference } = {}) =>
      market
        .list()
        .filter(
          (one) =>
            (order_number === undefined || one.order_number === order_number) &&
            (reference === undefined || one.reference === reference)
        ),
    orders: () => market.orders(),
    act(request) {
      const { parcel_id, shipment_id, action } = actSchema.parse(request)
      const shipment = shipment_id === undefined ? market.parcel(parcel_id ?? 0)?.shipment : get(shipment_id)
      if (!shipment) throw new Error(`No parcel ${parcel_id}`)
      if (action === "cancel") {
        const outcome = market.cancel(shipment.id)
        if (outcome !== "canceled" && outcome !== "queued") throw new Error(`Not canceled: ${outcome}`)
        return shipment
      }
      const chosen = shipment.parcels.filter(({ id }) => parcel_id === undefined || id === parcel_id)
      chosen.forEach(({ id }) => market.move(id, ACTIONS[action]))
      return shipment
    },
    makeLabel(request) {
      const { order_id, order_number, postal_code, country_code, option_code, is_announcing } =
        labelSchema.parse(request)
      const order =
        order_id === undefined ? undefined : market.orders().find((one) => one.order_id === order_id)
      if (order_id !== undefined && !order) throw new Error(`No order ${order_id} in the panel`)
      if (!optionBy(option_code)) throw new Error(`No option ${option_code}`)
      if (order) order.state = "labeled"
      const address = order?.body.shipping_address as
        { postal_code: string; country_code: string } | undefined
      const made = market.announce({
        integration_id: order?.integration_id ?? market.settings.accounts[0].integration_id,
        reference: null,
        order_number: order?.order_number ?? order_number ?? null,
        order_id: order?.order_id ?? null,
        to_address: { name: "Panel", ...(address ?? { postal_code, country_code }) },
        sender_id: market.settings.senders[0].id,
        option_code,
        contract_id: null,
        to_service_point: null,
        customs: null,
        parcels: [{ weight: { value: "1.000", unit: "kg" }, items: [] }],
        failure: null,
      })
      if (is_announcing) made.parcels.forEach(({ id }) => market.move(id, "ANNOUNCING"))
      return made
    },
    money() {
      const entries = market.money()
      const sum = (kind: MoneyEntry["kind"]) =>
        entries.reduce((cents, entry) => cents + (entry.kind === kind ? entry.cents : 0), 0)
      const refunded = new Set(
        entries.filter(({ kind }) => kind === "refunded").map(({ parcel_id }) => parcel_id)
      )
      const labels = entries
        .filter(({ kind, parcel_id }) => kind === "paid" && !refunded.has(parcel_id))
        .map(({ parcel_id, reference, order_number, cents }) => ({
          parcel_id,
          reference,
          order_number,
          cents,
        }))
      return { entries, paid_cents: sum("paid"), refunded_cents: sum("refunded"), labels }
    },
    messages: () => messages.list(),
    deliver: ({ ids } = {}) => messages.deliver(ids),
    settled: () => messages.settled(),
  }
}
