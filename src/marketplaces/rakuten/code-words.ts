import type { LocalText, MarketplaceDescriptor } from "../port"
import { EXPIRED, SITUATIONS, type Situation } from "./statuses"

/** One word for each situation, which the services name differently. */
const WORDS: Record<Situation, LocalText> = {
  to_accept: { en: "Waits for your answer", fr: "Attend votre réponse" },
  accepted: { en: "Accepted", fr: "Acceptée" },
  pending: { en: "Pre-order", fr: "Précommande" },
  claim: { en: "Claim open", fr: "Réclamation en cours" },
  refused: { en: "Refused", fr: "Refusée" },
  canceled: { en: "Canceled", fr: "Annulée" },
  closed: { en: "Closed", fr: "Terminée" },
  gone: { en: "No longer listed", fr: "N'est plus affichée" },
}

export const CODE_WORDS: NonNullable<MarketplaceDescriptor["code_words"]> = {
  statuses: {
    ...Object.fromEntries(Object.entries(SITUATIONS).map(([code, situation]) => [code, WORDS[situation]])),
    [EXPIRED]: { en: "Expired without an answer", fr: "Expirée sans réponse" },
  },
}
