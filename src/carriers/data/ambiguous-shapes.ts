/**
 * Shapes that several carriers share. `distinguished_by` names what distinguishes them; null means that nothing in the number
 * does. Then only the merchant's rules, or a single fitting carrier of the connection, decide.
 */
export type AmbiguousShape = {
  shape: string
  pattern: RegExp
  /** Keys of the catalog. */
  carriers: readonly string[]
  /** Carriers outside the catalog that use the shape too. */
  others: readonly string[]
  distinguished_by: string | null
}

export const AMBIGUOUS_SHAPES: readonly AmbiguousShape[] = [
  {
    shape: "8 digits",
    pattern: /^\d{8}$/,
    carriers: ["mondial-relay", "heppner", "colisweb"],
    others: [],
    distinguished_by: null,
  },
  {
    shape: "8 letters and digits",
    pattern: /^(?=.*[A-Z])(?=.*\d)[A-Z0-9]{8}$/,
    carriers: ["gls-fr"],
    others: ["GLS units of other countries"],
    distinguished_by: "00 at the beginning: GLS France",
  },
  {
    shape: "9 digits",
    pattern: /^\d{9}$/,
    carriers: ["tnt"],
    others: ["any sender's own reference"],
    distinguished_by: null,
  },
  {
    shape: "10 digits",
    pattern: /^\d{10}$/,
    carriers: ["dhl-express", "mondial-relay", "relais-colis"],
    others: [],
    distinguished_by: null,
  },
  {
    shape: "11 digits",
    pattern: /^\d{11}$/,
    carriers: ["gls-fr"],
    others: ["Aramex", "DHL Poland"],
    distinguished_by: null,
  },
  {
    shape: "12 digits",
    pattern: /^\d{12}$/,
    carriers: ["fedex", "gls-fr", "mondial-relay", "colis-prive", "dpd-fr"],
    others: ["MRW"],
    distinguished_by: null,
  },
  {
    shape: "13 characters, 2 + 11 digits",
    pattern: /^[A-Z0-9]{2}\d{11}$/,
    carriers: ["colissimo", "laposte-lettre-suivie", "poste-italiane"],
    others: [],
    distinguished_by: "product code 5 to 9 with the Colissimo key",
  },
  {
    shape: "14 digits",
    pattern: /^\d{14}$/,
    carriers: ["dpd-fr", "dpd-de", "dpd-uk", "relais-colis", "ciblex", "hermes-de", "laposte-lettre-suivie"],
    others: ["SEUR", "BRT"],
    distinguished_by: null,
  },
  {
    shape: "15 characters, 14 digits and a key",
    pattern: /^\d{14}[0-9A-Z]$/,
    carriers: ["dpd-fr", "dpd-de", "dpd-uk", "chronopost", "laposte-lettre-suivie", "fedex"],
    others: [],
    distinguished_by: "250 at the beginning: DPD France; 870 or 880: La Poste",
  },
  {
    shape: "16 digits",
    pattern: /^\d{16}$/,
    carriers: ["tnt-fr", "evri"],
    others: ["Correos Express"],
    distinguished_by: null,
  },
  {
    shape: "17 characters",
    pattern: /^[A-Z0-9]{12}\d{5}$/,
    carriers: ["colis-prive", "hermes-de"],
    others: [],
    distinguished_by: "H at the beginning: Hermes Germany",
  },
  {
    shape: "JJD and 16 digits",
    pattern: /^JJD\d{16}$/,
    carriers: ["dhl-parcel-de", "yodel", "dhl-express"],
    others: [],
    distinguished_by: null,
  },
  {
    shape: "24 digits",
    pattern: /^\d{24}$/,
    carriers: ["bpost", "inpost", "ciblex"],
    others: [],
    distinguished_by: null,
  },
  {
    shape: "26 digits",
    pattern: /^\d{26}$/,
    carriers: ["mondial-relay", "usps"],
    others: [],
    distinguished_by: "91 to 95 at the beginning and a GS1 key: perhaps USPS, so not guessed",
  },
  {
    shape: "postal union number of France",
    pattern: /^[A-Z]{2}\d{9}FR$/,
    carriers: ["laposte-lettre-suivie", "chronopost", "colissimo"],
    others: [],
    distinguished_by: "X and PZ: Chronopost; L, R, E: La Poste; C: Colissimo, not sure enough to guess",
  },
]
