import {
  createStep,
  createWorkflow,
  StepResponse,
  WorkflowResponse,
  type WorkflowData,
} from "@medusajs/framework/workflows-sdk"
import type { CheckResult } from "../../marketplaces/port"
import { isClearedBy } from "../../orders/problems"
import { marketplaceOf } from "../shared/marketplace"

const testMarketplaceConnectionStep = createStep(
  "test-marketplace-connection",
  async ({ id }: { id: string }, { container }) => {
    const marketplace = marketplaceOf(container)
    const connection = await marketplace.connection(id)
    const session = await marketplace.openSession(connection, AbortSignal.timeout(10_000))
    const result = await session.check()
    if (result.ok && isClearedBy(connection.health_code, "check")) {
      await marketplace.connections.setHealth(id, { status: "ok", code: null, failed: false })
    }
    return new StepResponse<CheckResult>(result)
  }
)

/** One cheap call with the stored credentials; at most 10 seconds. Working ones end a pause for refused credentials. */
export const testMarketplaceConnectionWorkflow = createWorkflow(
  "test-marketplace-connection",
  (input: WorkflowData<{ id: string }>) => new WorkflowResponse(testMarketplaceConnectionStep(input))
)
