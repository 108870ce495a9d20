import { body, query } from "../validate"
import {
  deleteListingSchema,
  exportListingsSchema,
  importListingsSchema,
  listListingsSchema,
  saveListingSchema,
  suggestSchema,
} from "./validators"

const path = "/admin/marketplaces/listings"

export const listingMiddlewares = [
  query(path, listListingsSchema),
  query(`${path}/suggestions`, suggestSchema),
  query(`${path}/export`, exportListingsSchema),
  body(path, saveListingSchema),
  { ...body(`${path}/import`, importListingsSchema), bodyParser: { sizeLimit: "5mb" } },
  query(`${path}/:id`, deleteListingSchema, "DELETE"),
]
