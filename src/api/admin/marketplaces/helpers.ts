import { ONE_LINE } from "../../../marketplaces/text"
import type { AuthenticatedMedusaRequest } from "@medusajs/framework/http"
import { z } from "@medusajs/framework/zod"

/** Who is asking, for the history. */
export const actorOf = ({ auth_context }: AuthenticatedMedusaRequest) =>
  `${auth_context.actor_type.replace("-", "_")}:${auth_context.actor_id}`

const oneLine = z.string().trim().min(1).regex(ONE_LINE, "Control characters are not allowed")
export const text = oneLine.max(1000)
export const id = oneLine.max(100)
/** Of what was shown; a save with it changes nothing else. */
export const version = oneLine.max(100)
/** Deletes only what was shown. */
export const deleteSchema = z.strictObject({ version: version.optional() })
export type DeleteQuery = z.infer<typeof deleteSchema>
/** Of each that was shown, by its id; one that was changed since is refused. */
export const versions = z.record(id, version).refine((given) => Object.keys(given).length <= 1000)
export const versionsOf = (id: string, version: string | undefined) =>
  version === undefined ? {} : { [id]: version }
export const reason = z.string().trim().min(1).max(400)

export const page = {
  limit: z.coerce.number().int().min(1).max(200).default(20),
  offset: z.coerce.number().int().min(0).max(1_000_000).default(0),
}

/** `limit`, `offset`, `order` and `q`, as every list of the plugin takes them. */
export const listQuery = <Shape extends z.ZodRawShape>(filters: Shape) =>
  z.strictObject({
    ...page,
    order: z
      .string()
      .regex(/^-?[a-z_]+$/)
      .optional(),
    q: z.string().trim().max(200).optional(),
    ...filters,
  })

/** A list that can go on behind the `next` of its page, however far it is. */
export const keysetQuery = <Shape extends z.ZodRawShape>(filters: Shape) =>
  listQuery({ ...filters, after: z.string().min(1).max(3000).optional() })

/** Whether the marketplace is asked now. */
export const refreshQuery = z.strictObject({
  refresh: z
    .enum(["true", "false"])
    .default("false")
    .transform((value) => value === "true"),
})

export const oneOrMany = z
  .union([z.string(), z.array(z.string()).max(200)])
  .transform((value) => [value].flat())
