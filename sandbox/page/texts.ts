import type { SellerState } from "./seller-order"

const en = {
  title: "The marketplaces, as the seller sees them",
  intro: "A sandbox: no real order, no real buyer. What the store sends shows up here.",
  clock: "Marketplace time:",
  frozen: "stopped",
  all: "All",
  orders: "orders",
  waiting: "to ship",
  with_parcel: "with a parcel",
  duplicates: "sent twice",
  refusals: "refused",
  faults: "Faults at work:",
  calls: "Last calls received",
  none: "No orders yet.",
  no_calls: "None yet.",
  by_marketplace: "shipped by the marketplace",
  accepted: "Accepted by the seller",
  refused: "Refused by the seller",
  canceled: "Canceled by the seller",
  parcel: "Parcel",
  not_shown_yet: "taken, shows shortly",
  duplicate: "Sent again:",
  refusal: "Refused:",
  no_answer: "no answer",
  newer: "Newer",
  older: "Older",
  more_lines: "more lines",
  other_language: "Français",
  account: "account",
  orders_view: "Orders",
  offers_view: "Offers",
  no_offers: "Nothing is for sale yet.",
  in_stock: "in stock",
  sold_out: "Sold out",
  inactive: "Inactive",
  more_offers: "more offers",
  oversold: "Oversold",
  last_unit: "the last unit:",
}
export type Texts = typeof en

const fr: Texts = {
  title: "Les places de marché, vues du vendeur",
  intro:
    "Un bac à sable : aucune vraie commande, aucun vrai acheteur. Ce que la boutique envoie s’affiche ici.",
  clock: "Heure de la place de marché :",
  frozen: "arrêtée",
  all: "Toutes",
  orders: "commandes",
  waiting: "à expédier",
  with_parcel: "avec un colis",
  duplicates: "envoyé deux fois",
  refusals: "refusé",
  faults: "Pannes en cours :",
  calls: "Derniers appels reçus",
  none: "Aucune commande pour l’instant.",
  no_calls: "Aucun pour l’instant.",
  by_marketplace: "expédié par la place de marché",
  accepted: "Acceptée par le vendeur",
  refused: "Refusée par le vendeur",
  canceled: "Annulée par le vendeur",
  parcel: "Colis",
  not_shown_yet: "reçu, visible dans un instant",
  duplicate: "Envoyé à nouveau :",
  refusal: "Refusé :",
  no_answer: "sans réponse",
  newer: "Plus récentes",
  older: "Plus anciennes",
  more_lines: "lignes de plus",
  other_language: "English",
  account: "compte",
  orders_view: "Commandes",
  offers_view: "Offres",
  no_offers: "Rien n’est en vente pour l’instant.",
  in_stock: "en stock",
  sold_out: "Épuisé",
  inactive: "Inactive",
  more_offers: "offres de plus",
  oversold: "Vendus en trop",
  last_unit: "la dernière unité :",
}

const states_en: Record<SellerState, string> = {
  checking: "Being checked",
  to_accept: "To accept",
  accepted: "Accepted",
  ready: "To ship",
  cancel_requested: "Cancellation asked",
  shipped: "Shipped",
  delivered: "Delivered",
  refused: "Refused",
  canceled: "Canceled",
  other: "Other",
}
const states_fr: Record<SellerState, string> = {
  checking: "En vérification",
  to_accept: "À accepter",
  accepted: "Acceptée",
  ready: "À expédier",
  cancel_requested: "Annulation demandée",
  shipped: "Expédiée",
  delivered: "Livrée",
  refused: "Refusée",
  canceled: "Annulée",
  other: "Autre",
}

export type Language = "en" | "fr"
export const TEXTS: Record<Language, { texts: Texts; states: Record<SellerState, string> }> = {
  en: { texts: en, states: states_en },
  fr: { texts: fr, states: states_fr },
}

/** `?lang` first, then the browser's first wish; English for every other language. */
export function chooseLanguage(wish: string | null, accept_language: string | undefined): Language {
  const first = wish ?? accept_language?.split(",")[0] ?? ""
  return first.trim().toLowerCase().startsWith("fr") ? "fr" : "en"
}
