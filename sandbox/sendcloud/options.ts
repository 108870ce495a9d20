/** An invented way of shipping, shaped as Sendcloud's are. Weights in grams, prices in cents. */
export type PlayedOption = {
  code: string
  name: string
  carrier: string
  last_mile: "home_delivery" | "service_point" | "mailbox"
  min_grams: number
  max_grams: number
  price_cents: number
  /** Country codes; null for all. */
  to: readonly string[] | null
  required_fields: readonly string[]
  /** From the buyer to the store, and not the other way. */
  is_return?: boolean
  /** The carrier refuses to cancel, whatever is asked. */
  never_cancels?: boolean
}

export const CARRIER_NAMES: Readonly<Record<string, string>> = {
  sendcloud: "Sendcloud",
  colissimo: "Colissimo",
  mondial_relay: "Mondial Relay",
  chronopost: "Chronopost",
  dhl_express: "DHL Express",
}

const EUROPE = ["FR", "MC", "DE", "BE", "NL", "LU", "ES", "IT", "PT", "AT"]

export const OPTIONS: readonly PlayedOption[] = [
  {
    code: "sendcloud:letter",
    name: "Unstamped letter",
    carrier: "sendcloud",
    last_mile: "home_delivery",
    min_grams: 1,
    max_grams: 5001,
    price_cents: 0,
    to: null,
    required_fields: [],
  },
  {
    code: "colissimo:standard",
    name: "Colissimo Domicile",
    carrier: "colissimo",
    last_mile: "home_delivery",
    min_grams: 1,
    max_grams: 30_001,
    price_cents: 699,
    to: EUROPE,
    required_fields: ["to_telephone"],
  },
  {
    code: "colissimo:standard/signature",
    name: "Colissimo Domicile contre signature",
    carrier: "colissimo",
    last_mile: "home_delivery",
    min_grams: 1,
    max_grams: 30_001,
    price_cents: 829,
    to: EUROPE,
    required_fields: ["to_telephone", "to_email"],
  },
  {
    code: "colissimo:international,service=home",
    name: "Colissimo International",
    carrier: "colissimo",
    last_mile: "home_delivery",
    min_grams: 1,
    max_grams: 20_001,
    price_cents: 2490,
    to: null,
    required_fields: ["to_telephone"],
  },
  {
    code: "mondial_relay:service_point,dualapi/size=l,c2c",
    name: "Mondial Relay Point Relais L",
    carrier: "mondial_relay",
    last_mile: "service_point",
    min_grams: 1,
    max_grams: 25_001,
    price_cents: 449,
    to: ["FR", "BE", "ES"],
    required_fields: ["to_email", "to_telephone"],
  },
  {
    code: "chronopost:relais",
    name: "Chrono Relais",
    carrier: "chronopost",
    last_mile: "service_point",
    min_grams: 1,
    max_grams: 20_001,
    price_cents: 599,
    to: ["FR"],
    required_fields: ["to_telephone"],
  },
  {
    code: "chronopost:13",
    name: "Chronopost 13",
    carrier: "chronopost",
    last_mile: "home_delivery",
    min_grams: 1,
    max_grams: 30_001,
    price_cents: 1990,
    to: ["FR"],
    required_fields: ["to_telephone", "length"],
    never_cancels: true,
  },
  {
    code: "colissimo:return/return",
    name: "Colissimo Retour",
    carrier: "colissimo",
    last_mile: "home_delivery",
    min_grams: 1,
    max_grams: 30_001,
    price_cents: 749,
    to: EUROPE,
    required_fields: [],
    is_return: true,
  },
  {
    code: "dhl_express:worldwide/incoterm=dap",
    name: "DHL Express Worldwide",
    carrier: "dhl_express",
    last_mile: "home_delivery",
    min_grams: 1,
    max_grams: 70_001,
    price_cents: 4350,
    to: null,
    required_fields: ["to_telephone"],
  },
]

export const optionBy = (code: unknown): PlayedOption | undefined => OPTIONS.find((one) => one.code === code)

/** An invented pickup point. Sendcloud's own id changes; the carrier's does not. */
export type PlayedPoint = {
  id: number
  carrier_service_point_id: string
  carrier: string
  name: string
  street: string
  house_number: string
  postal_code: string
  city: string
  country: string
  is_expired: boolean
}

export const POINTS: readonly PlayedPoint[] = [
  ["mondial_relay", "012345", "Tabac de la Gare", "rue de la Gare", "3", "69002", "Lyon", false],
  ["mondial_relay", "067890", "Librairie Exemple", "place du Marché", "8", "75011", "Paris", false],
  ["mondial_relay", "099999", "Épicerie fermée", "rue du Bout", "1", "75011", "Paris", true],
  ["chronopost", "1234A", "Bureau Exemple", "avenue des Tests", "27", "69002", "Lyon", false],
  ["chronopost", "5678B", "Fleuriste Modèle", "rue Témoin", "5", "31000", "Toulouse", false],
].map(([carrier, point, name, street, house_number, postal_code, city, is_expired], index) => ({
  id: 9_000_000 + index,
  carrier_service_point_id: String(point),
  carrier: String(carrier),
  name: String(name),
  street: String(street),
  house_number: String(house_number),
  postal_code: String(postal_code),
  city: String(city),
  country: "FR",
  is_expired: is_expired === true,
}))
