import { fillText, type Locale } from "../orders/fill-text"
import type { PlanStep, StepCode } from "./explanation"

type Sentence = Record<Locale, string>

/** A sentence for each step: what was done, and what it came to. */
export const STEP_SENTENCES: Readonly<Record<StepCode, Sentence>> = {
  available: {
    en: "{quantity} available (stock locations: {locations})",
    fr: "{quantity} disponibles, entrepôts pris en compte : {locations}",
  },
  parts_apart: {
    en: "{together} by parts, but no single location has all of them: {quantity}",
    fr: "{together} d'après les composants, mais aucun entrepôt ne les a tous : {quantity}",
  },
  unmanaged: {
    en: "Stock is not managed by the store: {quantity}",
    fr: "Stock non géré par la boutique : {quantity}",
  },
  backorder: {
    en: "Also sold without stock: {quantity}",
    fr: "Vendu aussi sans stock : {quantity}",
  },
  not_imported: {
    en: "− {sold} sold and not reserved yet = {quantity}",
    fr: "− {sold} vendus, pas encore réservés = {quantity}",
  },
  safety: {
    en: "− {safety} safety quantity = {quantity}",
    fr: "− {safety} de stock de sécurité = {quantity}",
  },
  percent: { en: "{percent} % of it = {quantity}", fr: "{percent} % du reste = {quantity}" },
  zero_at_or_below: {
    en: "{threshold} or fewer are shown as 0",
    fr: "{threshold} ou moins : 0 affiché",
  },
  maximum: { en: "At most {maximum} are shown", fr: "{maximum} au plus sont affichés" },
  fixed_quantity: {
    en: "Fixed quantity of this offer: {quantity}",
    fr: "Quantité fixe de cette offre : {quantity}",
  },
  marketplace_limit: {
    en: "The marketplace takes at most {quantity}",
    fr: "La marketplace en accepte {quantity} au plus",
  },
  not_sold_here: { en: "Not sold here", fr: "Non vendue ici" },
  stopped: { en: "Sales are stopped: 0", fr: "Ventes arrêtées : 0" },
  ships_itself: {
    en: "The marketplace ships it and keeps its stock",
    fr: "La marketplace l'expédie et tient son stock",
  },
  store_price: { en: "Store price {amount|money}", fr: "Prix de la boutique {amount|money}" },
  price_list: { en: "Price list {amount|money}", fr: "Liste de prix {amount|money}" },
  fixed_price: { en: "Price of this offer {amount|money}", fr: "Prix propre à l'offre {amount|money}" },
  store_price_instead: {
    en: "No price list has it: store price {amount|money}",
    fr: "Dans aucune liste de prix : prix de la boutique {amount|money}",
  },
  with_tax: { en: "with {rate} % tax = {amount|money}", fr: "avec {rate} % de TVA = {amount|money}" },
  rule_percent: { en: "{percent} % = {amount|money}", fr: "{percent} % = {amount|money}" },
  rule_add: { en: "{add} added = {amount|money}", fr: "{add} ajoutés = {amount|money}" },
  rule_commission: {
    en: "with {commission} % commission = {amount|money}",
    fr: "avec {commission} % de commission = {amount|money}",
  },
  rule_round: {
    en: "rounded up to {ending} = {amount|money}",
    fr: "arrondi au {ending} supérieur = {amount|money}",
  },
  ceiling: { en: "at most {amount|money}", fr: "{amount|money} au plus" },
  half_up: { en: "rounded to the cent = {amount|money}", fr: "arrondi au centime = {amount|money}" },
  floor: { en: "at least {amount|money}", fr: "{amount|money} au moins" },
  struck_price_removed: { en: "The strikethrough price is removed", fr: "Le prix barré est supprimé" },
  delivery_fees: { en: "Fees of the connection or the offer", fr: "Frais de la connexion ou de l'offre" },
  aspect_off: { en: "Switched off", fr: "Désactivé" },
  unmatched: {
    en: "No product of the store is recognized",
    fr: "Aucun produit de la boutique n'est reconnu",
  },
  refused_before: {
    en: "The marketplace refused this value; a changed one is sent",
    fr: "La marketplace a refusé cette valeur ; une valeur changée sera transmise",
  },
  increase_off: { en: "Increases are not sent", fr: "Les hausses ne sont pas transmises" },
  decrease_off: { en: "Decreases are not sent", fr: "Les baisses ne sont pas transmises" },
  kept: {
    en: "You left it unchanged; another value is sent",
    fr: "Laissé tel quel à votre demande ; une autre valeur sera transmise",
  },
  as_confirmed: { en: "The marketplace shows it already", fr: "La marketplace l'affiche déjà" },
}

/** A step in the operator's language. */
export const describeStep = ({ code, params }: PlanStep, locale: Locale): string =>
  fillText(STEP_SENTENCES[code][locale], params, locale)
