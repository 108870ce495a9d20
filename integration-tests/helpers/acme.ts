import type { MedusaContainer } from "@medusajs/framework/types"
import { z } from "zod"
import { inSteps } from "../../src/marketplaces/helpers"
import {
  type Address,
  type CallResult,
  type ItemStatus,
  type MarketplaceAdapter,
  MarketplaceError,
  type NormalizedOrder,
  type OrderLine,
  type ShipmentRequest,
  UnreadableOrderError,
} from "../../src/marketplaces/port"
import { marketplaceOf } from "../../src/workflows/shared/marketplace"

export type AcmeLine = {
  id: string
  sku: string
  quantity: number
  price: number
  status: ItemStatus
  /** Units that have left. */
  shipped: number
  parcels: { tracking_number: string; carrier_code: string | null }[]
}
export type AcmeOrder = {
  id: string
  /** Sent, and not confirmed yet. */
  number: string | null
  lines: AcmeLine[]
}

const ADDRESS: Address = {
  first_name: "Ada",
  last_name: "Exemple",
  company: null,
  vat_number: null,
  lines: ["1 rue de l'Exemple"],
  postal_code: "75001",
  city: "Paris",
  province: null,
  country_code: "FR",
  phone: null,
  email: null,
}

/**
 * A marketplace that needs of the port what neither Cdiscount nor Rakuten does: a parcel's number and its confirmation are
 * two calls, parts of a line are shipped, one call accepts some lines and refuses the others, and its carriers are a fixed
 * list with codes.
 */
export class Acme {
  readonly orders = new Map<string, AcmeOrder>()
  /** Every call that changes something, in order. */
  readonly calls: string[] = []
  /** What happens in place of the next call of this name. */
  readonly instead = new Map<string, () => Promise<never>>()

  seed(id: string, lines: Partial<AcmeLine>[]): AcmeOrder {
    const order = {
      id,
      number: null,
      lines: lines.map((line, index) => ({
        id: `${id}-${index + 1}`,
        sku: "",
        quantity: 1,
        price: 10,
        status: "ready" as const,
        shipped: 0,
        parcels: [],
        ...line,
      })),
    }
    this.orders.set(id, order)
    return order
  }

  private async called(name: string, detail: unknown): Promise<AcmeOrder["lines"]> {
    this.calls.push(`${name} ${JSON.stringify(detail)}`)
    const instead = this.instead.get(name)
    this.instead.delete(name)
    if (instead) await instead()
    return [...this.orders.values()].flatMap(({ lines }) => lines)
  }

  private async ship({ external_id, parcels, item_external_ids, quantities }: ShipmentRequest) {
    const lines = await this.called("confirm", external_id)
    for (const line of lines.filter(({ id }) => item_external_ids.includes(id))) {
      line.shipped += quantities?.[line.id] ?? line.quantity
      if (line.shipped >= line.quantity) line.status = "shipped"
      const sent = parcels.map(({ tracking_number, carrier_code = null }) => ({
        tracking_number,
        carrier_code,
      }))
      line.parcels.push(...sent)
    }
    return DONE
  }

