import type { HistoryRow } from "../../../modules/marketplace/stores/history"
import { iso } from "./iso"
import type { HistoryEntry } from "./types"

export const presentEntry = <Row extends HistoryRow>(
  row: Row
): Omit<Row, "created_at"> & Pick<HistoryEntry, "created_at"> => ({ ...row, created_at: iso(row.created_at) })
