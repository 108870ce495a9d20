import { isMarketplaceError, MarketplaceError } from "../errors"
import type { CallResult } from "../port"
import type { Answer } from "./client"
import { fold } from "../fold"

export type RefusedItem = { itemid: string; error: MarketplaceError }
export type ItemOutcomes = {
  done: string[]
  /** Had the effect already. */
  already: string[]
  refused: RefusedItem[]
}

/**
 * One call per item: Rakuten decides, corrects and cancels by item. A refused item does not stop the others; any other
 * failure does, and says so when something was done before it.
 */
export async function callEach(
  itemids: string[],
  call: (itemid: string) => Promise<unknown>
): Promise<ItemOutcomes> {
  const outcomes: ItemOutcomes = { done: [], already: [], refused: [] }
  for (const itemid of itemids) {
    try {
      await call(itemid)
      outcomes.done.push(itemid)
    } catch (error) {
      if (!(isMarketplaceError(error) && error.kind === "refused")) {
        throw afterProgress(error, outcomes)
      }
      outcomes.refused.push({ itemid, error })
    }
  }
  return outcomes
}

/**
 * The outcomes once it was looked up what became of the refused items.
 * @param judge the error of a refused item, or null when it has the effect after all
 */
export function judgeRefused(
  outcomes: ItemOutcomes,
  judge: (item: RefusedItem) => MarketplaceError | null
): ItemOutcomes {
  const judged = outcomes.refused.map((item) => ({ itemid: item.itemid, error: judge(item) }))
  return {
    done: outcomes.done,
    already: [...outcomes.already, ...judged.filter(({ error }) => !error).map(({ itemid }) => itemid)],
    refused: judged.flatMap(({ itemid, error }) => (error ? [{ itemid, error }] : [])),
  }
}

/** The result for all items; throws the first refusal, with the part of the items that was done. */
export function resultOf(outcomes: ItemOutcomes): CallResult {
  const [first] = outcomes.refused
  if (first) {
    throw afterProgress(first.error, outcomes)
  }
  const message = outcomes.already.length ? `Already so: ${outcomes.already.join(", ")}.` : null
  return { result: outcomes.done.length ? "done" : "already", status: 200, message }
}

/** With an item done, the call as a whole had an effect: the marketplace must be read before it is repeated. */
export function afterProgress(
  error: unknown,
  { done, already }: Pick<ItemOutcomes, "done" | "already">
): unknown {
  const taken = [...done, ...already]
  if (!isMarketplaceError(error) || taken.length === 0) {
    return error
  }
  return new MarketplaceError(error.kind, `${error.message} Taken before: ${taken.join(", ")}.`, {
    ...error.details,
    effect: "unknown",
  })
}

/** Throws `invalid_answer` unless the answer's status is this word, in any case. */
export function assertStatus(
  label: string,
  word: string,
  { response, status }: Answer<{ status: string }>
): void {
  if (fold(response.status) !== fold(word)) {
    throw new MarketplaceError(
      "invalid_answer",
      `${label}: the answer does not say "${word}" (status ${status}).`,
      {
        effect: "unknown",
        status,
      }
    )
  }
}
