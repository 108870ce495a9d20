import type { MedusaContainer } from "@medusajs/framework/types"
import { type Creation, judgeCreation, type SeenInventory, seenInventory } from "../../offers/create-offer"
import type { PlanStep } from "../../offers/explanation"
import { planOffer } from "../../offers/plan-offer"
import { ASPECTS } from "../../offers/result"
import type { Problem } from "../../orders/problems"
import type { StoreVariant } from "../../modules/marketplace/medusa-tables"
import type { OfferRow } from "../../modules/marketplace/stores/offers"
import { type Actor, marketplaceOf } from "../shared/marketplace"
import { loadFacts } from "./load-facts"
import type { OffersContext } from "./offers-context"

const AT_ONCE = 500
/** Variants that are looked at in one go, and how many of each kind are named. */
const MOST_LOOKED_AT = 20_000
const MOST_NAMED = 200

export type OfferToCreate = {
  variant_id: string
  title: string
  sku: string
  ean: string
  quantity: number
  /** Tax included. */
  price: number
  currency_code: string
}
/** Why no offer is created: a problem, or the step that comes to no value. */
export type CreationRefused = {
  variant_id: string
  title: string | null
  sku: string | null
  field: "variant" | "sku" | "ean" | "stock" | "price"
  why: { problem: Problem } | { step: PlanStep } | null
}
export type OffersCreated = {
  count: number
  refused_count: number
  /** The last variant that was looked at, where there are more: the next call goes on after it. */
  after: string | null
  offers: OfferToCreate[]
  refused: CreationRefused[]
}

type CreateInput = {
  /** Null: all of the connection's sales channel that have an EAN and no offer. */
  variant_ids: string[] | null
  dry_run: boolean
  /** Where `variant_ids` is null: only variants after this one [from the first]. */
  after?: string
  /** Whether what was offered once and is gone there counts as without offer [true]. */
  with_gone?: boolean
}

/**
 * Asks for offers of variants that the marketplace does not list for the account, by their EAN: of these, or of all that the
 * connection's sales channel has. What a marketplace would refuse is refused here, one variant apart from the others; an
 * offer goes once its stock may, with everything that belongs to it. With `dry_run` nothing is written.
 */
export async function createOffers(
  container: MedusaContainer,
  context: OffersContext,
  { variant_ids, dry_run, after = "", with_gone = true }: CreateInput
): Promise<OffersCreated> {
  const { connection, policy } = context
  const { offers: stored } = marketplaceOf(container)
  const [{ id: channel }] = policy.channels
  const read_at = connection.offers_read_at && new Date(connection.offers_read_at).getTime()
  const inventory =
    read_at === null ? null : seenInventory(read_at, await stored.listSeen(connection, channel), policy)
  const created: OffersCreated = { count: 0, refused_count: 0, after: null, offers: [], refused: [] }
  const pages = variant_ids
    ? pagesOf([...new Set(variant_ids)])
    : unofferedPages(container, context, { channel, with_gone }, after, (last) => (created.after = last))
  for await (const ids of pages) {
    const { wanted, refused } = await judgePage(container, context, inventory, ids)
    created.refused_count += refused.length
    created.refused.push(...refused.slice(0, MOST_NAMED - created.refused.length))
    const known = dry_run
      ? wanted.length
      : (await stored.insertNewOffers({ connection_id: connection.id, channel }, wanted)).length
    created.count += known
    created.offers.push(...wanted.slice(0, MOST_NAMED - created.offers.length))
  }
  return created
}

export const noteCreated = (
  container: MedusaContainer,
  connection_id: string,
  actor: Actor,
  count: number,
  created: OfferToCreate[]
): Promise<unknown> =>
  marketplaceOf(container).createMarketplaceHistoryEntries({
    connection_id,
    event: "offers.created",
    actor,
    data: { count, skus: created.slice(0, 50).map(({ sku }) => sku) },
  })

function* pagesOf(ids: string[]): Generator<string[]> {
  for (let at = 0; at < ids.length; at += AT_ONCE) yield ids.slice(at, at + AT_ONCE)
}

