import { createHash } from "node:crypto"
import type { MedusaContainer } from "@medusajs/framework/types"
import { connectionNotice, moreNotice, orderNotice } from "../../orders/notices"
import type { SubjectProblem } from "../../modules/marketplace/stores/notices"
import { isBlocking, problemFacts } from "../../orders/problems"
import { marketplaceOf } from "../shared/marketplace"
import { notify } from "./notify"

/** Single notifications a day for one problem of one connection. */
const ONE_BY_ONE = 20

const dayOf = (since: SubjectProblem["since"]) => new Date(since ?? Date.now()).toISOString().slice(0, 10)
const short = (text: string) => createHash("sha256").update(text).digest("base64url").slice(0, 16)

/** What identifies the cause: the SKU where the problem has one, else all details, else the order itself. */
function causeOf({ id, code, params, since }: SubjectProblem): string {
  if (problemFacts(code).scope === "each") return `${id}:${since ? new Date(since).getTime() : ""}`
  return typeof params?.sku === "string" ? short(params.sku) : short(JSON.stringify(params ?? {}))
}

/** After the first ones of a day, the same problem gets one common notification. */
export async function notifyOrderProblem(container: MedusaContainer, id: string): Promise<void> {
  const marketplace = marketplaceOf(container)
  const row = await marketplace.notices.orderProblem(id)
  if (!row) return
  const today = `order:${row.connection_id}:${row.code}:${dayOf(row.since)}:`
  const count = await marketplace.medusaTables.countNotifiedCauses(`marketplace:${today}`)
  const cause = { code: row.code, params: row.params ?? {} }
  const notice =
    count > ONE_BY_ONE
      ? moreNotice(`${today}more`, row, cause)
      : orderNotice(today + causeOf(row), row, cause)
  await notify(container, row, [notice])
}

export async function notifyActionProblem(container: MedusaContainer, id: string): Promise<void> {
  const row = await marketplaceOf(container).notices.actionProblem(id)
  if (!row) return
  const cause = { code: row.code, params: row.params ?? {} }
  await notify(container, row, [orderNotice(`action:${id}:${row.code}`, row, cause)])
}

/**
 * A blocking problem is notified once the connection is paused: the first refusal may be temporary. Any other problem is
 * notified once a day.
 */
export async function notifyConnectionProblem(container: MedusaContainer, id: string): Promise<void> {
  const row = await marketplaceOf(container).notices.connectionProblem(id)
  if (!row || (isBlocking(row.code) && row.status !== "paused")) return
  const since = isBlocking(row.code) ? new Date(row.since ?? 0).getTime() : dayOf(row.since)
  const cause = { code: row.code, params: row.params ?? {} }
  await notify(container, row, [connectionNotice(`connection:${id}:${row.code}:${since}`, row, cause)])
}
