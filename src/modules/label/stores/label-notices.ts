import { type Database, rowsOf } from "../../marketplace/stores/database"

// What persons are notified of.

type Cause = { code: string; params: Record<string, unknown> | null; since: Date | null }

/** Of a request, or of an order that stands in the panel and has none yet. */
export type LabelProblem = Cause & {
  id: string
  account_id: string
  order_id: string
  order_number: string
  generation: number
}

/**
 * Returns the problem of the request or panel order with this id, or those of the last day (null), the longest waiting first.
 * None of a test.
 */
export const listLabelProblems = (
  database: Database,
  { of, limit }: { of: string | null; limit: number }
): Promise<LabelProblem[]> => {
  const shown = `problem_code as code, problem_params as params, problem_since as since`
  const where = `problem_code is not null and ${of === null ? "problem_since > now() - interval '1 day'" : "id = :of"}`
  return rowsOf(
    database,
    `select id, account_id, order_id, order_number, generation, ${shown}
       from marketplace_label_request where not is_test and ${where} and deleted_at is null
     union all
     select id, account_id, order_id, order_number, 0, ${shown}
       from marketplace_label_panel_order where ${where} and deleted_at is null
     order by since, id limit :limit`,
    { of, limit }
  )
}

export type AccountProblem = Cause & { id: string; name: string }

/** Returns why the account with this id is not well, or which of all are not since the last day (null). */
export const listAccountProblems = (
  database: Database,
  { of }: { of: string | null }
): Promise<AccountProblem[]> =>
  rowsOf(
    database,
    `select id, name, health_code as code, health_params as params, health_since as since
       from marketplace_label_account
      where health_code is not null and ${of === null ? "health_since > now() - interval '1 day' and deleted_at is null" : "id = :of"}`,
    { of }
  )
