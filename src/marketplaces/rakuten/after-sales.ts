import type { z } from "zod"

import { isMarketplaceError, type MarketplaceErrorKind } from "../errors"
import type { AfterSaleSighting } from "../port"
import type { RakutenClient } from "./client"
import { todoSchema } from "./schemas"
import type { RakutenSettings } from "./settings"

/** Nothing waits for this list: one that hangs does not hold the comparison up for long. */
const TIMEOUT_MS = 15_000
/** What fails for this list alone; others may be answered. */
const OF_THIS_LIST: readonly MarketplaceErrorKind[] = [
  ...(["refused", "no_rights", "unavailable", "invalid_answer", "too_large"] as const),
]
const CLAIM = /\bCLAIM\b/i

/**
 * Items with an open claim, also of sales that are too old for the lists. Rakuten names only the items: reading their
 * purchase again shows what became of them.
 */
export async function readClaims(
  client: RakutenClient,
  settings: RakutenSettings,
  onFailure: (sentence: string) => void
): Promise<AfterSaleSighting[]> {
  if (!settings.read_todo_list) {
    return []
  }
  let response: z.infer<typeof todoSchema>
  try {
    ;({ response } = await client.read("getitemtodolist", {}, todoSchema, { timeout_ms: TIMEOUT_MS }))
  } catch (error) {
    if (!isMarketplaceError(error) || !OF_THIS_LIST.includes(error.kind)) {
      throw error
    }
    onFailure(`${error.message} See the setting read_todo_list.`)
    return []
  }
  return response.items
    .filter(({ itemid, causes }) => itemid !== "" && CLAIM.test(causes))
    .map(({ itemid }) => ({ order_external_id: null, item_external_ids: [itemid], after_sale: null }))
}
