import type { MarketplaceDescriptor } from "../port"

/** What Octopia's codes mean (Octopia documentation, order life cycle). */
export const CODE_WORDS: Required<NonNullable<MarketplaceDescriptor["code_words"]>> = {
  statuses: {
    Processing: { en: "Being checked by the marketplace", fr: "En vérification par la marketplace" },
    WaitingAcceptance: { en: "Waits for your answer", fr: "Attend votre réponse" },
    Accepted: { en: "Accepted, not to be shipped yet", fr: "Acceptée, pas encore à expédier" },
    InPreparation: { en: "To be shipped", fr: "À expédier" },
    Shipped: { en: "Shipped", fr: "Expédiée" },
    Delivered: { en: "Delivered", fr: "Livrée" },
    Refused: { en: "Refused", fr: "Refusée" },
    Rejected: { en: "Rejected by the marketplace", fr: "Rejetée par la marketplace" },
    Cancelled: { en: "Canceled", fr: "Annulée" },
    CancelRequest: { en: "Cancellation requested", fr: "Annulation demandée" },
  },
  channels: { CDISFR: "Cdiscount France" },
}
