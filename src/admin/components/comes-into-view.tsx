import { type ReactNode, useEffect, useRef } from "react"

type Props = {
  /** A question: what is typed next belongs to it. */
  takesFocus?: boolean
  children: ReactNode
}

/** What appears after a click, wherever the page was scrolled to. */
export const ComesIntoView = ({ takesFocus = false, children }: Props) => {
  const ref = useRef<HTMLDivElement>(null)
  useEffect(() => {
    ref.current?.scrollIntoView({ block: "nearest" })
    if (takesFocus) ref.current?.focus({ preventScroll: true })
  }, [takesFocus])
  return (
    <div ref={ref} tabIndex={takesFocus ? -1 : undefined} className="outline-none">
      {children}
    </div>
  )
}
