import { z } from "@medusajs/framework/zod"
import { labelOverridesSchema } from "../../../labels/plan-label"
import { documentTypeSchema } from "../../../labels/label-service"
import { id, listQuery, oneOrMany } from "../marketplaces/helpers"

const flag = z.enum(["true", "false"]).transform((value) => value === "true")

const filters = {
  account_id: id.optional(),
  order_id: id.optional(),
  fulfillment_id: id.optional(),
  return_id: id.optional(),
  state: oneOrMany.optional(),
  problem: oneOrMany.optional(),
  has_problem: flag.optional(),
  printed: flag.optional(),
}
export const listLabelsSchema = listQuery(filters)
export const exportLabelsSchema = z.strictObject({
  ...filters,
  q: z.string().trim().max(200).optional(),
})
export const makeLabelSchema = z
  .strictObject({
    fulfillment_id: id.optional(),
    return_id: id.optional(),
    account_id: id.optional(),
    overrides: labelOverridesSchema.optional(),
  })
  .refine(({ fulfillment_id, return_id }) => (fulfillment_id === undefined) !== (return_id === undefined), {
    message: "Either fulfillment_id or return_id is needed",
  })
export const retryLabelSchema = z.strictObject({ overrides: labelOverridesSchema.optional() })
/** As many as one person packs at once. */
const MOST_ORDERS = 50
const ids = z.array(id).min(1).max(100)
export const labelOrdersSchema = z.strictObject({ order_ids: z.array(id).min(1).max(MOST_ORDERS) })
export const labelIdsSchema = z.strictObject({ ids })
const paper_size = z.enum(["a4", "a5", "a6"]).optional()
export const printLabelsSchema = z.strictObject({
  ids,
  paper_size,
  content: z.enum(["labels", "slips", "labels_and_slips"]).optional(),
  sort: z.enum(["given", "picking"]).default("given"),
})
export const pickingListQuerySchema = z.strictObject({ ids: oneOrMany })
export const noBodySchema = z.strictObject({})
export const documentQuerySchema = z.strictObject({ paper_size })
export const documentType = documentTypeSchema

export type ListLabelsQuery = z.infer<typeof listLabelsSchema>
export type ExportLabelsQuery = z.infer<typeof exportLabelsSchema>
export type MakeLabelBody = z.infer<typeof makeLabelSchema>
export type LabelOrdersBody = z.infer<typeof labelOrdersSchema>
export type PickingListQuery = z.infer<typeof pickingListQuerySchema>
export type LabelIdsBody = z.infer<typeof labelIdsSchema>
export type PrintLabelsBody = z.infer<typeof printLabelsSchema>
export type RetryLabelBody = z.infer<typeof retryLabelSchema>
export type DocumentQuery = z.infer<typeof documentQuerySchema>
