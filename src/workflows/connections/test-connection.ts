import type { CheckResult } from "../../marketplaces/port"
import { isClearedBy } from "../../orders/problems"
import { marketplaceOf } from "../shared/marketplace"
import { oneStepWorkflow } from "../shared/one-step-workflow"

/** One cheap call with the stored credentials; at most 10 seconds. Working ones end a pause for refused credentials. */
export const testMarketplaceConnectionWorkflow = oneStepWorkflow(
  "test-marketplace-connection",
  async ({ id }: { id: string }, { container }): Promise<CheckResult> => {
    const marketplace = marketplaceOf(container)
    const connection = await marketplace.connection(id)
    const session = await marketplace.openSession(connection, AbortSignal.timeout(10_000))
    const result = await session.check()
    if (result.ok && isClearedBy(connection.health_code, "check")) {
      await marketplace.connections.setHealth(id, { status: "ok", code: null, failed: false })
    }
    return result
  }
)
