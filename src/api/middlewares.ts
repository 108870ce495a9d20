import { defineMiddlewares } from "@medusajs/framework/http"
import { fulfillmentMiddlewares } from "./admin/fulfillments/middlewares"
import { actionMiddlewares } from "./admin/marketplaces/actions/middlewares"
import { carrierMiddlewares } from "./admin/marketplaces/carriers/middlewares"
import { connectionMiddlewares } from "./admin/marketplaces/connections/middlewares"
import { listingMiddlewares } from "./admin/marketplaces/listings/middlewares"
import { acknowledgeMiddlewares } from "./admin/marketplaces/orders/acknowledge/middlewares"
import { cancellationMiddlewares } from "./admin/marketplaces/orders/cancellations/middlewares"
import { orderMiddlewares } from "./admin/marketplaces/orders/middlewares"
import { shipmentMiddlewares } from "./admin/marketplaces/orders/[id]/shipments/middlewares"
import { overviewMiddlewares } from "./admin/marketplaces/overview/middlewares"
import { runMiddlewares } from "./admin/marketplaces/runs/middlewares"

export default defineMiddlewares({
  routes: [
    ...actionMiddlewares,
    ...carrierMiddlewares,
    ...connectionMiddlewares,
    ...listingMiddlewares,
    ...orderMiddlewares,
    ...acknowledgeMiddlewares,
    ...cancellationMiddlewares,
    ...fulfillmentMiddlewares,
    ...overviewMiddlewares,
    ...runMiddlewares,
    ...shipmentMiddlewares,
  ],
})
