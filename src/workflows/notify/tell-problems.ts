import type { MedusaContainer } from "@medusajs/framework/types"
import { describeProblem, type ProblemParams } from "../../orders/problems"
import { marketplaceOf } from "../shared/marketplace"
import { type FeedEntry, tellFeed } from "./tell-feed"

type Told = {
  connection_id: string
  connection_name: string
  reference: string | null
  code: string
  params: ProblemParams | null
  since: Date | string | null
}

/** Orders with the same cause on the same day are one entry of the feed, by the first of them. */
export async function tellOrderProblem(container: MedusaContainer, id: string): Promise<void> {
  const rows = await marketplaceOf(container).query<Told>(
    `select o.connection_id, c.name as connection_name, coalesce(o.external_reference, o.external_id) as reference,
            o.problem_code as code, o.problem_params as params, o.problem_since as since
       from marketplace_order o join marketplace_connection c on c.id = o.connection_id
      where o.id = ? and o.problem_code is not null and not o.is_test`,
    [id]
  )
  await tellFeed(
    container,
    rows.map((row) =>
      entryOf(row, `order:${row.connection_id}:${row.code}:${String(row.params?.sku ?? "")}:${dayOf(row)}`)
    )
  )
}

export async function tellActionProblem(container: MedusaContainer, id: string): Promise<void> {
  const rows = await marketplaceOf(container).query<Told>(
    `select a.connection_id, c.name as connection_name, coalesce(o.external_reference, o.external_id) as reference,
            a.problem_code as code, a.problem_params as params, a.updated_at as since
       from marketplace_action a join marketplace_order o on o.id = a.marketplace_order_id
       join marketplace_connection c on c.id = a.connection_id
      where a.id = ? and a.problem_code is not null`,
    [id]
  )
  await tellFeed(
    container,
    rows.map((row) => entryOf(row, `action:${id}:${row.code}`))
  )
}

export async function tellConnectionProblem(container: MedusaContainer, id: string): Promise<void> {
  const rows = await marketplaceOf(container).query<Told>(
    `select id as connection_id, name as connection_name, null as reference, health_code as code,
            health_params as params, health_since as since
       from marketplace_connection where id = ? and health_code is not null`,
    [id]
  )
  await tellFeed(
    container,
    rows.map((row) => entryOf(row, `connection:${id}:${row.code}:${String(row.since)}`))
  )
}

const dayOf = ({ since }: Told) => new Date(since ?? Date.now()).toISOString().slice(0, 10)

function entryOf({ connection_name, reference, code, params }: Told, key: string): FeedEntry {
  const { message, hint } = describeProblem(code, params ?? {}, "en")
  return {
    key,
    title: reference ? `${connection_name}: order ${reference}` : connection_name,
    description: `${message} ${hint}`,
  }
}
