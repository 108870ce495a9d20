import { query } from "../validate"
import { overviewSchema } from "./validators"

export const overviewMiddlewares = [query("/admin/marketplaces/overview", overviewSchema)]
