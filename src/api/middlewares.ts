import {
  defineMiddlewares,
  type MedusaNextFunction,
  type MedusaRequest,
  type MedusaResponse,
} from "@medusajs/framework/http"
import { inLanguage } from "../modules/marketplace/refusal"
import type { WrongField } from "../modules/marketplace/wrong-fields"
import { fulfillmentMiddlewares } from "./admin/fulfillments/middlewares"
import { labelAccountMiddlewares } from "./admin/label-accounts/middlewares"
import { labelMiddlewares } from "./admin/labels/middlewares"
import { actionMiddlewares } from "./admin/marketplaces/actions/middlewares"
import { carrierMiddlewares } from "./admin/marketplaces/carriers/middlewares"
import { connectionMiddlewares } from "./admin/marketplaces/connections/middlewares"
import { listingMiddlewares } from "./admin/marketplaces/listings/middlewares"
import { offerMiddlewares } from "./admin/marketplaces/offers/middlewares"
import { acknowledgeMiddlewares } from "./admin/marketplaces/orders/acknowledge/middlewares"
import { cancellationMiddlewares } from "./admin/marketplaces/orders/cancellations/middlewares"
import { orderMiddlewares } from "./admin/marketplaces/orders/middlewares"
import { shipmentMiddlewares } from "./admin/marketplaces/orders/[id]/shipments/middlewares"
import { overviewMiddlewares } from "./admin/marketplaces/overview/middlewares"
import { keepRequestsPrivate } from "./admin/marketplaces/keep-private"
import { permissionMiddlewares } from "./admin/marketplaces/permissions"
import { refuseUnreadable } from "./admin/marketplaces/refuse-unreadable"
import { localeOf } from "./admin/marketplaces/present-problem"
import { shipManyMiddlewares } from "./admin/marketplaces/ship-many/middlewares"
import { runMiddlewares } from "./admin/marketplaces/runs/middlewares"
import { webhookMiddlewares } from "./webhooks/labels/middlewares"

/** Refusals are said in the operator's language, and name the fields that are wrong. */
const speak = (req: MedusaRequest, res: MedusaResponse, next: MedusaNextFunction) => {
  const wrong: WrongField[] = []
  const answer = res.json.bind(res)
  res.json = (body) =>
    answer(res.statusCode === 400 && wrong.length ? { ...(body as object), wrong_fields: wrong } : body)
  return inLanguage(localeOf(req), next, wrong)
}

keepRequestsPrivate()

export default defineMiddlewares({
  routes: [
    ...["/admin/marketplaces*", "/admin/labels*", "/admin/label-accounts*"].map((matcher) => ({
      matcher,
      middlewares: [speak, refuseUnreadable],
    })),
    // Before the body is looked at.
    ...permissionMiddlewares,
    ...actionMiddlewares,
    ...carrierMiddlewares,
    ...connectionMiddlewares,
    ...listingMiddlewares,
    ...offerMiddlewares,
    ...orderMiddlewares,
    ...acknowledgeMiddlewares,
    ...cancellationMiddlewares,
    ...fulfillmentMiddlewares,
    ...overviewMiddlewares,
    ...runMiddlewares,
    ...shipmentMiddlewares,
    ...labelAccountMiddlewares,
    ...labelMiddlewares,
    ...webhookMiddlewares,
    ...shipManyMiddlewares,
  ],
})
