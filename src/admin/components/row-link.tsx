import type { ReactNode } from "react"
import { Link } from "react-router-dom"

/**
 * Column options of a cell that holds a `RowLink`: the table's own tooltip would open after a click that it does not see, over
 * what the link has opened, and take the Escape that closes it.
 */
export const LINKED = { truncateTooltip: false } as const

type Props = { to: string; className: string; title?: string; children: ReactNode }

/** A link in a row that leads somewhere itself: the row does not follow too. */
export const RowLink = (props: Props) => <Link {...props} onClick={(event) => event.stopPropagation()} />
