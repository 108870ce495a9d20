import type { MedusaContainer } from "@medusajs/framework/types"
import type { ConnectionRow } from "../../modules/marketplace/stores/connections"
import { codesClearedBy } from "../../orders/problems"
import { planMissingShipments } from "../plan-shipment/plan-missing"
import { eachAlone } from "../shared/each-alone"
import { marketplaceOf } from "../shared/marketplace"
import type { Difference } from "../../orders/completeness"

/** States of orders that still wait for a parcel. */
const UNSHIPPED = ["imported", "partly_shipped"]

/**
 * Plans in every round, for every active connection, the parcels whose event was lost in a crash, so that they do not
 * wait for the daily comparison.
 */
export async function planMissed(container: MedusaContainer): Promise<void> {
  const marketplace = marketplaceOf(container)
  const connections = await marketplace.connections.listActivatedIn(await marketplace.instance())
  await eachAlone(
    container,
    connections,
    ({ id }) => `planning of shipments of ${id}`,
    ({ id }) => planMissingShipments(container, id, UNSHIPPED)
  )
}

/** The daily comparison looks at all orders again: what was unpacked before that has been looked at. */
const UNPACKED_DAYS = 1

/**
 * Lets the next run look at what was unpacked by a route that reports no order, and at what was canceled in the store by an
 * event that a stopping process left undone.
 */
export async function lookAtMissed(container: MedusaContainer): Promise<void> {
  const marketplace = marketplaceOf(container)
  const connections = await marketplace.connections.listActivatedIn(await marketplace.instance())
  await eachAlone(
    container,
    connections,
    ({ id }) => `looking at what no event brought of ${id}`,
    async ({ id }) => {
      const { listUnpacked, listCanceledUnseen } = marketplace.medusaTables
      const missed = [
        ...(await listUnpacked(id, codesClearedBy("agreement"), UNPACKED_DAYS)),
        ...(await listCanceledUnseen(id)),
      ]
      await marketplace.orders.lookAgain(missed.map((order) => order.id))
    }
  )
}

/** Shipments that no event brought, or whose wait is over, are planned now. Returns those of which nothing was written. */
export async function planForgotten(
  container: MedusaContainer,
  connection_id: string
): Promise<Difference[]> {
  const forgotten = await marketplaceOf(container).medusaTables.listForgottenShipments(connection_id)
  const planned = new Set(await planMissingShipments(container, connection_id))
  return forgotten
    .filter(({ external_id }) => planned.has(external_id))
    .map(({ external_id }) => ({ external_id, reason: "shipment_without_action", fixed: true }))
}

/** What a person has declared done stays in the report for as long as the marketplace does not show it. */
export async function doneByHand(
  container: MedusaContainer,
  { id }: ConnectionRow,
  open: ReadonlySet<string>
): Promise<Difference[]> {
  const external_ids = await marketplaceOf(container).actions.listDoneElsewhere(id, [...open])
  return external_ids.map((external_id) => ({ external_id, reason: "marked_done_by_hand", fixed: false }))
}
