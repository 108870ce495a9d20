import {
  createHook,
  createStep,
  createWorkflow,
  StepResponse,
  WorkflowResponse,
  type WorkflowData,
} from "@medusajs/framework/workflows-sdk"
import { z } from "@medusajs/framework/zod"
import { ASPECTS } from "../../offers/result"
import { wakeOffers } from "../shared/mark-offers"
import { marketplaceOf } from "../shared/marketplace"

/** What is about to go of one offer. `price` as text with two decimals. */
export type OfferAboutToGo = {
  id: string
  external_sku: string
  channel: string
  variant_id: string | null
  quantity: number | null
  price: string | null
}

export type PushOffersInput = {
  connection_id: string
  /** These offers; left out: all of the connection. */
  ids?: string[]
  /** Set where the values are computed already and go after the hook. */
  planned?: OfferAboutToGo[]
}

/** A quantity lowers what goes and never raises it; `hold` keeps the offer as it is there, with the reason. */
const limitsSchema = z
  .array(
    z.object({ id: z.string(), quantity: z.number().int().min(0).optional(), hold: z.string().optional() })
  )
  .optional()
export type OfferLimit = NonNullable<z.infer<typeof limitsSchema>>[number]

const markOffersToPushStep = createStep(
  "mark-offers-to-push",
  async ({ connection_id, ids, planned }: PushOffersInput, { container }) => {
    if (!planned) {
      const { offers } = marketplaceOf(container)
      await (ids ? offers.markOffers(ids, ASPECTS) : offers.markOffersOf(connection_id, ASPECTS))
      wakeOffers(container, [connection_id])
    }
    return new StepResponse(planned ?? [])
  }
)

const limitOffersStep = createStep(
  "limit-offers",
  (limits: { found: z.infer<typeof limitsSchema> }): Promise<StepResponse<OfferLimit[]>> =>
    Promise.resolve(new StepResponse(limits.found ?? []))
)

/**
 * Computes and sends the values of a connection's offers once more, as soon as a process has a place.
 *
 * Hook `offersPlanned` runs before anything goes, whoever asked for it, with what is about to go; it may answer
 * `[{ id, quantity?, hold? }]`: a lower quantity, or why the offer is held.
 */
export const pushMarketplaceOffersWorkflow = createWorkflow(
  "push-marketplace-offers",
  (input: WorkflowData<PushOffersInput>) => {
    const offers = markOffersToPushStep(input)
    const offersPlanned = createHook(
      "offersPlanned",
      { connection_id: input.connection_id, offers },
      { resultValidator: limitsSchema }
    )
    const limits = limitOffersStep({ found: offersPlanned.getResult() })
    return new WorkflowResponse(limits, { hooks: [offersPlanned] })
  }
)
