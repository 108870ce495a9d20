import type {
  MedusaNextFunction,
  MedusaRequest,
  MedusaResponse,
  MiddlewareRoute,
} from "@medusajs/framework/http"
import { inLanguage } from "../../../modules/marketplace/refusal"
import { labelInline } from "../../../workflows/labels/label-inline"
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

/**
 * Medusa's own route answers when the packing is over, so that no label is left by one that is rolled back; whoever is set so
 * has the answer once the label is made.
 */
const afterPacking: MiddlewareRoute = {
  matcher: "/admin/orders/:id/fulfillments",
  methods: ["POST"],
  middlewares: [
    (req: MedusaRequest, res: MedusaResponse, next: MedusaNextFunction) => {
      const answer = res.json.bind(res)
      res.json = (body) => {
        if (res.statusCode !== 200) return answer(body)
        void labelInline(req.scope, req.params.id).finally(() => answer(body))
        return res
      }
      next()
    },
  ],
}

export const fulfillmentMiddlewares = [
  afterPacking,
  beforeCanceling("/admin/orders/:id/fulfillments/:fulfillment_id/cancel", "fulfillment_id"),
  beforeCanceling("/admin/fulfillments/:id/cancel", "id"),
]
