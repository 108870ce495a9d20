import type { MedusaContainer } from "@medusajs/framework/types"
import { ASPECTS } from "../../offers/result"
import { marketplaceOf } from "../shared/marketplace"
import { learnWhetherOffersAreSent, wakeOffers } from "../shared/mark-offers"

/** A change may be committed so long after its time was taken. */
const OVERLAP_MS = 10 * 60 * 1000
const DAY_MS = 24 * 60 * 60 * 1000

/**
 * Each minute: marks the offers of everything that was written since the last look that succeeded, whoever wrote it, and of
 * price lists that began or ended since. Once a day all offers are marked, and stops end on their day. Nothing of it where no offers are sent.
 */
export async function lookAtStore(container: MedusaContainer): Promise<void> {
  if (!(await learnWhetherOffersAreSent(container))) return
  const { ticks, medusaTables, offers } = marketplaceOf(container)
  const { now, looked_at, all_at } = await ticks.readLooks()
  const last = looked_at ?? new Date(now.getTime() - OVERLAP_MS)
  const since = new Date(last.getTime() - OVERLAP_MS)
  const connection_ids = new Set(await medusaTables.markOffersChangedSince({ since, lists_since: last }))
  for (const id of await offers.endStops()) connection_ids.add(id)
  const isAllDue = all_at === null || now.getTime() - all_at.getTime() > DAY_MS
  if (isAllDue) for (const id of await offers.markAllOffers(ASPECTS)) connection_ids.add(id)
  await ticks.writeLooks(now, isAllDue)
  wakeOffers(container, connection_ids)
}
