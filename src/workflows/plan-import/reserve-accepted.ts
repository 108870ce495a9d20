import type { MedusaContainer } from "@medusajs/framework/types"
import { ContainerRegistrationKeys, generateEntityId } from "@medusajs/framework/utils"
import type { NormalizedOrder } from "../../marketplaces/port"
import { itemIdsOf } from "../../modules/marketplace/stores/actions"
import type { OrderRowWithPayload } from "../../modules/marketplace/stores/orders"
import { acceptedReservations } from "../../orders/acceptance"
import type { Reservation } from "../../orders/stock"
import { loadBatch } from "./load-batch"
import { errorKind } from "../shared/error-kind"
import { marketplaceOf } from "../shared/marketplace"
import { readOrder } from "../../orders/read-order"
import {
  adjustReservations,
  createMissingReservations,
  hasReservationIds,
  lineIdKey,
  RESERVATION,
  reservationIdKey,
} from "../shared/reservations"

type Wanted = { row: OrderRowWithPayload; wanted: Reservation[] }

/**
 * Holds the stock of what was accepted and is not in the store yet, and gives it back where an order was refused, has
 * expired, was canceled or is ignored. Says the same however often it is called: what it reserves follows from the
 * decisions and from what the marketplace shows.
 *
 * The ids are those that the import will use, so it finds the reservations as its own.
 */
export async function reserveAccepted(container: MedusaContainer, ids: string[]): Promise<void> {
  if (!ids.length) return
  const marketplace = marketplaceOf(container)
  const accepted = await acceptedItems(container, ids)
  const rows = (await marketplace.orders.loadOrders(ids)).filter(
    (row) => !row.order_id && !row.is_test && (accepted.has(row.id) || hasReservationIds(row))
  )
  const failures: unknown[] = []
  const reserve = async (connection_id: string) => {
    const own = rows.filter((row) => row.connection_id === connection_id)
    const wanted = await wantedOf(container, connection_id, own, accepted)
    await adjustReservations(container, wanted)
    const reserving = wanted.filter((order) => order.wanted.length > 0)
    if (!reserving.length) return
    const reservedIds = await marketplace.orders.reserveIds(
      reserving.map((order) => ({ id: order.row.id, ids: idsFor(order) }))
    )
    await createMissingReservations(
      container,
      reserving.map((order) => ({ ...order, ids: reservedIds.get(order.row.id) ?? {} }))
    )
  }
  for (const connection_id of new Set(rows.map((row) => row.connection_id))) {
    // What fails for one connection keeps no other from reserving its stock.
    await reserve(connection_id).catch((error: unknown) => failures.push(error))
  }
  if (failures.length) throw failures[0]
}

/** So many orders that were accepted and are not in the store, or still have stock reserved, are looked through at once. */
const AT_ONCE = 500

/**
 * The same for orders that changed at the marketplace, or for all of a connection: a failure is logged, and made good by
 * the next change or the daily look at all.
 */
export async function keepReservationsRight(
  container: MedusaContainer,
  { ids, connection_id }: { ids?: string[]; connection_id?: string }
): Promise<void> {
  if (ids && !ids.length) return
  try {
    for (let last = ""; ;) {
      const found = await marketplaceOf(container).orders.listReserving({
        ids,
        connection_id,
        prefix: RESERVATION,
        after: last,
        limit: AT_ONCE,
      })
      await reserveAccepted(container, found)
      if (found.length < AT_ONCE) return
      last = found[found.length - 1]
    }
  } catch (error) {
    container
      .resolve(ContainerRegistrationKeys.LOGGER)
      .error(`marketplace-connect: the stock of accepted orders could not be reserved (${errorKind(error)})`)
  }
}

async function acceptedItems(container: MedusaContainer, ids: string[]): Promise<Map<string, string[]>> {
  const accepted = new Map<string, string[]>()
  for (const action of await marketplaceOf(container).actions.listActionsOf(ids, ["accept"])) {
    if (action.state === "skipped") continue
    const { marketplace_order_id: id } = action
    accepted.set(id, [...(accepted.get(id) ?? []), ...itemIdsOf(action)])
  }
  return accepted
}

async function wantedOf(
  container: MedusaContainer,
  connection_id: string,
  rows: OrderRowWithPayload[],
  accepted: Map<string, string[]>
): Promise<Wanted[]> {
  const marketplace = marketplaceOf(container)
  const connection = await marketplace.anyConnection(connection_id)
  const adapter = marketplace.adapter(connection.marketplace_id)
  const over = rows.filter(({ state }) => state === "canceled" || state === "ignored")
  const alive = rows.flatMap((row) => {
    // One that cannot be read keeps what it has until it can.
    const order = over.includes(row) ? null : readOrder(adapter, connection, row).order
    return order ? [{ row, order }] : []
  })
  const released = over.map((row) => ({ row, wanted: [] }))
  return alive.length
    ? [...released, ...(await planned(container, connection_id, alive, accepted))]
    : released
}

async function planned(
  container: MedusaContainer,
  connection_id: string,
  orders: { row: OrderRowWithPayload; order: NormalizedOrder }[],
  accepted: Map<string, string[]>
): Promise<Wanted[]> {
  const connection = await marketplaceOf(container).anyConnection(connection_id)
  const batch = await loadBatch(
    container,
    connection,
    orders.map(({ order }) => order),
    orders.map(({ row }) => row)
  )
  return orders.map(({ row, order }) => {
    const wanted = acceptedReservations(order, accepted.get(row.id) ?? [], batch.contextOf(row, order))
    batch.take(row, wanted)
    return { row, wanted }
  })
}

const idsFor = ({ wanted }: Wanted) =>
  Object.fromEntries(
    wanted.flatMap((reservation) => [
      [lineIdKey(reservation.line_key), generateEntityId("", "ordli")],
      [reservationIdKey(reservation), generateEntityId("", "resitem")],
    ])
  )
