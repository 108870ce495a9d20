import type {
  MedusaNextFunction,
  MedusaRequest,
  MedusaResponse,
  MiddlewareRoute,
} from "@medusajs/framework/http"
import { inLanguage } from "../../../modules/marketplace/refusal"
import { localeOf } from "../marketplaces/present-problem"
import { refuseCancellation } from "./refuse-cancellation"

/** Runs before Medusa's own route: it asks the fulfillment provider too late, and other providers would not refuse. */
const beforeCanceling = (matcher: string, parameter: "id" | "fulfillment_id"): MiddlewareRoute => ({
  matcher,
  methods: ["POST"],
  middlewares: [
    async (req: MedusaRequest, _: MedusaResponse, next: MedusaNextFunction) => {
      await inLanguage(localeOf(req), () => refuseCancellation(req.scope, req.params[parameter]))
      next()
    },
  ],
})

export const fulfillmentMiddlewares = [
  beforeCanceling("/admin/orders/:id/fulfillments/:fulfillment_id/cancel", "fulfillment_id"),
  beforeCanceling("/admin/fulfillments/:id/cancel", "id"),
]
