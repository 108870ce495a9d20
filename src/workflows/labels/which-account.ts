import type { MedusaContainer } from "@medusajs/framework/types"
import { z } from "@medusajs/framework/zod"
import type { LabelSettings } from "../../labels/settings"
import type { LabelAccountRow } from "../../modules/label/stores/accounts"
import { labelsOf } from "../shared/labels"
import { marketplaceOf } from "../shared/marketplace"

export type LabelMode = LabelSettings["labels"]["mode"]

/** What decides who makes a parcel's label. */
export type LabelSubject = {
  order_id: string
  sales_channel_id: string | null
  provider_id: string | null
}

export type LabelMaker = {
  account: LabelAccountRow
  mode: LabelMode
  /** What was packed before it is not labeled automatically. */
  since: Date
  /** The same of returns that were asked for. */
  returns_since: Date
  order_number: string | null
  is_test: boolean
}

/** Read without the rest: settings of a connection that cannot be read must not keep others from their labels. */
const shippingSchema = z.object({
  shipping: z
    .object({
      label_account_id: z.string().nullish(),
      label_mode: z.enum(["by_hand", "automatic", "panel"]).nullish(),
    })
    .nullish(),
})

export const shippingOf = (settings: Record<string, unknown>) =>
  shippingSchema.safeParse(settings).data?.shipping

/**
 * The label account of each of these orders, by its id: that of its connection, else of its sales channel, else the only
 * account of the provider that packed it. Orders without one are left out.
 */
export async function labelMakers(
  container: MedusaContainer,
  subjects: readonly LabelSubject[]
): Promise<(subject: LabelSubject) => LabelMaker | null> {
  const labels = labelsOf(container)
  const marketplace = marketplaceOf(container)
  const accounts = await labels.accounts.listAccounts()
  if (accounts.length === 0) return () => null
  const sources = await marketplace.orders.listSources([...new Set(subjects.map(({ order_id }) => order_id))])
  const connections = new Map<string, ReturnType<typeof shippingOf>>()
  for (const id of new Set(sources.map(({ connection_id }) => connection_id))) {
    const { settings } = await marketplace.anyConnection(id)
    connections.set(id, shippingOf(settings))
  }
  return ({ order_id, sales_channel_id, provider_id }) => {
    const source = sources.find((one) => one.order_id === order_id)
    const shipping = source && connections.get(source.connection_id)
    const ofService = accounts.filter(({ service_id }) => provider_id?.startsWith(`${service_id}_`))
    const account =
      accounts.find(({ id }) => id === shipping?.label_account_id) ??
      (source
        ? undefined
        : accounts.find((one) => sales_channel_id && one.sales_channel_ids.includes(sales_channel_id))) ??
      (ofService.length === 1 ? ofService[0] : undefined)
    if (!account) return null
    const { labels: set } = labels.settingsOf(account)
    const isNamed = shipping?.label_account_id === account.id
    const named_since = isNamed && source ? account.automatic_since[source.connection_id] : undefined
    const { account: labels_since, returns: returns_since } = account.automatic_since
    return {
      account,
      since: latest([account.created_at, labels_since, named_since]),
      returns_since: latest([account.created_at, returns_since, named_since]),
      mode: (isNamed ? shipping?.label_mode : null) ?? set.mode,
      order_number: source ? (source.external_reference ?? source.external_id) : null,
      is_test: set.is_test || (source?.is_test ?? false),
    }
  }
}

const latest = (times: readonly (Date | string | undefined)[]): Date =>
  new Date(Math.max(...times.map((time) => (time === undefined ? 0 : new Date(time).getTime()))))
