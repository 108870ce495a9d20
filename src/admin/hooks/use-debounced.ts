import { useEffect, useState } from "react"

/** The value as it was when it last stood still for `wait` milliseconds. */
export function useDebounced<Value>(value: Value, wait = 400): Value {
  const [debounced, setDebounced] = useState(value)
  useEffect(() => {
    const timer = setTimeout(() => setDebounced(value), wait)
    return () => clearTimeout(timer)
  }, [value, wait])
  return debounced
}
