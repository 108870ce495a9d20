import { z } from "@medusajs/framework/zod"
import { IANAZone } from "luxon"
import { oneOrMany } from "../helpers"

export const overviewSchema = z.strictObject({
  days: z.coerce.number().int().min(1).max(366).default(30),
  time_zone: z
    .string()
    .max(64)
    .refine((zone) => IANAZone.isValidZone(zone), "time_zone: a name such as Europe/Paris is needed.")
    .default("UTC"),
  connection_id: oneOrMany.optional(),
})

export type OverviewQuery = z.infer<typeof overviewSchema>
