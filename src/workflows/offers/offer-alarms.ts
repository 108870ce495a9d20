import type { MedusaContainer } from "@medusajs/framework/types"
import type { OfferAlarm } from "../../modules/marketplace/stores/offer-summary"
import type { Problem } from "../../orders/problems"
import { marketplaceOf } from "../shared/marketplace"

/** A lower quantity is confirmed within so many minutes; where the batches of an hour are counted, within that. */
const CONFIRMED_MINUTES = 15
const CONFIRMED_MINUTES_COUNTED = 60

/** What of the offers of these connections needs a person: falls that are not confirmed, and zeros that are held. */
export async function offerAlarms(
  container: MedusaContainer,
  connections: { id: string; marketplace_id: string; settings: Record<string, unknown> }[]
): Promise<OfferAlarm[]> {
  const marketplace = marketplaceOf(container)
  const waits = connections.flatMap(({ id, marketplace_id, settings }) => {
    if (!marketplace.hasAdapter(marketplace_id)) return []
    const adapter = marketplace.adapter(marketplace_id)
    const own = adapter.settings_schema.safeParse(settings[marketplace_id] ?? {})
    if (!adapter.offer_policy || !own.success) return []
    const { budget } = adapter.offer_policy(own.data)
    return { connection_id: id, minutes: budget ? CONFIRMED_MINUTES_COUNTED : CONFIRMED_MINUTES }
  })
  return waits.length ? marketplace.offers.listOfferAlarms(waits) : []
}

/** As problems of the connection, the gravest first. `since`: when the oldest began. */
export function alarmProblems({
  lower,
  units,
  minutes,
  lower_since,
  held,
  held_since,
}: OfferAlarm): (Problem & { since: Date | null })[] {
  return [
    ...(lower
      ? [
          {
            code: "offers_lower_unconfirmed" as const,
            params: { minutes, count: lower, units },
            since: lower_since,
          },
        ]
      : []),
    ...(held ? [{ code: "offers_braked" as const, params: { count: held }, since: held_since }] : []),
  ]
}
