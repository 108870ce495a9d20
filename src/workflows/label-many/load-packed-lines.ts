import type { MedusaContainer } from "@medusajs/framework/types"
import { ContainerRegistrationKeys } from "@medusajs/framework/utils"
import { type PackedLine, type PickingLine, pickingList } from "../../labels/picking-list"
import type { LabelRequestRow } from "../../modules/label/stores/requests"
import { notFound } from "../../modules/marketplace/refusal"
import { fulfillmentFacts, type GraphFulfillment, packedUnits } from "../shared/fulfillment-facts"
import { labelsOf } from "../shared/labels"

type Item = {
  id: string
  title: string
  thumbnail: string | null
  variant_sku: string | null
  variant?: {
    sku: string | null
    ean: string | null
    barcode: string | null
    metadata: Record<string, unknown> | null
  } | null
}
type Order = {
  id: string
  items?: (Item | null)[]
  fulfillments?: GraphFulfillment[]
  shipping_methods?: { name: string }[]
}

const FIELDS = [
  "id",
  "items.*",
  "items.variant.*",
  "fulfillments.*",
  "fulfillments.items.*",
  "shipping_methods.name",
]

/** A label, what lies in its parcels, and the store's word for how its order is delivered. */
export type PackedLabel = { request: LabelRequestRow; lines: PackedLine[]; shipping_method: string | null }

/** What is in the parcels of these labels, together, in the order of a walk through the warehouse. */
export async function loadPickingList(container: MedusaContainer, ids: string[]): Promise<PickingLine[]> {
  const requests = await labelsOf(container).requests.loadRequests(ids)
  const gone = ids.find((id) => !requests.some((one) => one.id === id))
  if (gone) throw notFound("label_not_found", { id: gone })
  return pickingList((await loadPackedLines(container, requests)).flatMap(({ lines }) => lines))
}

/** What is in the parcels of each of these labels. */
export async function loadPackedLines(
  container: MedusaContainer,
  requests: readonly LabelRequestRow[]
): Promise<PackedLabel[]> {
  const labels = labelsOf(container)
  const order_ids = [...new Set(requests.map(({ order_id }) => order_id))]
  const { data } = await container.resolve(ContainerRegistrationKeys.QUERY).graph({
    entity: "order",
    fields: FIELDS,
    filters: { id: order_ids },
  })
  const orders = data as unknown as Order[]
  const units = await packedUnits(container, order_ids)
  const fields = new Map<string, string | null>()
  for (const id of new Set(requests.map(({ account_id }) => account_id))) {
    const account = await labels.accounts.loadAccount(id)
    fields.set(id, account ? labels.settingsOf(account).labels.bin_field : null)
  }
  return requests.map((request): PackedLabel => {
    const { order_id, fulfillment_id, order_number, account_id } = request
    const order = orders.find(({ id }) => id === order_id)
    const packed = order?.fulfillments?.find(({ id }) => id === fulfillment_id)
    if (!order || !packed) return { request, lines: [], shipping_method: null }
    const bin_field = fields.get(account_id) ?? null
    const lines = fulfillmentFacts(packed, units).items.flatMap(({ line_item_id, quantity }) => {
      const item = order.items?.find((one) => one?.id === line_item_id)
      if (!item) return []
      const { variant } = item
      const bin = bin_field === null ? undefined : variant?.metadata?.[bin_field]
      return [
        {
          sku: variant?.sku ?? item.variant_sku,
          ean: variant?.ean ?? variant?.barcode ?? null,
          title: item.title,
          thumbnail: item.thumbnail,
          quantity,
          bin: typeof bin === "string" && bin.trim() ? bin.trim() : null,
          order_number,
        },
      ]
    })
    return { request, lines, shipping_method: order.shipping_methods?.[0]?.name ?? null }
  })
}
