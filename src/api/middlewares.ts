import { defineMiddlewares } from "@medusajs/framework/http"
import { connectionMiddlewares } from "./admin/marketplaces/connections/middlewares"
import { acknowledgeMiddlewares } from "./admin/marketplaces/orders/acknowledge/middlewares"
import { cancellationMiddlewares } from "./admin/marketplaces/orders/cancellations/middlewares"
import { runMiddlewares } from "./admin/marketplaces/runs/middlewares"

export default defineMiddlewares({
  routes: [
    ...connectionMiddlewares,
    ...acknowledgeMiddlewares,
    ...cancellationMiddlewares,
    ...runMiddlewares,
  ],
})
