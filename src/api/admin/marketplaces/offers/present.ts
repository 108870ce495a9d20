import type { MedusaContainer } from "@medusajs/framework/types"
import { ContainerRegistrationKeys } from "@medusajs/framework/utils"
import type { OfferHistoryEntry } from "../../../../modules/marketplace/stores/offer-batches"
import type { OfferRow } from "../../../../modules/marketplace/stores/offers"
import { describeStep } from "../../../../offers/explain"
import { type Aspect, ASPECTS, isDirty } from "../../../../offers/result"
import { readOfferSettings } from "../../../../offers/settings"
import type { Locale } from "../../../../orders/fill-text"
import { overridesVersion } from "../../../../workflows/manage-offers/overrides-version"
import { marketplaceOf } from "../../../../workflows/shared/marketplace"
import { iso } from "../iso"
import { presentProblem } from "../present-problem"
import type { Offer, OfferAspect, OfferHistoryItem, RecognizedVariant } from "./types"

type Variant = {
  id: string
  title: string | null
  sku: string | null
  product?: { id: string; title: string } | null
}

/** Offers as the API shows them, with what their variant is called now. */
export async function presentOffers(
  container: MedusaContainer,
  rows: OfferRow[],
  locale: Locale
): Promise<Offer[]> {
  const connectionIds = [...new Set(rows.map(({ connection_id }) => connection_id))]
  const [variants, connections] = await Promise.all([
    variantsOf(
      container,
      rows.flatMap(({ variant_id }) => variant_id ?? [])
    ),
    Promise.all(connectionIds.map((id) => marketplaceOf(container).anyConnection(id))),
  ])
  const switchedOn = new Map(connections.map(({ id, settings }) => [id, readOfferSettings(settings)]))
  return rows.map((row): Offer => {
    const settings = switchedOn.get(row.connection_id)
    const aspect = <Value>(name: Aspect, valueOf: (stored: never) => Value): OfferAspect<Value> => {
      const value = (stored: unknown) => (stored === null ? null : valueOf(stored as never))
      return {
        is_on: (settings?.[name] ?? false) && row.overrides[`send_${name}`] !== false,
        desired: value(row[`${name}_desired`]),
        sent: value(row[`${name}_sent`]),
        confirmed: value(row[`${name}_confirmed`]),
        sent_at: iso(row[`${name}_sent_at`]),
        confirmed_at: iso(row[`${name}_confirmed_at`]),
        is_dirty: isDirty({ mark: row[`${name}_mark`], cleared: row[`${name}_cleared`] }),
        problem: presentProblem(row[`${name}_problem_code`], row[`${name}_problem_params`], locale),
        problem_since: iso(row[`${name}_problem_since`]),
      }
    }
    const { price_desired, price_sent, price_confirmed, explanation } = row
    const priced = price_desired ?? price_sent ?? price_confirmed
    return {
      id: row.id,
      connection_id: row.connection_id,
      marketplace_id: row.marketplace_id,
      account: row.account,
      channel: row.channel,
      external_sku: row.external_sku,
      external_offer_id: row.external_offer_id,
      title: row.title,
      variant_id: row.variant_id,
      variant: variants.get(row.variant_id ?? "") ?? null,
      ean: row.ean,
      fulfilled_by: row.overrides.fulfilled_by ?? row.fulfilled_by,
      state: row.state,
      stock: aspect("stock", (quantity: number) => quantity),
      price: {
        ...aspect("price", ({ amount }: { amount: string }) => Number(amount)),
        currency_code: (priced?.currency_code ?? row.shown?.currency_code)?.toLowerCase() ?? null,
      },
      delivery: aspect("delivery", (delivery: NonNullable<OfferRow["delivery_desired"]>) => delivery),
      overrides: row.overrides,
      version: overridesVersion(row.overrides),
      explanation: ASPECTS.flatMap((name) =>
        (explanation?.[name] ?? []).map((step) => ({
          aspect: name,
          code: step.code,
          text: describeStep(step, locale),
        }))
      ),
      foreign: row.foreign_changes,
      shown: row.shown && {
        quantity: row.shown.quantity,
        price: row.shown.price,
        struck_price: row.shown.struck_price,
        is_active: row.shown.is_active,
        condition: row.shown.condition,
      },
      seen_at: iso(row.seen_at),
    }
  })
}

async function variantsOf(
  container: MedusaContainer,
  ids: string[]
): Promise<Map<string, RecognizedVariant>> {
  if (!ids.length) return new Map()
  const { data } = await container.resolve(ContainerRegistrationKeys.QUERY).graph({
    entity: "variant",
    fields: ["id", "title", "sku", "product.id", "product.title"],
    filters: { id: [...new Set(ids)] },
  })
  return new Map(
    (data as unknown as Variant[]).map(({ id, title, sku, product }) => [
      id,
      { id, title, sku, product_id: product?.id ?? null, product_title: product?.title ?? null },
    ])
  )
}

export const presentHistory = (entries: OfferHistoryEntry[]): OfferHistoryItem[] =>
  entries.map((entry) => ({
    batch_id: entry.batch_id,
    at: iso(entry.submitted_at),
    settled_at: iso(entry.settled_at),
    stock: entry.stock_value,
    price: entry.price_value && Number(entry.price_value.amount),
    delivery: entry.delivery_value,
    outcome: entry.outcome,
    code: entry.code,
    message: entry.message,
  }))
