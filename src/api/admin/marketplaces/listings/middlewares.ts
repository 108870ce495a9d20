import { body, query } from "../validate"
import { deleteListingSchema, listListingsSchema, saveListingSchema, suggestSchema } from "./validators"

const path = "/admin/marketplaces/listings"

export const listingMiddlewares = [
  query(path, listListingsSchema),
  query(`${path}/suggestions`, suggestSchema),
  body(path, saveListingSchema),
  query(`${path}/:id`, deleteListingSchema, "DELETE"),
]
