import { changedMeanwhile, notFound } from "../../modules/marketplace/refusal"
import { parkActions } from "../manage-actions/park-actions"
import { codesClearedBy } from "../../orders/problems"
import { releaseHeld } from "../release-held/release-held"
import { type Actor, marketplaceOf } from "../shared/marketplace"
import { oneStepWorkflow } from "../shared/one-step-workflow"

/** `version`: the one that was shown; left out, whatever it is now is deleted. */
type DeleteConnectionInput = { id: string; version?: string; actor: Actor }

/** Orders, actions and history stay; the secrets go at once and do not come back with a restored row. */
export const deleteMarketplaceConnectionWorkflow = oneStepWorkflow(
  "delete-marketplace-connection",
  async ({ id, version, actor }: DeleteConnectionInput, { container }) => {
    const marketplace = marketplaceOf(container)
    const { name } = await marketplace.connection(id)
    const became = await marketplace.connections.deleteConnection({ id, version })
    if (became === "gone") throw notFound("connection_not_found", { id })
    if (became === "changed") throw changedMeanwhile()
    marketplace.forgetPaceAndToken(id)
    await parkActions(container, id)
    await releaseHeld(container, { problem_codes: codesClearedBy("connections") })
    await marketplace.createMarketplaceHistoryEntries({
      connection_id: id,
      event: "connection.deleted",
      actor,
      data: { name },
    })
    return id
  }
)
