import type { MedusaContainer } from "@medusajs/framework/types"
import { notAllowed } from "../../modules/marketplace/refusal"
import { newRunId, type RunRow } from "../../modules/marketplace/stores/runs"
import { begin } from "../shared/begin"
import { marketplaceOf } from "../shared/marketplace"
import { pullMarketplaceOrdersWorkflow } from "."
import { oneStepWorkflow } from "../shared/one-step-workflow"

export type RequestRunInput = { connection_id: string; params: NonNullable<RunRow["params"]> }

/** Writes down that a run is wanted; whoever has the connection's lease next does it. Returns the run's id. */
export const requestMarketplaceRunWorkflow = oneStepWorkflow(
  "request-marketplace-run",
  async ({ connection_id, params }: RequestRunInput, { container }) => {
    const marketplace = marketplaceOf(container)
    const connection = await marketplace.connection(connection_id)
    const elsewhere = connection.activated_instance !== (await marketplace.instance())
    if (!params.dry_run && (!connection.is_enabled || elsewhere)) {
      throw notAllowed("activate_before_import")
    }
    const id = newRunId()
    const scope = params.external_ids ? "orders" : params.since ? "since" : "new"
    await marketplace.runs.writeRun({ id, connection_id, trigger: "manual", scope, state: "queued", params })
    return id
  }
)

/** Begins at once in this process without making anybody wait; the job goes on with it if this process ends. */
export function beginRun(container: MedusaContainer, connection_id: string): void {
  begin(container, `run of ${connection_id}`, () =>
    pullMarketplaceOrdersWorkflow(container).run({ input: { connection_id } })
  )
}
