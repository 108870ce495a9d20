import type { MedusaContainer } from "@medusajs/framework/types"
import type { MarketplaceSession } from "../../marketplaces/port"
import type { ConnectionRow, OpenWork } from "../../modules/marketplace/stores/connections"
import type { RunRow } from "../../modules/marketplace/stores/runs"

/** What the phases of one run share. */
export type RunFrame = {
  container: MedusaContainer
  connection: ConnectionRow
  /** Who has its lease. */
  owner: string
  row: RunRow
  counts: RunRow["counts"]
  /** What waited in the store when the run began. */
  work: OpenWork
  /** It answered something. */
  is_heard: boolean
  /** The marketplace answered everything so far. */
  is_answered: boolean
  /** The next pull begins there; null: where this one began. */
  cursor: string | null
  /** The marketplace's lists were read from the cursor to their end, and all of it is stored. */
  is_whole: boolean
  /** What a preview found. */
  outcomes: unknown[] | null
  /** Called between pieces of work. Throws when another process has the lease. */
  keepLease: () => Promise<void>
  /** Says what could not be read. */
  report: (sentence: string) => void
}

/** Reads the marketplace. */
export type ReadingPhase = (run: RunFrame, session: MarketplaceSession) => Promise<void>
/**
 * One piece of work, also when the reading or another piece failed. There is no session where the marketplace cannot be
 * asked.
 */
export type WorkingPhase = (run: RunFrame, session: MarketplaceSession | null) => Promise<void>

/** A kind of run. */
export type RunKind = {
  /** The marketplace's lists; null: what is known is enough. */
  reading: ReadingPhase | null
  working: WorkingPhase[]
  /**
   * Whether it needs an active connection. Its success then clears the connection's health, and what could not be read
   * counts as seen. A preview writes nothing; it has seen what it lists.
   */
  writes: boolean
}
