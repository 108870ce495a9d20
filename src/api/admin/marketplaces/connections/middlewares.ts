import { body, query } from "../validate"
import {
  activateOffersSchema,
  activateSchema,
  checkSchema,
  compareOffersSchema,
  completenessSchema,
  createConnectionSchema,
  decideBrakeSchema,
  deleteConnectionSchema,
  historySchema,
  importSchema,
  listConnectionsSchema,
  noBodySchema,
  stopOffersSchema,
  testOrderSchema,
  updateConnectionSchema,
} from "./validators"

const path = "/admin/marketplaces/connections"
const one = `${path}/:id`

export const connectionMiddlewares = [
  query(path, listConnectionsSchema),
  body(path, createConnectionSchema),
  body(`${path}/check`, checkSchema),
  body(one, updateConnectionSchema),
  query(one, deleteConnectionSchema, "DELETE"),
  body(`${one}/activate`, activateSchema),
  body(`${one}/import`, importSchema),
  query(`${one}/history`, historySchema),
  body(`${one}/test-order`, testOrderSchema),
  body(`${one}/test-notification`, noBodySchema),
  query(`${one}/completeness`, completenessSchema),
  body(`${one}/offers/preview`, noBodySchema),
  body(`${one}/offers/activate`, activateOffersSchema),
  body(`${one}/offers/brake`, decideBrakeSchema),
  body(`${one}/offers/compare`, compareOffersSchema),
  body(`${one}/offers/stop`, stopOffersSchema),
  body(`${one}/offers/resume`, noBodySchema),
]
