import type { MedusaContainer } from "@medusajs/framework/types"
import type { OrderRow } from "../../modules/marketplace/stores/orders"
import { problemKey } from "../../orders/problem-key"
import type { Problem } from "../../orders/problems"
import { marketplaceOf } from "../shared/marketplace"

/** Whether a person has taken note of what this problem says. */
export type IsNoted = (problem: Problem) => boolean

/**
 * What persons have taken note of on these orders, by our ids. Before 0.2 only the history said it, by code and texts: it
 * counts for the first look at an order since then.
 */
export async function notedProblems(
  container: MedusaContainer,
  rows: Pick<OrderRow, "id" | "marks">[]
): Promise<(id: string) => IsNoted> {
  const known = new Map(rows.map(({ id, marks }) => [id, marks?.noted]))
  const before = rows.flatMap(({ id, marks }) => (marks?.noted ? [] : id))
  const entries = before.length ? await marketplaceOf(container).history.listAcknowledged(before) : []
  const said = new Set(entries.map(({ id, data }) => sentenceKey(id, data as Problem)))
  return (id) => (problem) =>
    known.get(id)?.includes(problemKey(problem)) ?? said.has(sentenceKey(id, problem))
}

const sentenceKey = (id: string, { code, params }: Problem) =>
  `${id} ${problemKey({ code, params: params ?? {} })}`
