import { body, query } from "../validate"
import { deleteListingSchema, listListingsSchema, saveListingSchema } from "./validators"

const path = "/admin/marketplaces/listings"

export const listingMiddlewares = [
  query(path, listListingsSchema),
  body(path, saveListingSchema),
  query(`${path}/:id`, deleteListingSchema, "DELETE"),
]
