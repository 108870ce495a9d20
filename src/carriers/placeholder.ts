import { foldName } from "./normalize"

/** What people and programs write where a number is wanted and none is there; folded, in French and English. */
const WORDS = new Set(
  [
    ...[
      "-",
      "n/a",
      "#n/a",
      "none",
      "null",
      "nil",
      "nan",
      "undefined",
      "empty",
      "blank",
      "vide",
      "rien",
      "néant",
    ],
    ...["non", "no", "oui", "yes", "ok", "ras", "nc", "nr", "sans", "aucun", "aucune", "inconnu", "unknown"],
    ...[
      "test",
      "tests",
      "essai",
      "exemple",
      "example",
      "sample",
      "dummy",
      "fake",
      "toto",
      "foo",
      "bar",
      "demo",
    ],
    ...["sans suivi", "sans numéro", "sans numéro de suivi", "sans tracking", "non suivi", "pas de suivi"],
    ...[
      "pas de numéro",
      "pas de numéro de suivi",
      "pas de tracking",
      "aucun suivi",
      "aucun numéro",
      "non disponible",
    ],
    ...[
      "indisponible",
      "not available",
      "unavailable",
      "no tracking",
      "no tracking number",
      "no number",
      "untracked",
    ],
    ...[
      "without tracking",
      "not tracked",
      "non communiqué",
      "non applicable",
      "not applicable",
      "sans objet",
    ],
    ...[
      "en attente",
      "en attente de numéro",
      "attente",
      "en cours",
      "à venir",
      "bientôt",
      "plus tard",
      "pending",
    ],
    ...["coming soon", "soon", "later", "waiting", "awaiting", "await", "tbd", "tba", "tbc", "todo", "to do"],
    ...[
      "à compléter",
      "à renseigner",
      "à définir",
      "à confirmer",
      "à remplir",
      "à suivre",
      "à saisir",
      "ràs",
    ],
    ...[
      "numéro",
      "numéro de suivi",
      "numéro de colis",
      "n° de suivi",
      "n° suivi",
      "suivi",
      "no de suivi",
      "colis",
    ],
    ...["number", "tracking", "tracking number", "tracking no", "parcel", "parcel number", "num"],
    ...["lettre", "lettre simple", "lettre verte", "courrier", "courrier simple", "timbre", "enveloppe"],
    ...["main propre", "remise en main propre", "retrait", "retrait magasin", "click and collect", "livreur"],
    ...["abc", "abcd", "abcde", "abcdef", "azerty", "qwerty", "qwertz", "asdf", "qsdf"],
  ].map(foldName)
)

/** A few of these words are also written with digits behind them: "TEST 1", "ABC123". */
const NUMBERED = /^(?:tests?|essai|exemple|example|sample|dummy|demo|abc|abcd|azerty|qwerty|x{3,})\d{0,6}$/

/** Runs of digits that are typed, not issued: up or down by one from the first, "0" following "9" and back. */
function isCounted(digits: string): boolean {
  const step = (10 + Number(digits[1]) - Number(digits[0])) % 10
  return (
    (step === 1 || step === 9) &&
    [...digits].every(
      (digit, index) => index === 0 || (10 + Number(digit) - Number(digits[index - 1])) % 10 === step
    )
  )
}

/** Whether a text only stands in for a number: a word for "none", one character repeated, or digits in a row. */
export function isPlaceholder(tidy: string): boolean {
  const folded = foldName(tidy)
  return (
    folded === "" ||
    WORDS.has(folded) ||
    NUMBERED.test(folded) ||
    /^(.)\1*$/u.test(folded) ||
    /^0{5,}\d{1,2}$/.test(folded) ||
    (/^\d{3,}$/.test(folded) && isCounted(folded))
  )
}
