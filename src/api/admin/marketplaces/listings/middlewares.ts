import { body, query } from "../validate"
import { listListingsSchema, saveListingSchema } from "./validators"

const path = "/admin/marketplaces/listings"

export const listingMiddlewares = [query(path, listListingsSchema), body(path, saveListingSchema)]
