import { createHash } from "node:crypto"
import type { MedusaContainer } from "@medusajs/framework/types"
import { connectionNotice, moreNotice, orderNotice } from "../../orders/notices"
import { isBlocking, problemFacts, type ProblemParams } from "../../orders/problems"
import { marketplaceOf } from "../shared/marketplace"
import { tell } from "./tell"

type Told = {
  id: string
  connection_id: string
  connection_name: string
  settings: Record<string, unknown>
  reference: string
  code: string
  params: ProblemParams | null
  since: Date | string | null
}

/** Told one by one in a day, of one connection and one problem. */
const ONE_BY_ONE = 20

const dayOf = (since: Told["since"]) => new Date(since ?? Date.now()).toISOString().slice(0, 10)
const short = (text: string) => createHash("sha256").update(text).digest("base64url").slice(0, 16)

/** What names the cause: the article where it is about one, else all details, else the order itself. */
function causeOf({ id, code, params, since }: Told): string {
  if (problemFacts(code).scope === "each") return `${id}:${since ? new Date(since).getTime() : ""}`
  return typeof params?.sku === "string" ? short(params.sku) : short(JSON.stringify(params ?? {}))
}

/** Of the same problem, what comes after the first ones of a day is told together. */
export async function tellOrderProblem(container: MedusaContainer, id: string): Promise<void> {
  const marketplace = marketplaceOf(container)
  const [row] = await marketplace.query<Told>(
    `select o.id, o.connection_id, c.name as connection_name, c.settings,
            coalesce(o.external_reference, o.external_id) as reference,
            o.problem_code as code, o.problem_params as params, o.problem_since as since
       from marketplace_order o join marketplace_connection c on c.id = o.connection_id
      where o.id = ? and o.problem_code is not null and not o.is_test`,
    [id]
  )
  if (!row) return
  const today = `order:${row.connection_id}:${row.code}:${dayOf(row.since)}:`
  const [{ count }] = await marketplace.query<{ count: number }>(
    `select count(distinct split_part(idempotency_key, ':', 6))::int as count from notification
      where idempotency_key like ? and deleted_at is null`,
    [`marketplace:${today.replace(/[\\%_]/g, "\\$&")}%`]
  )
  const cause = { code: row.code, params: row.params ?? {} }
  const notice =
    count > ONE_BY_ONE
      ? moreNotice(`${today}more`, row, cause)
      : orderNotice(today + causeOf(row), row, cause)
  await tell(container, row, [notice])
}

export async function tellActionProblem(container: MedusaContainer, id: string): Promise<void> {
  const [row] = await marketplaceOf(container).query<Told>(
    `select o.id, a.connection_id, c.name as connection_name, c.settings,
            coalesce(o.external_reference, o.external_id) as reference,
            a.problem_code as code, a.problem_params as params, a.updated_at as since
       from marketplace_action a join marketplace_order o on o.id = a.marketplace_order_id
       join marketplace_connection c on c.id = a.connection_id
      where a.id = ? and a.problem_code is not null`,
    [id]
  )
  if (!row) return
  const cause = { code: row.code, params: row.params ?? {} }
  await tell(container, row, [orderNotice(`action:${id}:${row.code}`, row, cause)])
}

/**
 * What stops a connection is told when it has stopped: a first refusal may be a passing fault. What passes by itself
 * is told once a day.
 */
export async function tellConnectionProblem(container: MedusaContainer, id: string): Promise<void> {
  const [row] = await marketplaceOf(container).query<Told & { name: string; status: string }>(
    `select id, name, settings, health_status as status, health_code as code, health_params as params,
            health_since as since
       from marketplace_connection where id = ? and health_code is not null`,
    [id]
  )
  if (!row || (isBlocking(row.code) && row.status !== "paused")) return
  const since = isBlocking(row.code) ? new Date(row.since ?? 0).getTime() : dayOf(row.since)
  const cause = { code: row.code, params: row.params ?? {} }
  await tell(container, row, [connectionNotice(`connection:${id}:${row.code}:${since}`, row, cause)])
}
