import type { MedusaContainer } from "@medusajs/framework/types"
import type { Problem } from "../../orders/problems"
import { marketplaceOf } from "../shared/marketplace"

/** An acknowledged problem is not raised again while it says the same: compare with `noteKey`. */
export async function acknowledged(container: MedusaContainer, ids: string[]): Promise<Set<string>> {
  const entries = await marketplaceOf(container).history.listAcknowledged(ids)
  return new Set(entries.map(({ id, data }) => noteKey(id, data as Problem)))
}

export const noteKey = (id: string, { code, params }: Problem) =>
  JSON.stringify([id, code, Object.entries(params ?? {}).sort(([a], [b]) => (a < b ? -1 : 1))])
