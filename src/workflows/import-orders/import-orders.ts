import { MedusaError } from "@medusajs/framework/utils"
import {
  createHook,
  createStep,
  createWorkflow,
  StepResponse,
  WorkflowResponse,
  type WorkflowData,
} from "@medusajs/framework/workflows-sdk"
import { z } from "@medusajs/framework/zod"
import { marketplaceOf } from "../shared/marketplace"
import { patiently } from "../shared/patiently"
import { importClaimed, type ImportResult } from "./import-claimed"

/** A claim outlives any batch; a worker that is slower is overtaken, and both work with the same reserved ids. */
const CLAIM_SECONDS = 180
export const BATCH_SIZE = 100

export type ImportOrdersInput = {
  connection_id: string
  /** Our ids of the orders to import; left out: those that are due. */
  ids?: string[]
  /** Who has the connection's lease: what is claimed is free again when that ends. */
  owner?: string | null
}

const claimMarketplaceOrdersStep = createStep(
  "claim-marketplace-orders",
  async ({ connection_id, ids, owner }: ImportOrdersInput, { container }) => {
    if (ids && ids.length > BATCH_SIZE) {
      throw new MedusaError(MedusaError.Types.INVALID_DATA, `At most ${BATCH_SIZE} orders at a time.`)
    }
    const claimed = await marketplaceOf(container).orders.claimImportable({
      connection_id,
      ids,
      limit: BATCH_SIZE,
      claim_seconds: CLAIM_SECONDS,
      owner,
    })
    return new StepResponse(claimed, { claimed, owner })
  },
  // Releases the claim and undoes nothing that was created: the next worker continues from there.
  async (done, { container }) => {
    if (!done?.claimed.length) return
    await patiently(() => marketplaceOf(container).orders.releaseClaims(done.claimed, done.owner))
  }
)

const rejectionSchema = z
  .array(z.object({ external_id: z.string(), code: z.string(), message: z.string() }))
  .optional()

type ImportClaimedInput = {
  connection_id: string
  ids: string[]
  rejections: z.infer<typeof rejectionSchema>
}

const importClaimedMarketplaceOrdersStep = createStep(
  "import-claimed-marketplace-orders",
  async ({ connection_id, ids, rejections }: ImportClaimedInput, { container }) =>
    new StepResponse<ImportResult>(await importClaimed(container, connection_id, ids, rejections ?? []))
)

/**
 * Brings marketplace orders into the store: all of a batch with a fixed number of queries. Forward-only and safe to
 * repeat; ids only pass through the engine, never orders.
 *
 * Hooks: `validateOrders` may answer `[{ external_id, code, message }]`, and those orders are held;
 * `ordersMapped` runs before anything is created; `ordersImported` after the fact.
 */
export const importMarketplaceOrdersWorkflow = createWorkflow(
  "import-marketplace-orders",
  (input: WorkflowData<ImportOrdersInput>) => {
    const ids = claimMarketplaceOrdersStep(input)
    const validateOrders = createHook(
      "validateOrders",
      { marketplace_order_ids: ids },
      { resultValidator: rejectionSchema }
    )
    const ordersMapped = createHook("ordersMapped", { marketplace_order_ids: ids })
    const result = importClaimedMarketplaceOrdersStep({
      connection_id: input.connection_id,
      ids,
      rejections: validateOrders.getResult(),
    })
    const ordersImported = createHook("ordersImported", { marketplace_order_ids: result.imported })
    return new WorkflowResponse(result, { hooks: [validateOrders, ordersMapped, ordersImported] })
  }
)
