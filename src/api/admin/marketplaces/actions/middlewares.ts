import { body, query } from "../validate"
import {
  closeActionSchema,
  closeActionsSchema,
  listActionsSchema,
  retryActionSchema,
  retryActionsSchema,
} from "./validators"

const path = "/admin/marketplaces/actions"
const one = `${path}/:id`

export const actionMiddlewares = [
  query(path, listActionsSchema),
  body(`${path}/retry`, retryActionsSchema),
  body(`${path}/skip`, closeActionsSchema),
  body(`${path}/mark-done`, closeActionsSchema),
  body(`${one}/retry`, retryActionSchema),
  body(`${one}/skip`, closeActionSchema),
  body(`${one}/mark-done`, closeActionSchema),
]
