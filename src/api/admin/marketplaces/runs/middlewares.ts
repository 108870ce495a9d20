import { query } from "../validate"
import { listRunsSchema } from "./validators"

export const runMiddlewares = [query("/admin/marketplaces/runs", listRunsSchema)]
