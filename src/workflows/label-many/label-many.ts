import type { MedusaContainer } from "@medusajs/framework/types"
import { ContainerRegistrationKeys, MedusaError, Modules } from "@medusajs/framework/utils"
import { notAllowed, spokenLanguage } from "../../modules/marketplace/refusal"
import { describeRefusal } from "../../orders/refusals"
import { makeMarketplaceLabelWorkflow } from "../labels/ask-for-labels"
import { errorKind } from "../shared/error-kind"
import { labelsOf } from "../shared/labels"
import { type Actor, marketplaceOf } from "../shared/marketplace"
import { oneStepWorkflow } from "../shared/one-step-workflow"
import { stopOf } from "./list-to-make"
import { loadPackable } from "./load-packable"
import { packWhole } from "./pack-whole"

export type LabelManyInput = { order_ids: string[]; actor: Actor }

/** `label_id`: of the label that is being made; null where the order was left out, with the reason. */
export type LabeledOrder = { order_id: string; label_id: string | null; message: string | null }

/** Whoever packs the same order is waited for this long. */
const LOCK_SECONDS = 10

/**
 * Packs each order whole, from the one place that has it, and asks for its label; each for itself, so that one stops no
 * other. Forward only: what is packed stays so, and is asked for again with the next try.
 */
export const labelMarketplaceOrdersWorkflow = oneStepWorkflow(
  "label-marketplace-orders",
  async ({ order_ids, actor }: LabelManyInput, { container }) => {
    const results: LabeledOrder[] = []
    for (const order_id of [...new Set(order_ids)]) {
      try {
        const label_id = await container
          .resolve(Modules.LOCKING)
          .execute(`marketplace-connect:ship:${order_id}`, () => packAndLabel(container, order_id, actor), {
            timeout: LOCK_SECONDS,
          })
        results.push({ order_id, label_id, message: null })
      } catch (error) {
        const isSaid = error instanceof MedusaError
        if (!isSaid) {
          container
            .resolve(ContainerRegistrationKeys.LOGGER)
            .error(`marketplace-connect: ${order_id} could not be packed and labeled (${errorKind(error)})`)
        }
        const message = isSaid ? error.message : describeRefusal("unexpected", {}, spokenLanguage())
        results.push({ order_id, label_id: null, message })
      }
    }
    return results
  }
)

async function packAndLabel(container: MedusaContainer, order_id: string, actor: Actor): Promise<string> {
  const labeled = async () =>
    (await labelsOf(container).requests.openRequestsOf([order_id])).find(({ state }) => state !== "failed")
  const before = await labeled()
  if (before) return before.id
  const { orders } = marketplaceOf(container)
  const [source] = await orders.listSources([order_id])
  const [row] = source ? await orders.loadRows([source.id]) : []
  const stop = stopOf(row)
  if (stop) throw new MedusaError(MedusaError.Types.NOT_ALLOWED, stop)
  const [found] = await loadPackable(container, { id: [order_id] }, 1)
  if (!found || "code" in found.plan) {
    const { code, params } =
      found && "code" in found.plan ? found.plan : { code: "row_closed_order" as const, params: {} }
    throw notAllowed(code, params)
  }
  const fulfillment_id = await packWhole(container, found.plan, actor.split(":")[1])
  // Where labels follow the packing, this one may be asked for already.
  const known = await labeled()
  if (known) return known.id
  const { result } = await makeMarketplaceLabelWorkflow(container).run({ input: { fulfillment_id, actor } })
  return result
}
