import type { MedusaContainer } from "@medusajs/framework/types"
import type { ConnectionRow } from "../../modules/marketplace/stores/connections"
import { planMissingShipments } from "../plan-shipment/plan-missing"
import { marketplaceOf } from "../shared/marketplace"
import type { Difference } from "./report"

/** Shipments that no event brought, or whose wait is over, are planned now. */
export async function planForgotten(
  container: MedusaContainer,
  connection_id: string
): Promise<Difference[]> {
  const planned = await planMissingShipments(container, connection_id)
  return planned.map((external_id) => ({ external_id, reason: "shipment_without_action", mended: true }))
}

/** What a person has declared done stays in the report for as long as the marketplace does not show it. */
export async function doneByHand(
  container: MedusaContainer,
  { id }: ConnectionRow,
  open: ReadonlySet<string>
): Promise<Difference[]> {
  const rows = await marketplaceOf(container).query<{ external_id: string }>(
    `select distinct o.external_id from marketplace_action a
       join marketplace_order o on o.id = a.marketplace_order_id
      where a.connection_id = ? and a.state = 'done_elsewhere' and o.external_id = any(?)`,
    [id, [...open]]
  )
  return rows.map(({ external_id }) => ({ external_id, reason: "marked_done_by_hand", mended: false }))
}
