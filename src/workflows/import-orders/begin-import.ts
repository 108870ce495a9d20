import type { MedusaContainer } from "@medusajs/framework/types"
import { NO_COUNTS } from "../../modules/marketplace/stores/runs"
import { begin } from "../shared/begin"
import { marketplaceOf } from "../shared/marketplace"
import { importIds } from "./import-due-orders"
import { BATCH_SIZE } from "./import-orders"

/** Begins to import these orders of one connection. */
export function beginImport(container: MedusaContainer, connection_id: string, ids: string[]): void {
  begin(container, `import for ${connection_id}`, async () => {
    const { signal } = marketplaceOf(container).ongoing
    for (let start = 0; start < ids.length && !signal.aborted; start += BATCH_SIZE) {
      await importIds(container, connection_id, ids.slice(start, start + BATCH_SIZE), { ...NO_COUNTS })
    }
  })
}
