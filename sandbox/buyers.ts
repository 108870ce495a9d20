import type { Random } from "./random"

/** An invented buyer: telephone ranges reserved for fiction, e-mails that cannot exist. */
export type Buyer = {
  reference: string
  civility: "M" | "Mme"
  first_name: string
  last_name: string
  company: string | null
  vat_number: string | null
  street: string
  street_2: string | null
  postal_code: string
  city: string
  country_code: string
  phone: string | null
  email: string | null
}

const WOMEN = ["Éloïse", "Jeanne", "Zoé", "Anaïs", "Marie-Noëlle", "Inès", "Odile", "Agnès"]
const MEN = ["Luc", "Paul", "Gaël", "Jérôme", "François", "Loïc", "Benoît", "Théo"]
const LAST_NAMES = [
  "Exemple",
  "Modèle",
  "Fictif",
  "Témoin",
  "Spécimen",
  "d’Essai",
  "Échantillon",
  "Le Gabarit",
]
const STREETS = [
  "rue de la Fiction",
  "allée des Échantillons",
  "cours du Point-Virgule",
  "impasse de l’Épreuve",
  "quai des Brouillons",
  "avenue du Prototype",
]
const CITIES: [postal_code: string, city: string][] = [
  ["75002", "Paris"],
  ["69003", "Lyon"],
  ["13001", "Marseille"],
  ["31000", "Toulouse"],
  ["44000", "Nantes"],
  ["42000", "Saint-Étienne"],
  ["20000", "Ajaccio"],
  ["59000", "Lille"],
  ["67000", "Strasbourg"],
  ["06000", "Nice"],
]

/** `marker` is put into every text of the buyer, so that a test can look for it where it must not be. */
export function makeBuyer(random: Random, marker = ""): Buyer {
  const civility = random.pick(["M", "Mme"] as const)
  const number = String(random.int(1, 9999)).padStart(4, "0")
  const [postal_code, city] = random.pick(CITIES)
  const marked = (text: string) => (marker ? `${text} ${marker}` : text)
  return {
    reference: `client-${number}`,
    civility,
    first_name: marked(random.pick(civility === "M" ? MEN : WOMEN)),
    last_name: marked(random.pick(LAST_NAMES)),
    company: null,
    vat_number: null,
    street: marked(`${random.int(1, 120)} ${random.pick(STREETS)}`),
    street_2: random.chance(0.3)
      ? marked(`Bât. ${random.text(1, "ABCD")}, ${random.int(1, 6)}e étage`)
      : null,
    postal_code,
    city: marked(city),
    country_code: "FR",
    phone: random.chance(0.5) ? `063998${number}` : `019900${number}`,
    email: `acheteur-${number}${marker && `-${marker}`}@marketplace.example`,
  }
}

export const LONG_STREET =
  `12 bis, chemin de l’Œuvre-Inachevée 🎁 « Résidence Les Ormeaux » — ${"bâtiment très éloigné, ".repeat(12)}porte ÿ`.slice(
    0,
    300
  )
