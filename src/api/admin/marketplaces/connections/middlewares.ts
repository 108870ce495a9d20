import { body, query } from "../validate"
import {
  activateSchema,
  checkSchema,
  createConnectionSchema,
  importSchema,
  listConnectionsSchema,
  testOrderSchema,
  updateConnectionSchema,
} from "./validators"

const path = "/admin/marketplaces/connections"
/** `check` beside it is not an id. */
const one = `${path}/:id((?!check$)[^/]+)`

export const connectionMiddlewares = [
  query(path, listConnectionsSchema),
  body(path, createConnectionSchema),
  body(`${path}/check`, checkSchema),
  body(one, updateConnectionSchema),
  body(`${one}/activate`, activateSchema),
  body(`${one}/import`, importSchema),
  body(`${one}/test-order`, testOrderSchema),
]
