import { body, query } from "../marketplaces/validate"
import {
  documentQuerySchema,
  exportLabelsSchema,
  labelIdsSchema,
  labelOrdersSchema,
  listLabelsSchema,
  makeLabelSchema,
  noBodySchema,
  pickingListQuerySchema,
  printLabelsSchema,
  retryLabelSchema,
} from "./validators"

const path = "/admin/labels"
const one = `${path}/:id`

export const labelMiddlewares = [
  query(path, listLabelsSchema),
  body(path, makeLabelSchema),
  query(`${path}/export`, exportLabelsSchema),
  query(`${path}/picking-list`, pickingListQuerySchema),
  body(`${path}/bulk`, labelOrdersSchema),
  body(`${path}/estimate`, labelOrdersSchema),
  body(`${path}/print`, printLabelsSchema),
  body(`${path}/mark-printed`, labelIdsSchema),
  body(`${one}/retry`, retryLabelSchema),
  ...["approve", "cancel", "mark-printed"].map((act) => body(`${one}/${act}`, noBodySchema)),
  query(`${one}/documents/:type`, documentQuerySchema),
]
