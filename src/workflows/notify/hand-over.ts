import { bulkhead } from "cockatiel"
import type { CreateNotificationDTO, MedusaContainer } from "@medusajs/framework/types"
import { Modules } from "@medusajs/framework/utils"

/** How long a provider is waited for. What it answers later is written down all the same. */
export const PROVIDER_MS = 10_000
/** Notifications of this process that are handed over at a time: each holds a connection of the database while it is written. */
const AT_A_TIME = 5

const places = bulkhead(AT_A_TIME, Number.MAX_SAFE_INTEGER)

/**
 * Hands a notification to its provider through Medusa, which writes it down first. Returns false where the provider does not
 * answer in time; throws what it refuses.
 */
export async function handOverNow(
  container: MedusaContainer,
  entry: CreateNotificationDTO
): Promise<boolean> {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<false>((resolve) => {
    timer = setTimeout(() => resolve(false), PROVIDER_MS).unref()
  })
  const taken = container.resolve(Modules.NOTIFICATION).createNotifications([entry])
  try {
    return await Promise.race([taken.then(() => true), late])
  } finally {
    clearTimeout(timer)
  }
}

/** The same once a place is free, however long that takes. */
export const handOver: typeof handOverNow = (container, entry) =>
  places.execute(() => handOverNow(container, entry))

/** The same, where a place is free before this time, in milliseconds; false after it, and nothing is handed over. */
export const handOverBefore =
  (time: number): typeof handOverNow =>
  (container, entry) =>
    places.execute(async () => Date.now() < time && handOverNow(container, entry))
