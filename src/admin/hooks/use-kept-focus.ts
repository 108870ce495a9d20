import { useEffect, useRef } from "react"

/**
 * Keeps the focus of the keyboard where something was done: a button that is disabled while it works, or gone once it is
 * done, loses it to the page.
 */
export function useKeptFocus(isWorking: boolean) {
  const ref = useRef<HTMLDivElement>(null)
  const wasWorking = useRef(false)
  useEffect(() => {
    const isDone = wasWorking.current && !isWorking
    wasWorking.current = isWorking
    if (!isDone) return
    // A question that closes gives the focus back first.
    const later = setTimeout(() => {
      if (!document.activeElement || document.activeElement === document.body) {
        ref.current?.focus({ preventScroll: true })
      }
    })
    return () => clearTimeout(later)
  }, [isWorking])
  return ref
}
