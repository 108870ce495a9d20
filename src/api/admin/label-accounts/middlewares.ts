import { deleteSchema } from "../marketplaces/helpers"
import { body, query } from "../marketplaces/validate"
import {
  checkLabelAccountSchema,
  createLabelAccountSchema,
  listLabelAccountsSchema,
  optionsQuerySchema,
  resolveOptionSchema,
  ruleBodySchema,
  ruleOrderSchema,
  servicePointsQuerySchema,
  updateLabelAccountSchema,
} from "./validators"

const path = "/admin/label-accounts"
const one = `${path}/:id`

export const labelAccountMiddlewares = [
  query(path, listLabelAccountsSchema),
  body(path, createLabelAccountSchema),
  body(`${path}/check`, checkLabelAccountSchema),
  body(one, updateLabelAccountSchema),
  query(one, deleteSchema, "DELETE"),
  query(`${one}/options`, optionsQuerySchema),
  query(`${one}/service-points`, servicePointsQuerySchema),
  body(`${one}/rules`, ruleBodySchema),
  body(`${one}/rules/order`, ruleOrderSchema),
  body(`${one}/rules/resolve`, resolveOptionSchema),
  body(`${one}/rules/:rule_id`, ruleBodySchema),
  query(`${one}/rules/:rule_id`, deleteSchema, "DELETE"),
]
