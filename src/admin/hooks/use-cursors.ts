import { useEffect, useRef } from "react"
import type { KeysetPage } from "../../api/admin/marketplaces/types"

type Read = { data?: KeysetPage; isPlaceholderData: boolean }

/**
 * Where the pages of a list begin that was paged through: each behind the one before it, so that a page far behind is as quick
 * as the first, and none repeats or leaves out what moved meanwhile. A page that is opened by its address alone begins at its
 * offset, and is not among them. `question`: all that the list is asked for but the page.
 */
export function useCursors(question: unknown): Map<number, string> {
  const asked = JSON.stringify(question)
  const begins = useRef({ asked, after: new Map<number, string>() })
  if (begins.current.asked !== asked) begins.current = { asked, after: new Map() }
  return begins.current.after
}

/** Keeps where the page behind this one begins. */
export function useNextCursor(after: Map<number, string>, { data, isPlaceholderData }: Read) {
  useEffect(() => {
    if (data?.next && !isPlaceholderData) after.set(data.offset + data.limit, data.next)
  }, [after, data, isPlaceholderData])
}
