import type {
  MedusaNextFunction,
  MedusaRequest,
  MedusaResponse,
  MiddlewareRoute,
} from "@medusajs/framework/http"
import { inLanguage } from "../../../modules/marketplace/refusal"
import { localeOf } from "../marketplaces/present-problem"
import { refuseCancellation } from "./refuse-cancellation"

/** Before one of Medusa's own routes: a provider is asked too late, and of other providers nobody would be. */
const beforeCancelling = (matcher: string, parameter: "id" | "fulfillment_id"): MiddlewareRoute => ({
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
  beforeCancelling("/admin/orders/:id/fulfillments/:fulfillment_id/cancel", "fulfillment_id"),
  beforeCancelling("/admin/fulfillments/:id/cancel", "id"),
]