async function* unofferedPages(
  container: MedusaContainer,
  { connection }: OffersContext,
  which: { channel: string; with_gone: boolean },
  after: string,
  onMore: (after: string) => void
): AsyncGenerator<string[]> {
  for (let seen = 0; seen < MOST_LOOKED_AT; seen += AT_ONCE) {
    const ids = await marketplaceOf(container).medusaTables.listUnofferedVariants(
      connection,
      which,
      after,
      AT_ONCE
    )
    if (ids.length) yield ids
    if (ids.length < AT_ONCE) return
    after = ids[ids.length - 1]
  }
  onMore(after)
}

async function judgePage(
  container: MedusaContainer,
  context: OffersContext,
  inventory: SeenInventory | null,
  ids: string[]
): Promise<{ wanted: OfferToCreate[]; refused: CreationRefused[] }> {
  const { policy } = context
  const found = await marketplaceOf(container).medusaTables.listOfferVariants(ids)
  const variants = new Map(found.map((variant) => [variant.id, variant]))
  const refused: CreationRefused[] = []
  const judge = (variant: StoreVariant): Creation => {
    const judged = judgeCreation(variant, policy.condition, { inventory, now: Date.now(), policy })
    if ("problem" in judged) {
      const field = judged.problem.code === "offer_sku_refused" ? "sku" : "ean"
      refused.push({ ...namesOf(variant), field, why: judged })
    }
    return judged
  }
  const rows = ids.flatMap((id): OfferRow[] => {
    const variant = variants.get(id)
    if (!variant) {
      refused.push({ variant_id: id, title: null, sku: null, field: "variant", why: null })
      return []
    }
    const judged = judge(variant)
    if ("problem" in judged) return []
    return [newRow(context, variant, judged)]
  })
  const wanted: OfferToCreate[] = []
  for (const { row, facts, rules } of await loadFacts(container, context, rows)) {
    const variant = variants.get(row.variant_id ?? "")
    if (!variant) continue
    const { stock, price } = planOffer(facts, rules, policy)
    const names = namesOf(variant)
    // A variant that is not published would be created to show 0.
    const isSold = facts.presence === "sold"
    if (isSold && "value" in stock && "value" in price) {
      // One of the same product may be created already; one that cannot be is in no other's way.
      const judged = judge(variant)
      if ("problem" in judged) continue
      inventory?.add({ ...judged, condition: policy.condition })
      const { amount, currency_code } = price.value
      wanted.push({
        ...names,
        sku: row.external_sku,
        ean: row.ean ?? "",
        quantity: stock.value,
        price: Number(amount),
        currency_code: currency_code.toLowerCase(),
      })
    } else {
      const [field, plan] =
        isSold && "value" in stock ? (["price", price] as const) : (["stock", stock] as const)
      const last = plan.steps.at(-1)
      refused.push({
        ...names,
        field,
        why: plan.outcome === "problem" ? { problem: plan.problem } : last ? { step: last } : null,
      })
    }
  }
  return { wanted, refused }
}

const namesOf = ({ id, title, sku, product }: StoreVariant) => ({
  variant_id: id,
  title: [product?.title, title].filter(Boolean).join(" · "),
  sku,
})

/** An offer as it will be written: nothing of it is known there. */
function newRow(
  { connection, policy }: OffersContext,
  variant: StoreVariant,
  { sku, ean }: { sku: string; ean: string }
): OfferRow {
  const unknown = ASPECTS.flatMap((aspect) => [
    ...["mark", "claimed", "cleared"].map((name) => [`${aspect}_${name}`, 0]),
    ...["desired", "sent", "confirmed", "refused", "problem_code"].map((name) => [`${aspect}_${name}`, null]),
  ])
  return {
    ...Object.fromEntries(unknown),
    id: variant.id,
    marketplace_id: connection.marketplace_id,
    account: connection.account,
    channel: policy.channels[0].id,
    external_sku: sku,
    connection_id: connection.id,
    variant_id: variant.id,
    ean,
    title: null,
    fulfilled_by: "seller",
    state: "new",
    overrides: {},
    shown: null,
  } as OfferRow
}
