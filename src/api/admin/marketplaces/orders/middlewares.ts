import { body, query } from "../validate"
import {
  acceptSchema,
  bulkSchema,
  bulkWithReasonSchema,
  cancelSchema,
  correctAddressSchema,
  countProblemsSchema,
  exportOrdersSchema,
  listOrdersSchema,
  readOrderSchema,
  reasonSchema,
  refuseSchema,
  retrySchema,
} from "./validators"

const path = "/admin/marketplaces/orders"
const one = `${path}/:id`

export const orderMiddlewares = [
  query(path, listOrdersSchema),
  query(`${path}/export`, exportOrdersSchema),
  query(`${path}/problems`, countProblemsSchema),
  query(one, readOrderSchema),
  body(`${path}/accept`, bulkSchema),
  body(`${path}/refuse`, bulkWithReasonSchema),
  body(`${path}/retry`, bulkSchema),
  body(`${path}/ignore`, bulkWithReasonSchema),
  body(`${one}/accept`, acceptSchema),
  body(`${one}/refuse`, refuseSchema),
  body(`${one}/retry`, retrySchema),
  body(`${one}/ignore`, reasonSchema),
  body(`${one}/address`, correctAddressSchema),
  body(`${one}/cancel`, cancelSchema),
  body(`${one}/purge`, reasonSchema),
]
