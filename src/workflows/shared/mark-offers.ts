import { setTimeout as wait } from "node:timers/promises"
import type { MedusaContainer } from "@medusajs/framework/types"
import { ContainerRegistrationKeys } from "@medusajs/framework/utils"
import type { ChangedInStore } from "../../modules/marketplace/medusa-tables"
import { begin } from "./begin"
import { errorKind } from "./error-kind"
import { marketplaceOf } from "./marketplace"
import { wakeUp } from "./wake-up"

/** Changes are collected for so long, or until there are so many: then one statement marks their offers. */
const COLLECT_MS = 250
const AT_ONCE = 500
/** What another process has switched on is known here within this time. */
const KNOWN_MS = 30_000

type Source = keyof ChangedInStore
type State = {
  /** Whether any offers are sent at all: without, an event costs nothing. */
  isOn: boolean
  known_at: number
  changed: Map<Source, Set<string>>
  /** Ends the collecting at once. */
  full: AbortController | null
}

/** By what the store's process has begun: a process may hold several stores in its tests, and a workflow's container resolves another object for the same service each time. */
const states = new WeakMap<object, State>()

function stateOf(container: MedusaContainer): State {
  const key = marketplaceOf(container).ongoing
  const state = states.get(key) ?? { isOn: false, known_at: -Infinity, changed: new Map(), full: null }
  states.set(key, state)
  return state
}

/** Learns whether any offers are sent: each minute, and where an aspect is switched. */
export async function learnWhetherOffersAreSent(container: MedusaContainer): Promise<boolean> {
  const marketplace = marketplaceOf(container)
  const state = stateOf(container)
  state.isOn = await marketplace.offers.isAnyAspectOn(await marketplace.instance())
  state.known_at = performance.now()
  return state.isOn
}

/** Something changed in the store that offers may show. Nothing is computed of the event: its id says what to mark. */
export function changedInStore(container: MedusaContainer, source: Source, id: string): void {
  const state = stateOf(container)
  if (!state.isOn) return
  state.changed.set(source, (state.changed.get(source) ?? new Set()).add(id))
  const count = [...state.changed.values()].reduce((sum, ids) => sum + ids.size, 0)
  if (count >= AT_ONCE) state.full?.abort()
  if (state.full) return
  const full = new AbortController()
  state.full = full
  begin(container, "marking offers", () => flush(container, state, full))
}

async function flush(container: MedusaContainer, state: State, full: AbortController): Promise<void> {
  const { ongoing } = marketplaceOf(container)
  // A process that stops marks at once what it has collected.
  await wait(COLLECT_MS, undefined, { signal: AbortSignal.any([full.signal, ongoing.signal]) }).catch(
    () => undefined
  )
  const { changed } = state
  state.changed = new Map()
  state.full = null
  const of = (source: Source) => [...(changed.get(source) ?? [])]
  try {
    const ids = await marketplaceOf(container).medusaTables.markOffersOfChanges({
      levels: of("levels"),
      reservations: of("reservations"),
      products: of("products"),
      variants: of("variants"),
      prices: of("prices"),
    })
    wakeOffers(container, ids)
  } catch (error) {
    // The minute's look at everything finds the same.
    container
      .resolve(ContainerRegistrationKeys.LOGGER)
      .error(`marketplace-connect: changed offers could not be marked (${errorKind(error)})`)
  }
}

/** Lets the offers of these connections be worked on at once. */
export const wakeOffers = (container: MedusaContainer, connection_ids: Iterable<string>): void =>
  wakeUp(
    container,
    [...new Set(connection_ids)].map((id) => ({ id, kind: "offers" }))
  )

/** Orders changed: what they sold is marked, where any offers are sent. */
export async function ordersChanged(
  container: MedusaContainer,
  order_ids: string[],
  { sold }: { sold: boolean }
): Promise<void> {
  if (!order_ids.length) return
  const state = stateOf(container)
  // A process that has not looked yet, or not for long, does: a sale must not be missed.
  if (performance.now() - state.known_at > KNOWN_MS) await learnWhetherOffersAreSent(container)
  if (!state.isOn) return
  wakeOffers(container, await marketplaceOf(container).medusaTables.markOffersOfOrders(order_ids, sold))
}

/** The sales of a connection are known until now: raises of the same stock that waited for them have their turn. */
export async function salesKnown(container: MedusaContainer, connection_id: string): Promise<void> {
  if (!stateOf(container).isOn) return
  const { connections, offers } = marketplaceOf(container)
  const ids = await connections.listSharingStock(connection_id)
  await offers.wakeWaitingRaises(ids)
  wakeOffers(container, ids)
}
