import type { CreateNotificationDTO, MedusaContainer } from "@medusajs/framework/types"
import { Modules } from "@medusajs/framework/utils"
import { marketplaceOf } from "../shared/marketplace"
import { handOverBefore, PROVIDER_MS } from "./hand-over"
import { isTaken, PREFIX } from "./notify"

/** Tries in all; the housekeeping repeats in each round. */
const MAX_ATTEMPTS = 6
const AT_ONCE = 100
/** The time for all, 100 of them, 5 at a time, 10 s each; what is not handed over by then is left to a later round. */
const ROUND_SECONDS = 5 * 60
/** Another process may repeat them once the last provider has had its time, too. */
const TURN_SECONDS = ROUND_SECONDS + PROVIDER_MS / 1000
/** Longer than a provider is waited for: whoever called it is gone. */
const LEFT_MINUTES = 15

const attemptName = (attempt: number) => `attempt ${attempt}`
const nextAttempt = (name: string | null) =>
  attemptName(Number(/^attempt (\d+)$/.exec(name ?? "")?.[1] ?? 1) + 1)

/** The types know only what core uses. */
type Updates = {
  updateNotifications: (changes: { id: string; status: string; trigger_type: string }[]) => Promise<unknown>
}

/**
 * Repeats what a provider refused in the last day and what a process left behind while its provider was called, up to
 * `MAX_ATTEMPTS`. Only one process at a time does. The row stays: Medusa sends a failed one again that comes with its own id.
 */
export async function retryNotifications(container: MedusaContainer): Promise<void> {
  const { medusaTables, ticks } = marketplaceOf(container)
  const end = Date.now() + ROUND_SECONDS * 1000
  const turn = await ticks.takeTurn("notifications", TURN_SECONDS)
  if (turn === null) return
  try {
    const unsent = await medusaTables.listUnsentNotifications({
      start: PREFIX,
      except: attemptName(MAX_ATTEMPTS),
      left_minutes: LEFT_MINUTES,
      limit: AT_ONCE,
    })
    if (!unsent.length) return
    const tries = unsent.map((row) => ({ ...row, trigger_type: nextAttempt(row.trigger_type) }))
    const service = container.resolve(Modules.NOTIFICATION) as unknown as Updates
    // Counted before the call: what a process does not survive is not repeated for ever.
    await service.updateNotifications(
      tries.map(({ id, trigger_type }) => ({ id, status: "failure", trigger_type }))
    )
    // Waiting for a place is what takes long.
    const handOver = handOverBefore(end)
    await Promise.all(tries.map((entry) => isTaken(container, entry as CreateNotificationDTO, handOver)))
  } finally {
    await ticks.endTurn("notifications", turn)
  }
}
