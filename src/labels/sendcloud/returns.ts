import { MarketplaceError } from "../../marketplaces/errors"
import { parseJson } from "../../marketplaces/http"
import { pageGuard } from "../../marketplaces/new-ids"
import type { LabelSession, ReturnRequest } from "../label-service"
import type { SendcloudClient } from "./client"
import { faultsIn } from "./faults"
import { addressBody, buyerOf, linkOrNull, money, numericId, withoutEmpty } from "./mapper"
import { returnSchema, returnsSchema } from "./schemas"

const PURCHASE_TIMEOUT_MS = 60_000
const PAGE_SIZE = 40
const MOST_PAGES = 50
/** The end of the period has to be named; clocks differ. */
const UNTIL_MS = 60 * 60_000
/** The last word of its history. */
const CANCELED = /^cancell?ed/
const PARCEL = /\/parcels\/(\d{1,20})\/documents\//

/** Returns are another resource of Sendcloud's, with shapes of its own. */
export const returnCalls = (
  client: SendcloudClient
): Pick<LabelSession, "buyReturn" | "returnsOf" | "cancelReturn"> => ({
  async buyReturn(request) {
    const label = "POST /returns/announce-synchronously"
    return client.call({
      method: "POST",
      path: "/returns/announce-synchronously",
      body: returnBody(request),
      label,
      timeout_ms: PURCHASE_TIMEOUT_MS,
      buyers: [buyerOf(request.from)],
      read: async (response) => {
        const { return_id, parcel_id } = await parseJson(response, returnSchema, label)
        return { external_id: return_id, parcel_external_id: parcel_id }
      },
    })
  },
  async returnsOf(order_number, since) {
    const label = "GET /returns"
    const found = []
    let cursor: string | null = null
    const watch = pageGuard(label)
    for (let count = 0; count < MOST_PAGES; count++) {
      const query: [string, string | number | undefined][] = [
        ["from_date", since.toISOString()],
        ["to_date", new Date(Date.now() + UNTIL_MS).toISOString()],
        ["page_size", PAGE_SIZE],
        ["cursor", cursor ?? undefined],
      ]
      const page = await client.call({
        method: "GET",
        path: "/returns",
        query,
        label,
        read: (response) => parseJson(response, returnsSchema, label),
      })
      watch(cursor, [])
      found.push(...page.data.filter((one) => one.order_number === order_number))
      const next: string | null =
        page.next && URL.canParse(page.next) ? new URL(page.next).searchParams.get("cursor") : null
      if (next === null) {
        return found.map((one) => ({
          external_id: one.id ?? null,
          order_number,
          created_at: one.created_at ?? "",
          parcel_external_id: PARCEL.exec(one.label?.label_printer ?? one.label_url ?? "")?.[1] ?? null,
          tracking_number: one.tracking_number || null,
          tracking_url: linkOrNull(one.tracking_url),
          is_canceled: CANCELED.test(one.status_history?.at(-1)?.parent_status ?? ""),
        }))
      }
      cursor = next
    }
    throw new MarketplaceError("too_large", `${label}: more pages than are read in one walk.`, {
      effect: "none",
    })
  },
  async cancelReturn(external_id) {
    return client.call({
      method: "PATCH",
      path: `/returns/${encodeURIComponent(external_id)}/cancel`,
      label: "PATCH /returns/{id}/cancel",
      also: [404, 409],
      // A good answer only says that the carrier was asked.
      read: ({ status, body }, clean) => ({
        result: status === 404 ? "gone" : status === 409 ? "refused" : "requested",
        message: status >= 400 ? (faultsIn(body, clean)[0]?.message ?? null) : null,
      }),
    })
  },
})

function returnBody(request: ReturnRequest): Record<string, unknown> {
  return withoutEmpty({
    external_reference: request.reference,
    order_number: request.order_number,
    from_address: addressBody(request.from),
    to_address: addressBody(request.to),
    ship_with: withoutEmpty({
      type: "shipping_option_code",
      shipping_option_code: request.option_code,
      contract: request.contract_id && numericId(request.contract_id),
    }),
    weight: { value: request.weight_grams / 1000, unit: "kg" },
    parcel_items: request.items.length
      ? request.items.map((item) =>
          withoutEmpty({
            description: item.description,
            quantity: item.quantity,
            weight: { value: item.weight_grams / 1000, unit: "kg" },
            value: { value: item.value.amount, currency: item.value.currency_code },
            hs_code: item.hs_code,
            origin_country: item.origin_country,
            sku: item.sku,
          })
        )
      : null,
    customs_invoice_nr: request.invoice_number,
    total_order_value: request.total && money(request.total),
    brand_id: request.brand_id && numericId(request.brand_id),
    send_tracking_emails: false,
  })
}
