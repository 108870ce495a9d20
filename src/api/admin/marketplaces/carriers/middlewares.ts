import { deleteSchema } from "../helpers"
import { body, query } from "../validate"
import {
  connectionCarriersSchema,
  listCarriersSchema,
  listRulesSchema,
  orderRulesSchema,
  resolveSchema,
  ruleSchema,
} from "./validators"

const connection = "/admin/marketplaces/connections/:id"
const rules = `${connection}/carrier-rules`

export const carrierMiddlewares = [
  query("/admin/marketplaces/carriers", listCarriersSchema),
  query(`${connection}/carriers`, connectionCarriersSchema),
  body(`${connection}/carriers/resolve`, resolveSchema),
  query(rules, listRulesSchema),
  body(rules, ruleSchema),
  body(`${rules}/order`, orderRulesSchema),
  body(`${rules}/:rule_id`, ruleSchema),
  query(`${rules}/:rule_id`, deleteSchema, "DELETE"),
]
