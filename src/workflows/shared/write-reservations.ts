import type { MedusaContainer } from "@medusajs/framework/types"
import { Modules, ReservationItemWorkflowEvents } from "@medusajs/framework/utils"
import { setTimeout as wait } from "node:timers/promises"
import { emitEvents } from "./events"

/** Under an id of its own, so that a repeat finds it instead of reserving twice. */
export type NewReservation = {
  id: string
  line_item_id: string
  inventory_item_id: string
  location_id: string
  quantity: number
  description: string
  external_id: string
}
type Known = { id: string; inventory_item_id: string }
export type ReservationWrites = {
  create?: NewReservation[]
  update?: (Known & { quantity: number })[]
  release?: Known[]
  /** Released ones that come back as they were. */
  restore?: Known[]
}
type State = Map<string, { is_deleted: boolean }>
type Written = { created: string[]; updated: string[]; deleted: string[] }

const LOCK = { timeout: 5, expire: 5 }
/** How long to wait after each try in which another process kept the item. */
const WAITS_MS = [1_000, 2_000, 5_000]

let previous: Promise<unknown> = Promise.resolve()

/**
 * Every reservation that this plugin writes, one inventory item after the other, each under the lock of that item alone.
 * Core's steps lock the same bare id. No locking provider stands several keys at once: Redis keeps what it won when
 * another key times out, and PostgreSQL takes them in core's order, where sorting ours prevents no deadlock. Writes of
 * one process wait for each other, and a repeat changes nothing.
 *
 * Throws what the lock or the inventory module throws; what was written before stays, and its events are sent.
 */
export function writeReservations(container: MedusaContainer, writes: ReservationWrites): Promise<void> {
  const mine = previous.then(() => writeEach(container, writes))
  previous = mine.catch(() => undefined)
  return mine
}

async function writeEach(container: MedusaContainer, writes: ReservationWrites): Promise<void> {
  const items = new Map<string, Required<ReservationWrites>>()
  for (const kind of ["create", "update", "release", "restore"] as const) {
    for (const one of writes[kind] ?? []) {
      const own = items.get(one.inventory_item_id) ?? { create: [], update: [], release: [], restore: [] }
      items.set(one.inventory_item_id, own)
      ;(own[kind] as Known[]).push(one)
    }
  }
  if (!items.size) return
  const before = await stateOf(container, idsOf(writes))
  const written: Written = { created: [], updated: [], deleted: [] }
  try {
    for (const [inventory_item_id, own] of items) {
      await withLock(container, inventory_item_id, async () => {
        try {
          await apply(container, own, before, written)
        } catch (error) {
          // Another process wrote the same meanwhile: what is there now decides.
          const now = await stateOf(container, idsOf(own))
          if (idsOf(own).every((id) => before.get(id)?.is_deleted === now.get(id)?.is_deleted)) throw error
          await apply(container, own, now, written)
        }
      })
    }
  } finally {
    sendEvents(container, written)
  }
}

async function apply(
  container: MedusaContainer,
  { create, update, release, restore }: Required<ReservationWrites>,
  state: State,
  written: Written
): Promise<void> {
  const inventory = container.resolve(Modules.INVENTORY)
  const isLive = ({ id }: { id: string }) => state.get(id)?.is_deleted === false
  const released = release.filter(isLive).map(({ id }) => id)
  if (released.length) {
    await inventory.softDeleteReservationItems(released)
    written.deleted.push(...released)
  }
  if (restore.length) {
    // Core counts a live one twice when it is restored, so this is looked at under the lock.
    const now = await stateOf(
      container,
      restore.map(({ id }) => id)
    )
    const deleted = restore.map(({ id }) => id).filter((id) => now.get(id)?.is_deleted)
    if (deleted.length) await inventory.restoreReservationItems(deleted)
    written.created.push(...deleted)
  }
  const updated = update.filter(isLive)
  if (updated.length) {
    // Sold is sold: the stock may go below zero, so that every other channel stops selling.
    await inventory.updateReservationItems(
      updated.map(({ id, quantity }) => ({ id, quantity, allow_backorder: true }))
    )
    written.updated.push(...updated.map(({ id }) => id))
  }
  const created = create.filter(({ id }) => !state.has(id))
  if (created.length) {
    await inventory.createReservationItems(created.map((one) => ({ ...one, allow_backorder: true })))
    written.created.push(...created.map(({ id }) => id))
  }
}

const idsOf = ({ create = [], update = [], release = [], restore = [] }: ReservationWrites) =>
  [...create, ...update, ...release, ...restore].map(({ id }) => id)

async function stateOf(container: MedusaContainer, ids: string[]): Promise<State> {
  const found = await container
    .resolve(Modules.INVENTORY)
    .listReservationItems({ id: ids }, { select: ["id", "deleted_at"], take: ids.length, withDeleted: true })
  return new Map(found.map(({ id, deleted_at }) => [id, { is_deleted: Boolean(deleted_at) }]))
}

async function withLock(container: MedusaContainer, key: string, work: () => Promise<void>): Promise<void> {
  for (const pause of [...WAITS_MS, null]) {
    try {
      return await container.resolve(Modules.LOCKING).execute(key, work, LOCK)
    } catch (error) {
      const isTaken = error instanceof Error && /timed-out acquiring lock/i.test(error.message)
      if (!isTaken || pause === null) throw error
      await wait(pause)
    }
  }
}

/** In bulk, as core's workflows name them. */
const sendEvents = (container: MedusaContainer, { created, updated, deleted }: Written): void =>
  emitEvents(container, [
    ...created.map((id) => ({ name: ReservationItemWorkflowEvents.CREATED, data: { id } })),
    ...updated.map((id) => ({ name: ReservationItemWorkflowEvents.UPDATED, data: { id } })),
    ...deleted.map((id) => ({ name: ReservationItemWorkflowEvents.DELETED, data: { id } })),
  ])
