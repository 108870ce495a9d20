import { body } from "../validate"
import { checkRowsSchema, shipRowsSchema } from "./validators"

const path = "/admin/marketplaces/ship-many"

export const shipManyMiddlewares = [body(path, shipRowsSchema), body(`${path}/check`, checkRowsSchema)]
