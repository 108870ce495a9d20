import { defineProblems } from "./define-problems"

/** Why stock or a price does not go to a marketplace. */
export const OFFER_PROBLEMS = defineProblems("offer", {
  // Stock
  offer_no_location: {
    blocks: true,
    en: "No stock location",
    fr: "Aucun entrepôt",
  },
  offer_no_inventory_item: {
    blocks: true,
    cleared_by: ["article", "stock"],
    en: "No inventory item",
    fr: "Aucun article de stock",
  },
  offer_no_level: {
    blocks: true,
    cleared_by: ["article", "stock"],
    en: "Not stocked at these locations",
    fr: "Absent de ces entrepôts",
  },
  offer_requirement_unreadable: {
    blocks: true,
    cleared_by: ["article", "stock"],
    en: "Invalid quantity in the kit",
    fr: "Quantité du lot incorrecte",
  },
  offer_stock_unreadable: {
    blocks: true,
    cleared_by: ["stock"],
    en: "Stock cannot be read",
    fr: "Stock illisible",
  },
  offer_zero_not_sent: {
    blocks: true,
    urgent: true,
    cleared_by: ["stock"],
    en: "Out of stock, not sent",
    fr: "Stock épuisé, non transmis",
  },
  // Prices
  offer_no_price: {
    blocks: true,
    cleared_by: ["article"],
    en: "No price",
    fr: "Aucun prix",
  },
  offer_price_not_positive: {
    blocks: true,
    cleared_by: ["article"],
    en: "Price not above zero",
    fr: "Prix nul ou négatif",
  },
  offer_other_currency: {
    blocks: true,
    cleared_by: ["article"],
    en: "Price in another currency",
    fr: "Prix dans une autre devise",
  },
  offer_no_tax_region: {
    blocks: true,
    scope: "cause",
    cleared_by: ["region"],
    en: "No tax rate",
    fr: "Aucun taux de TVA",
  },
  offer_no_list_price: {
    blocks: true,
    cleared_by: ["article"],
    en: "No price in the price lists",
    fr: "Aucun prix dans les listes de prix",
  },
  offer_floor_unreadable: {
    blocks: true,
    cleared_by: ["article"],
    en: "Lowest price cannot be read",
    fr: "Prix plancher illisible",
  },
  offer_eco_part_unreadable: {
    blocks: true,
    cleared_by: ["article"],
    en: "Eco-participation cannot be read",
    fr: "Éco-participation illisible",
  },
  offer_below_floor: {
    blocks: true,
    cleared_by: ["article"],
    en: "Price below the lowest allowed",
    fr: "Prix inférieur au plancher",
  },
  offer_not_below_struck: {
    blocks: true,
    cleared_by: ["article"],
    en: "Price not below the strikethrough price",
    fr: "Prix au moins égal au prix barré",
  },
  // What a marketplace would refuse
  offer_sku_refused: {
    blocks: true,
    en: "SKU not allowed there",
    fr: "SKU non accepté",
  },
  offer_ean_refused: {
    blocks: true,
    cleared_by: ["article"],
    en: "EAN not valid",
    fr: "EAN incorrect",
  },
  offer_sku_twice: {
    blocks: true,
    en: "SKU claimed twice",
    fr: "SKU revendiqué deux fois",
  },
  offer_refused: {
    blocks: true,
    en: "Refused by the marketplace",
    fr: "Refusée par la marketplace",
  },
  offer_unknown_there: {
    blocks: true,
    en: "Unknown to the marketplace",
    fr: "Inconnue de la marketplace",
  },
  offer_needs_product: {
    blocks: true,
    en: "No product page there",
    fr: "Fiche produit absente",
  },
  offer_inventory_unread: {
    blocks: true,
    scope: "cause",
    en: "Existing offers not read",
    fr: "Offres existantes non relevées",
  },
  offer_exists_there: {
    blocks: true,
    en: "Already offered there",
    fr: "Déjà proposé",
  },
  // What waits for a look
  offer_zero_braked: {
    blocks: true,
    is_braked: true,
    urgent: true,
    scope: "cause",
    en: "Unusual change held",
    fr: "Envoi suspendu : changement inhabituel",
  },
  offer_held_by_store: {
    blocks: true,
    en: "Held by the store's own code",
    fr: "Retenu par le code de la boutique",
  },
  offer_price_braked: {
    blocks: true,
    is_braked: true,
    en: "Unusual price change held",
    fr: "Prix suspendu : changement inhabituel",
  },
})
