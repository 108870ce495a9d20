import { useQueryParams } from "@medusajs/dashboard/hooks"
import { useEffect, useRef } from "react"
import { useSearchParams } from "react-router-dom"

/**
 * What a list's address asks for. Medusa's table keeps the page when its search, filters or order change: a new question
 * starts on the first page. `filters` are what the list is narrowed to beside its search.
 */
export function useListParams(prefix?: string, filters: object = {}) {
  const [, setParams] = useSearchParams()
  const { q, order, offset } = useQueryParams(["q", "order", "offset"], prefix)
  const question = JSON.stringify([q, order, filters])
  const asked = useRef(question)
  const isNew = asked.current !== question
  useEffect(() => {
    // Until the address has lost the old page, it is not that of this question.
    if (!offset) asked.current = question
    if (!isNew || !offset) return
    setParams(
      (before) => {
        before.delete(prefix ? `${prefix}_offset` : "offset")
        return before
      },
      { replace: true }
    )
  }, [isNew, offset, question, prefix, setParams])
  return { q, order, offset: isNew ? 0 : Number(offset ?? 0) }
}
