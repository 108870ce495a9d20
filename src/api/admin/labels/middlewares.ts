import { body, query } from "../marketplaces/validate"
import {
  documentQuerySchema,
  listLabelsSchema,
  makeLabelSchema,
  noBodySchema,
  retryLabelSchema,
} from "./validators"

const path = "/admin/labels"
const one = `${path}/:id`

export const labelMiddlewares = [
  query(path, listLabelsSchema),
  body(path, makeLabelSchema),
  body(`${one}/retry`, retryLabelSchema),
  ...["approve", "cancel", "mark-printed"].map((act) => body(`${one}/${act}`, noBodySchema)),
  query(`${one}/documents/:type`, documentQuerySchema),
]
