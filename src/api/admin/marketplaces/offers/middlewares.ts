import { body, query } from "../validate"
import {
  changeOffersSchema,
  createOffersSchema,
  exportOffersSchema,
  importOffersSchema,
  listOfferBatchesSchema,
  listOffersSchema,
  offerProblemsSchema,
  overrideOfferSchema,
} from "./validators"

const path = "/admin/marketplaces/offers"

export const offerMiddlewares = [
  query(path, listOffersSchema),
  body(path, createOffersSchema),
  query(`${path}/problems`, offerProblemsSchema),
  query(`${path}/export`, exportOffersSchema),
  { ...body(`${path}/import`, importOffersSchema), bodyParser: { sizeLimit: "12mb" } },
  body(`${path}/push`, changeOffersSchema),
  body(`${path}/exclude`, changeOffersSchema),
  body(`${path}/include`, changeOffersSchema),
  // After the others: an id is any word.
  body(`${path}/:id`, overrideOfferSchema),
  query("/admin/marketplaces/offer-batches", listOfferBatchesSchema),
]
