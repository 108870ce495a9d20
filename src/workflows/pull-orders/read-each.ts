import type { MarketplaceSession, Snapshot } from "../../marketplaces/port"
import { eachOrder } from "../shared/each-order"

type Reading = {
  /** What is stored of them. */
  known?: Snapshot[]
  take: (snapshot: Snapshot) => Promise<unknown>
  /** Says what could not be read. */
  report: (sentence: string) => void
}

/**
 * Requests these orders one by one, each once. An order that the marketplace does not know or cannot show is reported
 * and the others go on; an error that concerns the whole connection is thrown.
 */
export const readEach = (session: MarketplaceSession, ids: string[], { known = [], take, report }: Reading) =>
  eachOrder(
    new Set(ids),
    async (id) => {
      const snapshot = await session.read(
        id,
        known.find(({ external_id }) => external_id === id)
      )
      if (snapshot) await take(snapshot)
      else report(`The marketplace does not know the order ${id}.`)
    },
    (id, error) => report(`The order ${id} could not be read: ${error.message}`)
  )
