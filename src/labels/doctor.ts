import { fillText, type Locale, type TextParams } from "../orders/fill-text"

/** What a look at a label account finds, each with its next step. `stops`: no label is bought before it is done. */
const FINDINGS = {
  keys: {
    level: "stops",
    en: "The label service does not accept the account: {detail}. Check its keys.",
    fr: "Le service d'étiquettes n'accepte pas le compte : {detail}. Vérifiez ses clés.",
  },
  senders_unmapped: {
    level: "stops",
    en: "These stock locations have no sender address: {names|list}. Choose one for each, or one for all others.",
    fr: "Ces entrepôts n'ont pas d'adresse d'expéditeur : {names|list}. Choisissez-en une pour chacun, ou une pour tous les autres.",
  },
  sender_gone: {
    level: "stops",
    en: "A chosen sender address no longer exists: {names|list}. Choose another.",
    fr: "Une adresse d'expéditeur choisie n'existe plus : {names|list}. Choisissez-en une autre.",
  },
  no_option: {
    level: "stops",
    en: "No rule and no fallback says which shipping option is bought. Choose at least a fallback.",
    fr: "Aucune règle ni option par défaut n'indique l'option d'expédition à acheter. Choisissez au moins une option par défaut.",
  },
  weight_unit: {
    level: "stops",
    en: "The unit of the products' weights is not chosen.",
    fr: "L'unité de poids des produits n'est pas choisie.",
  },
  no_return_option: {
    level: "warns",
    en: "Return labels are made automatically, and no option for returns is chosen: they wait until it is.",
    fr: "Les étiquettes de retour sont automatiques et aucune option des retours n'est choisie : elles attendent ce choix.",
  },
  other_integration: {
    level: "warns",
    en: "“{name}” is connected to the same account at the service: it may report parcels to the marketplace itself, and refund a buyer when a label is canceled. Remove it there, or accept it.",
    fr: "« {name} » est connectée au même compte chez le service : elle peut elle-même déclarer des colis à la marketplace, et rembourser un acheteur quand une étiquette est annulée. Supprimez-la chez le service, ou acceptez-la.",
  },
  integration_unknown: {
    level: "warns",
    en: "The account has several API integrations, or none: enter the number of the one that the keys belong to, under the settings of the service. Reports, and orders in its panel, need it.",
    fr: "Le compte a plusieurs intégrations API, ou aucune : saisissez le numéro de celle des clés dans les réglages propres au service. Les informations du service et les commandes dans son espace en dépendent.",
  },
  service_points_off: {
    level: "warns",
    en: "Pickup points are switched off in the service's panel; parcels to a pickup point are refused.",
    fr: "Les points relais sont désactivés dans l'espace du service ; les colis en point relais sont refusés.",
  },
  no_public_address: {
    level: "warns",
    en: "The store has no public address (plugin option backend_url), so labels have no link on the parcel, and news of parcels comes only from the look every 15 minutes.",
    fr: "La boutique n'a pas d'adresse publique (option backend_url du plugin) : les étiquettes n'ont pas de lien sur le colis, et les nouvelles des colis ne viennent que de la consultation toutes les 15 minutes.",
  },
  no_webhook: {
    level: "warns",
    en: "The service does not report to {url} yet, so that news of parcels can be 15 minutes old. Switch its reports on below, under “Credentials”.",
    fr: "Le service ne transmet pas encore ses informations à {url} : les nouvelles des colis peuvent dater de 15 minutes. Activez cette transmission ci-dessous, sous « Identifiants ».",
  },
} as const satisfies Record<string, { level: "stops" | "warns" } & Record<Locale, string>>

export type FindingCode = keyof typeof FINDINGS
export const FINDING_CODES = Object.keys(FINDINGS) as FindingCode[]
export type Finding = { code: FindingCode; params: TextParams }
export type DescribedFinding = {
  code: FindingCode
  level: "stops" | "warns"
  message: string
  params: TextParams
}

export const describeFinding = ({ code, params }: Finding, locale: Locale): DescribedFinding => ({
  code,
  level: FINDINGS[code].level,
  message: fillText(FINDINGS[code][locale], params, locale),
  params,
})

export type DoctorFacts = {
  check: { ok: boolean; message: string }
  stock_locations: readonly { id: string; name: string }[]
  senders: Readonly<Record<string, string>>
  default_sender_id: string | null
  /** Null where the service could not be asked. */
  known_senders: readonly { external_id: string }[] | null
  integrations:
    | readonly {
        external_id: string
        name: string
        system: string
        is_ours: boolean
        service_points: boolean | null
        webhook_url: string | null
      }[]
    | null
  accepted_integrations: readonly string[]
  has_option: boolean
  /** Whether one for returns is needed and not there. */
  lacks_return_option: boolean
  weight_unit: string | null
  backend_url: string | null
  webhook_url: string | null
}

/** Links of the service to marketplaces that act on their own. */
const SYSTEMS = /cdiscount|octopia|rakuten|priceminister/i

/** Everything that keeps labels from being bought, or that a person should know before. */
export function findings(facts: DoctorFacts): Finding[] {
  const { check, known_senders, integrations } = facts
  const found: Finding[] = []
  if (!check.ok) found.push({ code: "keys", params: { detail: check.message } })
  const unmapped =
    facts.default_sender_id === null ? facts.stock_locations.filter(({ id }) => !facts.senders[id]) : []
  if (unmapped.length > 0) {
    found.push({ code: "senders_unmapped", params: { names: unmapped.map(({ name }) => name) } })
  }
  const chosen = [
    ...Object.values(facts.senders),
    ...(facts.default_sender_id ? [facts.default_sender_id] : []),
  ]
  const gone = known_senders
    ? [...new Set(chosen)].filter((id) => !known_senders.some(({ external_id }) => external_id === id))
    : []
  if (gone.length > 0) found.push({ code: "sender_gone", params: { names: gone } })
  if (!facts.has_option) found.push({ code: "no_option", params: {} })
  if (facts.weight_unit === null) found.push({ code: "weight_unit", params: {} })
  if (facts.lacks_return_option) found.push({ code: "no_return_option", params: {} })
  const others = (integrations ?? []).filter(
    ({ is_ours, system, external_id }) =>
      !is_ours && SYSTEMS.test(system) && !facts.accepted_integrations.includes(external_id)
  )
  found.push(
    ...others.map(({ name, external_id }): Finding => ({
      code: "other_integration",
      params: { name, integration_id: external_id },
    }))
  )
  const [own, ...more] = (integrations ?? []).filter(({ is_ours }) => is_ours)
  if (integrations && (!own || more.length > 0)) found.push({ code: "integration_unknown", params: {} })
  if (own?.service_points === false) found.push({ code: "service_points_off", params: {} })
  if (facts.backend_url === null) {
    found.push({ code: "no_public_address", params: {} })
  } else if (own && facts.webhook_url !== null && own.webhook_url !== facts.webhook_url) {
    found.push({ code: "no_webhook", params: { url: facts.webhook_url } })
  }
  return found
}
