import { isMarketplaceError } from "../errors"
import { mapInTurns } from "../pauses"
import type { Snapshot } from "../port"
import { settingNames } from "../setting-fields"
import { toUtc } from "./dates"
import { hasShipped } from "./order-mapper"
import type { SaleLists } from "./sale-lists"
import { settingFields, type RakutenSettings } from "./settings"
import { readPurchaseOrNull, type Purchase, type PurchaseItem } from "./snapshot"
import { situationOf } from "./statuses"

/** Of a longer list of unshipped items nothing is concluded: reading it with every import would take too long. */
const MOST_PAGES = 100

/**
 * See `MarketplaceSession.unshippedToRead`. An item's status is the same before and after its shipment, but the list of
 * unshipped items loses it: one list shows which sales to read. That the list does so is not confirmed, so a few others
 * are read too, those that come first.
 */
export async function unshippedToRead(
  waiting: readonly Snapshot[],
  lists: SaleLists,
  settings: RakutenSettings,
  report: (sentence: string) => void
): Promise<string[]> {
  const { confirm_shipped_by, single_reads } = settings
  if (confirm_shipped_by === "none" || single_reads === 0) {
    return []
  }
  const purchases = (await mapInTurns(waiting, ({ payload }) => readPurchaseOrNull(payload))).filter(
    (one) => one !== null
  )
  const listed = await listedItems(purchases, lists, settings, report)
  const hasLeft = ({ items }: Purchase) =>
    listed !== null && items.some((item) => isAwaited(item, settings) && !listed.has(item.itemid))
  const gone = purchases.filter(hasLeft)
  // An item's log is read only where there is a sign: reading it marks the buyer's messages as read.
  const others =
    confirm_shipped_by === "itemlog"
      ? []
      : purchases.filter((one) => !gone.includes(one)).slice(0, Math.ceil(single_reads / 2))
  return [...gone, ...others].slice(0, single_reads).map(({ purchaseid }) => purchaseid)
}

/** The items of the list; null where it is not to be asked for, or does not come to an end. */
async function listedItems(
  purchases: Purchase[],
  lists: SaleLists,
  { not_shipped_items_only, max_pages, time_zone }: RakutenSettings,
  report: (sentence: string) => void
): Promise<ReadonlySet<string> | null> {
  const dates = purchases.flatMap(({ purchasedate }) => toUtc(purchasedate, time_zone) ?? [])
  if (not_shipped_items_only === "off" || dates.length < purchases.length || dates.length === 0) {
    return null
  }
  const listed = new Set<string>()
  try {
    const from = new Date(dates.sort()[0])
    const limit = Math.min(MOST_PAGES, max_pages)
    for await (const page of lists.currentSales(from, { unshipped: true, max_pages: limit })) {
      page.purchases.forEach(({ items }) => items.forEach(({ itemid }) => listed.add(itemid)))
    }
    return listed
  } catch (error) {
    if (!isMarketplaceError(error)) {
      throw error
    }
    if (error.details.reason === "too_many_pages") {
      return null
    }
    if (!["refused", "invalid_answer", "too_large"].includes(error.kind)) {
      throw error
    }
    const { en } = settingNames(settingFields, "not_shipped_items_only")
    report(`${error.message} See the setting ${en}.`)
    return null
  }
}

/** Accepted, and not known to be shipped: what the list of unshipped items should have. */
function isAwaited(item: PurchaseItem, settings: RakutenSettings): boolean {
  const situation = situationOf(item.status?.word ?? "") ?? ""
  return ["accepted", "pending", "claim"].includes(situation) && !hasShipped(item, settings)
}
