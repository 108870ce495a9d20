import {
  ContainerRegistrationKeys,
  InventoryLevelWorkflowEvents,
  ProductVariantWorkflowEvents,
  ProductWorkflowEvents,
  RegionWorkflowEvents,
  ReservationItemWorkflowEvents,
  ShippingOptionWorkflowEvents,
} from "@medusajs/framework/utils"
import type { MedusaContainer } from "@medusajs/framework/types"
import type { ArticleSource } from "../../modules/marketplace/medusa-tables"
import { codesClearedBy } from "../../orders/problems"
import type { Clearing } from "../../orders/problems/define-problems"
import { begin } from "../shared/begin"
import { errorKind } from "../shared/error-kind"
import { marketplaceOf } from "../shared/marketplace"
import { releaseHeld } from "./release-held"

/** What an event of the store can have fixed. */
type Fixed = {
  clearing: Clearing
  /** What the event's id is of; left out: it is about no article. */
  source?: ArticleSource
}

const OF_PRODUCT: Fixed = { clearing: "article", source: "product" }
const OF_VARIANT: Fixed = { clearing: "article", source: "variant" }
const OF_LEVEL: Fixed = { clearing: "stock", source: "inventory_level" }
const OF_RESERVATION: Fixed = { clearing: "stock", source: "reservation_item" }

const FIXED: Record<string, Fixed> = {
  [ProductWorkflowEvents.CREATED]: OF_PRODUCT,
  [ProductWorkflowEvents.UPDATED]: OF_PRODUCT,
  [ProductVariantWorkflowEvents.CREATED]: OF_VARIANT,
  [ProductVariantWorkflowEvents.UPDATED]: OF_VARIANT,
  [InventoryLevelWorkflowEvents.CREATED]: OF_LEVEL,
  [InventoryLevelWorkflowEvents.UPDATED]: OF_LEVEL,
  [ReservationItemWorkflowEvents.UPDATED]: OF_RESERVATION,
  [ReservationItemWorkflowEvents.DELETED]: OF_RESERVATION,
  [RegionWorkflowEvents.CREATED]: { clearing: "region" },
  [RegionWorkflowEvents.UPDATED]: { clearing: "region" },
  [ShippingOptionWorkflowEvents.CREATED]: { clearing: "shipping_option" },
  [ShippingOptionWorkflowEvents.UPDATED]: { clearing: "shipping_option" },
}

export const FIXING_EVENTS = Object.keys(FIXED)

/** Ids of one event that one query reads. */
const AT_ONCE = 500

/** By event, what changed during the current round. */
const changed = new Map<string, Set<string>>()
let isUnderWay = false

/**
 * Something changed in the store that orders may wait for: those are judged again at once. Events come by the thousand
 * when a catalog is imported: the next round takes all events of the current one together. A process runs one round at a
 * time, so that the store's own work keeps its database connections.
 */
export function fixedInStore(container: MedusaContainer, event: string, id: string): void {
  changed.set(event, (changed.get(event) ?? new Set()).add(id))
  if (isUnderWay) return
  isUnderWay = true
  begin(container, "releasing held orders", () => lookAtAll(container))
}

async function lookAtAll(container: MedusaContainer): Promise<void> {
  for (let [next] = changed; next; [next] = changed) {
    const [event, all] = next
    const ids = [...all].slice(0, AT_ONCE)
    ids.forEach((id) => all.delete(id))
    if (!all.size) changed.delete(event)
    try {
      await release(container, event, ids)
    } catch (error) {
      container
        .resolve(ContainerRegistrationKeys.LOGGER)
        .error(`marketplace-connect: what ${event} may have fixed was not released (${errorKind(error)})`)
    }
  }
  isUnderWay = false
}

async function release(container: MedusaContainer, event: string, ids: string[]): Promise<void> {
  const { clearing, source } = FIXED[event]
  const problem_codes = codesClearedBy(clearing)
  const marketplace = marketplaceOf(container)
  if (!(await marketplace.orders.hasHeld(problem_codes))) return
  if (!source) {
    await releaseHeld(container, { problem_codes })
    return
  }
  const rows = await marketplace.medusaTables.listArticleNames(source, ids)
  const skus = rows.map(({ sku }) => sku)
  const eans = rows.filter(({ is_ean }) => is_ean).map(({ sku }) => sku)
  if (skus.length) await releaseHeld(container, { problem_codes, skus, eans })
}
