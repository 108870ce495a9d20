import { fillText, type Locale } from "../orders/fill-text"
import type { BadReason, BadRow } from "./offers-csv"

/** Why a row of a file does not count. */
export const BAD_ROW_SENTENCES: Readonly<Record<BadReason, Record<Locale, string>>> = {
  no_sku: { en: "The row has no SKU", fr: "La ligne n'a pas de SKU" },
  not_a_number: {
    en: "“{value}” in {column} is not a number: digits with a decimal comma or point, or - to clear",
    fr: "« {value} » dans {column} n'est pas un nombre : chiffres avec une virgule ou un point, ou - pour effacer",
  },
  not_allowed: {
    en: "“{value}” is not allowed in {column}",
    fr: "« {value} » n'est pas permis dans {column}",
  },
  not_yes_or_no: {
    en: "“{value}” in {column} is neither yes nor no",
    fr: "« {value} » dans {column} n'est ni oui ni non",
  },
  twice: { en: "“{sku}” is in the file twice", fr: "« {sku} » figure deux fois dans le fichier" },
  changed_meanwhile: {
    en: "“{sku}” changed while the file was imported: import it again for this row",
    fr: "« {sku} » a changé pendant l'import du fichier : importez-le de nouveau pour cette ligne",
  },
  unknown_offer: {
    en: "The connection has no offer “{sku}”",
    fr: "La connexion n'a pas d'offre « {sku} »",
  },
}

/** A bad row in the operator's language. */
export const describeBadRow = ({ why, sku, column, value }: BadRow, locale: Locale): string =>
  fillText(BAD_ROW_SENTENCES[why][locale], { sku, column, value }, locale)
