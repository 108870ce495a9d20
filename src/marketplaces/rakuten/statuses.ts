import type { ItemStatus } from "../port"
import type { RakutenSettings } from "./settings"

/** Where an answer comes from: the services name one situation differently. */
export type Service = "newsales" | "currentsales" | "iteminfos" | "billing"

/** `accepted` waits for the receipt, whether shipped or not; `pending` is a pre-order that waits for stock. */
export type Situation =
  "to_accept" | "accepted" | "pending" | "claim" | "refused" | "canceled" | "closed" | "gone"

/**
 * Our own word for an item that no list and no billing information has, and for which getiteminfos has no status: it has
 * none for what was refused, expired, or canceled before acceptance.
 */
export const GONE_WORD = "GONE"

/** External status of an item that was never answered: Rakuten has no word for it, the sale is listed no longer. */
export const EXPIRED = "EXPIRED"

/** The words of the four services: no word means two things (official documentation, as copied in public client code). */
export const SITUATIONS: Record<string, Situation> = {
  TO_CONFIRM: "to_accept",
  REQUESTED: "to_accept",
  REMINDED: "to_accept",
  ACCEPTED: "accepted",
  COMMITTED: "accepted",
  PENDING: "pending",
  PENDING_CLAIM: "claim",
  CLAIM: "claim",
  ON_HOLD: "claim",
  REFUSED: "refused",
  CANCELLED: "canceled",
  CLOSED: "closed",
  [GONE_WORD]: "gone",
}

/** Null for a word that the documentation does not have. */
export function situationOf(word: string): Situation | null {
  const key = word.trim().toUpperCase()
  return Object.hasOwn(SITUATIONS, key) ? SITUATIONS[key] : null
}

/**
 * How far along an item's life a word is: of two words the farther one is true, whichever came later. Words of the same
 * rank can follow each other both ways (a claim that is settled), so there the later one is true. A cancellation ranks
 * with them: nothing documents that one is taken back, but where a later answer says so, a person has to know.
 *
 * For a decided item the list of new sales counts less than the services for decided items: it does not distinguish a
 * pre-order that waits for stock from an item that can be shipped.
 */
export function lifeRank(word: string, service: Service): number {
  switch (situationOf(word)) {
    case "to_accept":
      return 0
    case "closed":
      return 3
    case "refused":
    case "canceled":
    case "gone":
      return 2
    case null:
      return service === "newsales" ? 0 : 2
    default:
      return service === "newsales" ? 1 : 2
  }
}

const USUAL_ORDER: (Situation | null)[] = [
  null,
  "to_accept",
  "pending",
  "accepted",
  "claim",
  "refused",
  "canceled",
  "gone",
  "closed",
]

/** Answers are dated to the second: of two words in one second, the one farther in this order is probably the later one. */
export const usualOrder = (word: string): number => USUAL_ORDER.indexOf(situationOf(word))

function ownStatus(word: string, map: RakutenSettings["extra_status_map"]): ItemStatus {
  return Object.hasOwn(map, word) ? map[word] : "unknown"
}

/** An item's status in our words, before anything is known about its parcel. */
export function toItemStatus(
  word: string,
  settings: Pick<RakutenSettings, "extra_status_map" | "import_statuses">,
  wasAccepted = false
): ItemStatus {
  const situation = situationOf(word)
  switch (situation) {
    // An accepted item has a status until it is closed: a person looks at one that has none.
    case "gone":
      return wasAccepted ? "unknown" : "canceled"
    case null:
      return ownStatus(word.trim().toUpperCase(), settings.extra_status_map)
    case "accepted":
    case "pending":
      return settings.import_statuses.includes(situation) ? "ready" : "waiting"
    default:
      return situation
  }
}
