import type { MedusaContainer } from "@medusajs/framework/types"
import { Modules } from "@medusajs/framework/utils"
import type { OrderRow } from "../../modules/marketplace/stores/orders"
import type { Reservation } from "../../orders/stock"
import { marketplaceOf } from "./marketplace"
import { writeReservations } from "./write-reservations"

type Ids = Record<string, string>
type Row = Pick<OrderRow, "id" | "marketplace_id" | "external_id" | "reserved_ids">
type OwnReservation = Reservation & { key: string; id: string; is_deleted: boolean }

export const RESERVATION = "reservation:"

/** Under these keys our row keeps the ids that an order's lines and reservations have, or will have. */
export const lineIdKey = (line_key: string) => `line:${line_key}`
export const reservationIdKey = ({ line_key, inventory_item_id }: Reservation) =>
  `${RESERVATION}${line_key}:${inventory_item_id}`

export const hasReservationIds = ({ reserved_ids }: Pick<OrderRow, "reserved_ids">) =>
  Object.keys(reserved_ids ?? {}).some((key) => key.startsWith(RESERVATION))

/** What is reserved for these orders under the ids in our rows, by our id; includes deleted reservations. */
export async function reservationsOf(
  container: MedusaContainer,
  rows: Pick<OrderRow, "id" | "reserved_ids">[]
): Promise<Map<string, OwnReservation[]>> {
  const wanted = rows.flatMap((row) =>
    Object.entries(row.reserved_ids ?? {})
      .filter(([key]) => key.startsWith(RESERVATION))
      .map(([key, id]) => ({ row_id: row.id, key, id }))
  )
  const reserved = new Map<string, OwnReservation[]>(rows.map(({ id }) => [id, []]))
  if (!wanted.length) return reserved
  const found = await container.resolve(Modules.INVENTORY).listReservationItems(
    { id: wanted.map(({ id }) => id) },
    {
      select: ["id", "inventory_item_id", "location_id", "quantity", "deleted_at"],
      take: wanted.length,
      withDeleted: true,
    }
  )
  const byId = new Map(found.map((item) => [item.id, item]))
  for (const { row_id, key, id } of wanted) {
    const item = byId.get(id)
    if (!item) continue
    const { inventory_item_id, location_id, quantity } = item
    reserved.get(row_id)?.push({
      key,
      id,
      line_key: key.slice(RESERVATION.length, key.lastIndexOf(":")),
      inventory_item_id,
      location_id,
      quantity: Number(quantity),
      is_deleted: Boolean(item.deleted_at),
    })
  }
  return reserved
}

/**
 * Brings what is reserved for orders that are not in the store yet in line with what shall be: other quantities are
 * corrected, what is not wanted any more is released and its id forgotten. What is missing is not created here.
 */
export async function adjustReservations(
  container: MedusaContainer,
  orders: { row: Row; wanted: Reservation[] }[]
): Promise<void> {
  const reserved = await reservationsOf(
    container,
    orders.map(({ row }) => row)
  )
  const updates: { id: string; quantity: number; inventory_item_id: string }[] = []
  const released: { id: string; inventory_item_id: string }[] = []
  const forgotten: { id: string; keys: string[] }[] = []
  for (const { row, wanted } of orders) {
    const byKey = new Map(wanted.map((reservation) => [reservationIdKey(reservation), reservation]))
    const gone = (reserved.get(row.id) ?? []).filter((one) => {
      const same = byKey.get(one.key)
      if (one.is_deleted || same?.location_id !== one.location_id) return true
      if (same.quantity !== one.quantity) updates.push({ ...one, quantity: same.quantity })
      return false
    })
    released.push(...gone.filter(({ is_deleted }) => !is_deleted))
    if (gone.length) forgotten.push({ id: row.id, keys: gone.map(({ key }) => key) })
  }
  await writeReservations(container, { release: released, update: updates })
  // Last: a key whose reservation is gone is noticed again, one that is forgotten too early never.
  await marketplaceOf(container).orders.forgetReservedIds(forgotten)
}

/** Reserves what is not reserved yet, under the ids of our rows. */
export const createMissingReservations = (
  container: MedusaContainer,
  orders: { row: Row; ids: Ids; wanted: Reservation[] }[]
): Promise<void> =>
  writeReservations(container, {
    create: orders.flatMap(({ ids, row, wanted }) =>
      wanted.map((reservation) => ({
        id: ids[reservationIdKey(reservation)],
        line_item_id: ids[lineIdKey(reservation.line_key)],
        inventory_item_id: reservation.inventory_item_id,
        location_id: reservation.location_id,
        quantity: reservation.quantity,
        description: `${row.marketplace_id} ${row.external_id}`,
        external_id: row.external_id,
      }))
    ),
  })
