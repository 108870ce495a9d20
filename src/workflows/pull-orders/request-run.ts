import type { MedusaContainer } from "@medusajs/framework/types"
import { notAllowed } from "../../modules/marketplace/refusal"
import type { RunRow } from "../../modules/marketplace/stores/runs"
import { marketplaceOf } from "../shared/marketplace"
import { wakeUp } from "../shared/wake-up"

type RequestRunInput = { connection_id: string; params: NonNullable<RunRow["params"]> }

/**
 * Writes down that a run is wanted: a process with a free slot does it at once. Returns the run's id. It is one statement, and
 * goes without the workflow engine, which reads its Redis before it begins: an operator's click is kept while Redis is down.
 */
export async function requestRun(
  container: MedusaContainer,
  { connection_id, params }: RequestRunInput
): Promise<string> {
  const marketplace = marketplaceOf(container)
  const connection = await marketplace.connection(connection_id)
  const elsewhere = connection.activated_instance !== (await marketplace.instance())
  if (!params.dry_run && (!connection.is_enabled || elsewhere)) {
    throw notAllowed("activate_before_import")
  }
  const scope = params.external_ids ? "orders" : params.since ? "since" : "new"
  const id: string = await marketplace.runs.queueRun({ connection_id, scope, params })
  wakeUp(container, [{ id: connection_id, kind: "requested" }])
  return id
}
