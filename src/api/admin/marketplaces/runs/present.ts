import type { RunRow } from "../../../../modules/marketplace/stores/runs"
import { iso } from "../iso"
import type { Run } from "./types"

export const presentRun = (row: RunRow & { created_at: Date }): Run => ({
  ...row,
  started_at: iso(row.started_at),
  finished_at: iso(row.finished_at),
  outcomes: row.outcomes as Run["outcomes"],
  created_at: iso(row.created_at),
})
