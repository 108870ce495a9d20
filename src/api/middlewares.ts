import { defineMiddlewares } from "@medusajs/framework/http"
import { connectionMiddlewares } from "./admin/marketplaces/connections/middlewares"
import { runMiddlewares } from "./admin/marketplaces/runs/middlewares"

export default defineMiddlewares({ routes: [...connectionMiddlewares, ...runMiddlewares] })