  readonly adapter: MarketplaceAdapter = {
    descriptor: {
      id: "acme",
      name: "Acme",
      credential_fields: [{ name: "key", label: "Key", help: "", secret: true, required: true }],
      setting_fields: [],
      capabilities: {
        decides: "items_together",
        ships: "quantity",
        untracked_shipments: false,
        live_carriers: false,
        fixed_carriers: true,
        cancels: "none",
        corrects_shipments: false,
        test_orders: false,
      },
      min_interval_minutes: 5,
    },
    account: () => "acme-shop",
    settings_schema: z.strictObject({}),
    credentials_schema: () => z.record(z.string(), z.string()),
    pace: () => ({ requests_per_second: 1000 }),
    carrier_names: {
      fallback: "Other",
      seed: [
        { name: "Acme Post", code: "AP" },
        { name: "Colissimo", code: "COL" },
        { name: "Other", code: "OTH" },
      ],
      reserved: [],
      names: {},
    },
    carrier_policy: () => ({ match: "listed", fallback: null, tracking_url_fragment: "allow" }),
    normalize: (payload) => normalize(payload),
    merge: (_, incoming) => incoming,
    shipmentPolicy: () => ({
      parcels: "many",
      split: "wait_for_all",
      untracked: false,
      tracking_number_max_length: 50,
      tracking_url_max_length: 200,
    }),
    testOrder: () => {
      throw new MarketplaceError("refused", "There are none.", { effect: "none" })
    },
    withoutPersonalData: (payload) => payload,
    connect: () => {
      const snapshot = (order: AcmeOrder) => ({ external_id: order.id, payload: JSON.stringify(order) })
      const orders = this.orders
      return {
        check: () => Promise.resolve({ ok: true, code: "ok", message: "", details: {} }),
        async *pull() {
          yield { snapshots: [...orders.values()].map(snapshot), unreadable: [] }
          return { cursor: new Date().toISOString() }
        },
        read: (id) => {
          const order = orders.get(id)
          return Promise.resolve(order ? snapshot(order) : null)
        },
        fetchDetails: (known) => Promise.resolve(known),
        carriers: () => Promise.resolve([]),
        cancellationReasons: () => Promise.resolve([]),
        cancel: () =>
          Promise.reject(new MarketplaceError("refused", "It does not cancel.", { effect: "none" })),
        ship: (request, steps) =>
          inSteps(
            steps,
            [
              [
                "number",
                () =>
                  this.called(
                    "number",
                    request.parcels.map(({ tracking_number }) => tracking_number)
                  ),
              ],
            ],
            () => this.ship(request)
          ),
        decide: async ({ decision, item_external_ids, refused_item_external_ids = [] }) => {
          const lines = await this.called("decide", {
            decision,
            item_external_ids,
            refused_item_external_ids,
          })
          for (const line of lines) {
            if (item_external_ids.includes(line.id)) line.status = decision === "accept" ? "ready" : "refused"
            if (refused_item_external_ids.includes(line.id)) line.status = "refused"
          }
          return DONE
        },
      }
    },
  }

  /** The store knows this marketplace from now on, as if its options named a package. */
  register(container: MedusaContainer): void {
    const { adapters } = marketplaceOf(container) as unknown as {
      adapters: Map<string, { adapter: MarketplaceAdapter; options: object }>
    }
    adapters.set(this.adapter.descriptor.id, { adapter: this.adapter, options: {} })
  }
}

const DONE: CallResult = { result: "done", status: 200, message: null }

function normalize(payload: string): NormalizedOrder {
  let order: AcmeOrder
  try {
    order = JSON.parse(payload) as AcmeOrder
  } catch {
    throw new UnreadableOrderError("It is not JSON.")
  }
  const lines = order.lines.map((line): OrderLine => ({
    key: line.id,
    sku: line.sku,
    eans: [],
    title: line.sku,
    unit_price: line.price,
    tax_rate: 20,
    shipping_tax_rate: null,
    fulfilled_by: "seller",
    is_negotiated: false,
    is_preorder: false,
    commission: null,
    items: [
      {
        external_id: line.id,
        quantity: line.quantity,
        status: line.status,
        external_status: line.status,
        shipping_price: 0,
        parcels: line.parcels.map(({ tracking_number }) => ({
          tracking_number,
          carrier_name: null,
          tracking_url: null,
        })),
        cancel_requested_by: null,
      },
    ],
  }))
  return {
    external_id: order.id,
    external_reference: null,
    external_status: order.lines.map(({ status }) => status).join(", "),
    channel: null,
    purchased_at: "2026-11-01T08:00:00.000Z",
    updated_at: null,
    accept_by: null,
    ship_by: null,
    currency_code: "EUR",
    total: null,
    fees: [],
    lines,
    shipping_address: ADDRESS,
    billing_address: ADDRESS,
    pickup_point: null,
    prepaid_label: null,
    buyer_reference: null,
    email: null,
    delivery_mode: null,
    is_business: false,
    is_paid: true,
    needs_details: false,
    portal_url: null,
  }
}
