export type Locale = "en" | "fr"
export type TextParams = Record<string, string | number | boolean | string[] | null>

/**
 * A text with its placeholders filled: `{name}` as it is, `{name|money}` an amount in `currency_code`, `{name|time}` a UTC
 * time shown in Paris time, `{name|list}` a list of field names or words, `{name|country}` an ISO code as the country's name,
 * `{name|setting}` a sentence on the settings that `name_en` and `name_fr` name, or nothing; `{name|named}` their names.
 */
export const fillText = (text: string, params: TextParams, locale: Locale): string =>
  text.replace(/\{(\w+)(?:\|(\w+))?\}/g, (_, name: string, format?: string) =>
    format === "setting"
      ? settingSentence(params[`${name}_${locale}`], locale)
      : format === "named"
        ? String(params[`${name}_${locale}`] ?? "–")
        : formatted(params[name] ?? null, format, params, locale)
  )

/** The parameters of `{setting|setting}`: settings that may be the remedy, named in both languages. */
export const settingParams = (settings: { en: string; fr?: string } | null | undefined): TextParams =>
  settings ? { setting_en: settings.en, setting_fr: settings.fr ?? settings.en } : {}

const OTHER_SETTING: Record<Locale, (names: string) => string> = {
  en: (names) => ` If this keeps happening, change this setting of the connection: ${names}.`,
  fr: (names) => ` Si cela se répète, changez un réglage de la connexion : ${names}.`,
}

const settingSentence = (names: TextParams[string] | undefined, locale: Locale): string =>
  typeof names === "string" && names ? OTHER_SETTING[locale](names) : ""

const WORDS: Record<Locale, Record<string, string>> = {
  en: {
    name: "name",
    address: "address",
    billing_address: "billing address",
    email: "e-mail",
    customer: "customer",
    street: "street",
    postal_code: "postal code",
    city: "city",
    country: "country",
    territory: "the island, by its country code (GP, MF or BL) or its city",
    region: "region",
    sales_channel: "sales channel",
    stock_location: "stock location",
    stock: "stock",
    price: "prices",
    delivery: "delivery",
    negotiated: "the price was negotiated",
    preorder: "it is a pre-order",
    unknown_sku: "an item is unknown",
    out_of_stock: "there is not enough stock",
    too_long: "too long",
    forbidden_characters: "characters that are not allowed",
    several_numbers: "several numbers in one field",
    damaged_by_spreadsheet: "damaged by a spreadsheet",
    date: "a date, which a spreadsheet has made of the number",
    rounded: "rounded by a spreadsheet, its last digits are zeros",
    no_digits: "no digit in it",
    other_text: "something beside the number",
    too_short: "too short",
    wrong_check_digit: "its check digit is wrong",
    price_unknown: "the store has no price to compare with",
    unreadable: "a part of it cannot be read",
    shipped_by_marketplace: "the marketplace ships a part of it",
    company_name: "company",
    address_line_1: "street",
    address_line_2: "second address line",
    house_number: "house number",
    state_code: "state",
    country_code: "country",
    phone: "phone",
    sender: "sender address",
    option: "shipping option",
    contract: "contract of the carrier",
    service_point: "pickup point",
    weight: "weight",
    weight_unit: "the unit of the products' weights",
    dimensions: "dimensions",
    parcels: "number of parcels",
    hs_code: "customs code",
    origin_country: "country of origin",
    description: "name of an article",
    value: "value of an article",
    currency: "currency",
    invoice_number: "invoice number",
    tax_numbers: "tax numbers",
    insured_value: "insurance",
    daily_count: "labels a day",
    price_above: "its estimated price",
    price_in_other_currency: "its price is in another currency",
  },
  fr: {
    name: "nom",
    address: "adresse",
    billing_address: "adresse de facturation",
    email: "e-mail",
    customer: "client",
    street: "rue",
    postal_code: "code postal",
    city: "ville",
    country: "pays",
    territory: "l'île, par son code pays (GP, MF ou BL) ou sa ville",
    region: "région",
    sales_channel: "canal de vente",
    stock_location: "entrepôt",
    stock: "le stock",
    price: "les prix",
    delivery: "la livraison",
    negotiated: "le prix a été négocié",
    preorder: "c'est une précommande",
    unknown_sku: "un article est inconnu",
    out_of_stock: "le stock est insuffisant",
    too_long: "trop long",
    forbidden_characters: "des caractères interdits",
    several_numbers: "plusieurs numéros dans un même champ",
    damaged_by_spreadsheet: "abîmé par un tableur",
    date: "une date, qu'un tableur a faite du numéro",
    rounded: "arrondi par un tableur, ses derniers chiffres sont des zéros",
    no_digits: "aucun chiffre",
    other_text: "autre chose à côté du numéro",
    too_short: "trop court",
    wrong_check_digit: "sa clé de contrôle est fausse",
    price_unknown: "la boutique n'a pas de prix de comparaison",
    unreadable: "un de ses éléments est illisible",
    shipped_by_marketplace: "la marketplace en expédie une partie",
    company_name: "société",
    address_line_1: "rue",
    address_line_2: "complément d'adresse",
    house_number: "numéro de rue",
    state_code: "État ou province",
    country_code: "pays",
    phone: "téléphone",
    sender: "adresse d'expéditeur",
    option: "option d'expédition",
    contract: "contrat du transporteur",
    service_point: "point relais",
    weight: "poids",
    weight_unit: "l'unité de poids des produits",
    dimensions: "dimensions",
    parcels: "nombre de colis",
    hs_code: "code douanier",
    origin_country: "pays d'origine",
    description: "nom d'un article",
    value: "valeur d'un article",
    currency: "devise",
    invoice_number: "numéro de facture",
    tax_numbers: "numéros fiscaux",
    insured_value: "assurance",
    daily_count: "étiquettes par jour",
    price_above: "son prix estimé",
    price_in_other_currency: "son prix est dans une autre devise",
  },
}

const CURRENCY = /^[A-Za-z]{3}$/
const COUNTRY = /^[A-Za-z]{2}$/

function formatted(
  value: TextParams[string],
  format: string | undefined,
  params: TextParams,
  locale: Locale
): string {
  if (value === null) {
    return "–"
  }
  const language = locale === "fr" ? "fr-FR" : "en-GB"
  if (format === "money" && typeof value === "number" && CURRENCY.test(String(params.currency_code))) {
    return new Intl.NumberFormat(language, {
      style: "currency",
      currency: String(params.currency_code),
    }).format(value)
  }
  if (format === "country" && typeof value === "string" && COUNTRY.test(value)) {
    return new Intl.DisplayNames(language, { type: "region" }).of(value.toUpperCase()) ?? value
  }
  if (format === "time" && typeof value === "string" && !Number.isNaN(Date.parse(value))) {
    return new Intl.DateTimeFormat(language, {
      dateStyle: "short",
      timeStyle: "short",
      timeZone: "Europe/Paris",
    }).format(new Date(value))
  }
  if (Array.isArray(value)) {
    return value.map((word) => (Object.hasOwn(WORDS[locale], word) ? WORDS[locale][word] : word)).join(", ")
  }
  return typeof value === "number" ? new Intl.NumberFormat(language).format(value) : String(value)
}
