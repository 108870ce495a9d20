import type { MedusaContainer } from "@medusajs/framework/types"
import { chooseOption } from "../../labels/choose-option"
import { type Estimate, type ParcelToPrice, priceOf, quotesFor, sumQuotes } from "../../labels/estimate-many"
import { optionSubject } from "../../labels/plan-label"
import { parcelWeight } from "../../labels/weight"
import { isMarketplaceError } from "../../marketplaces/errors"
import { loadLabel, loadUnpacked } from "../labels/load-label"
import { labelMakers } from "../labels/which-account"
import { labelsOf } from "../shared/labels"
import { loadPackable, type Packable } from "./load-packable"
import type { Packing } from "../ship-many/load-rows"

/** A person waits for it: what is not answered by then is not part of the sum. */
const QUOTE_MS = 5_000

/** What the labels of these orders cost, about; nothing is packed or bought. What is not known is left out of the sum. */
export async function estimateOrders(container: MedusaContainer, order_ids: string[]): Promise<Estimate> {
  const packable = await loadPackable(container, { id: order_ids }, order_ids.length)
  const subjectOf = ({ id, sales_channel_id }: Packable) => ({
    order_id: id,
    sales_channel_id,
    provider_id: null,
  })
  const makerOf = await labelMakers(
    container,
    packable.map(({ order }) => subjectOf(order))
  )
  const accounts = new Map<string, Known>()
  const parcels: ParcelToPrice[] = []
  const until = AbortSignal.timeout(QUOTE_MS)
  for (const { order, plan } of packable) {
    const account = makerOf(subjectOf(order))?.account
    if (!account || "code" in plan) continue
    const known = accounts.get(account.id) ?? (await knownOf(container, account, until))
    accounts.set(account.id, known)
    const parcel = await parcelOf(container, plan, known)
    if (parcel) parcels.push(parcel)
  }
  const priced = await Promise.all(
    quotesFor(parcels).map(async ({ parcel, count }) => {
      const { session } = accounts.get(parcel.account_id) as Known
      const { chosen, from, to } = parcel
      const weight_grams = Math.round(parcel.grams)
      const options = await orNone(
        session.options({ from, to, weight_grams, option_code: chosen.option_code, with_price: true })
      )
      return { price: priceOf(options, chosen), count }
    })
  )
  return sumQuotes(priced)
}

type Known = Awaited<ReturnType<typeof knownOf>>
type Account = Parameters<ReturnType<typeof labelsOf>["openSession"]>[0]

async function knownOf(container: MedusaContainer, account: Account, until: AbortSignal) {
  const labels = labelsOf(container)
  const session = await labels.openSession(account, until)
  return {
    account,
    session,
    senders: await orNone(session.senders()),
    rules: await labels.optionRules.listOptionRules(account.id),
    settings: labels.settingsOf(account).labels,
  }
}

async function parcelOf(
  container: MedusaContainer,
  { order_id, fulfillment_id, location_id }: Packing,
  { account, senders, rules, settings }: Known
): Promise<ParcelToPrice | null> {
  const packed = fulfillment_id ? await loadLabel(container, order_id, fulfillment_id) : null
  const unpacked = packed ? null : await loadUnpacked(container, order_id)
  const order = packed?.order ?? unpacked?.order
  const lines = packed?.fulfillment.lines ?? unpacked?.lines ?? []
  if (!order) return null
  const stock_location_id = packed?.fulfillment.stock_location_id ?? location_id
  const sender_id =
    (stock_location_id === null ? undefined : account.senders[stock_location_id]) ?? account.default_sender_id
  const sender = senders.find(({ external_id }) => external_id === sender_id)
  if (!sender?.country_code) return null
  const weight = parcelWeight(lines, settings, null)
  const grams = "grams" in weight ? weight.grams : null
  const to = {
    country_code: (order.shipping?.country_code ?? "").toUpperCase(),
    postal_code: order.shipping?.postal_code ?? "",
  }
  const { chosen } = chooseOption(
    optionSubject(order, lines, {
      to,
      grams,
      stock_location_id,
      has_pickup_point: order.pickup_point !== null,
    }),
    rules,
    account.fallback
  )
  const from = { country_code: sender.country_code, postal_code: sender.postal_code ?? "" }
  return { account_id: account.id, from, to, grams, chosen }
}

/** A service that cannot be asked keeps no one from buying: the count and the limits of spending are left. */
async function orNone<T>(asked: Promise<T[]>): Promise<T[]> {
  try {
    return await asked
  } catch (error) {
    if (!isMarketplaceError(error)) throw error
    return []
  }
}
