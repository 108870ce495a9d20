import type { Carrier } from "./carrier"
import { detectCarrier, isOf } from "./detect"
import { decideCarrier, nameOf, type CarrierDecision } from "./decide-carrier"
import { explain, type ExplanationStep } from "./explanation"
import { marketplaceCarrierName, type MarketplaceName } from "./marketplace-name"
import { tidyNumber } from "./normalize"
import { readNumber, type NumberFault, type ReadNumber } from "./read-number"
import { removeMarker, rulesInUse, type CarrierRule } from "./rules"
import { carrierUrl, fillTemplate, labelUrl, TRACKING_URL_MAX_LENGTH, universalUrl } from "./tracking-url"
import type { CarrierDoubt, CarrierProblem, CarrierResolution, CarrierResolutionInput } from "./resolution"

const NUMBER_MAX_LENGTH = 50
/** What is wrong with a number quotes it up to here. */
const QUOTED_LENGTH = 100
const QUOTED_CHARACTERS = 50

/** What Medusa's admin stores for an empty field. */
const NO_URL = ["", "#"]

/**
 * Decides what is sent for one parcel: carrier, its name there, number and link, and why. The carrier is the one given for
 * the shipment → the shipping option's → that of the first rule that applies → the number's, where it is certain → the
 * connection's default. There is always a name to send or a problem; nothing throws.
 */
export function resolveCarrier(input: CarrierResolutionInput): CarrierResolution {
  const explanation: ExplanationStep[] = []
  const tidy = tidyNumber(input.tracking_number)
  const max = input.tracking_number_max_length ?? NUMBER_MAX_LENGTH
  const rules = rulesInUse(input.rules ?? [])
  const read = (text: string, carrier: Carrier | null, isOfUnknownShape = false) =>
    readNumber(text, { max, names: input.names, carrier, isOfUnknownShape })

  const { decision, candidates } = decideCarrier(input, rules, tidy, read(tidy, null), explanation)
  const rule = decision?.rule ?? null
  const carrier = decision?.carrier ?? null
  const isOfUnknownShape = decision !== null && !carrier?.patterns.length
  const sentNumber = numberToSend(tidy, rule, (text) => read(text, carrier, isOfUnknownShape), explanation)
  const { number, fault } = sentNumber
  const given = input.tracking_number ?? ""
  const doubtful = fault || !decision ? null : doubtOf(decision, sentNumber, given)
  if (fault) {
    explanation.push(explainFault(fault))
  } else if (doubtful) {
    explanation.push(explainDoubt(carrier, doubtful))
  }

  const name = decision ? nameAtMarketplace(input, decision, explanation) : null
  const sent = fault ? null : number
  const found = link(input, { carrier, rule, number: sent }, explanation)
  const tracking_url = withoutFragment(input, sent, name, found, explanation)
  return {
    carrier: carrier?.key ?? null,
    marketplace_carrier_name: name?.name ?? null,
    marketplace_carrier_code: codeOf(input, name?.name),
    tracking_number: number || null,
    tracking_url,
    explanation,
    problem: fault ? numberProblem(fault, given) : carrierProblem(decision, candidates, name, tracking_url),
    doubts: [...(doubtful ? [doubtful] : []), ...(decision ? sentAsOther(decision, name) : [])],
  }
}

function numberProblem({ code, params }: NumberFault, given: string): CarrierProblem {
  if (code === "tracking_number_missing") {
    return { code, params }
  }
  const detail = [params.reason]
  const characters =
    params.reason === "forbidden_characters" ? [params.characters.slice(0, QUOTED_CHARACTERS)] : []
  return {
    code,
    params: { tracking_number: given.slice(0, QUOTED_LENGTH), detail: [...detail, ...characters] },
  }
}

function codeOf(
  { marketplace_carriers, names }: CarrierResolutionInput,
  name: string | null | undefined
): string | null {
  const list = marketplace_carriers?.length ? marketplace_carriers : names.seed
  return list.find((listed) => listed.name === name)?.code ?? null
}

function carrierProblem(
  decision: CarrierDecision | null,
  candidates: readonly string[],
  name: MarketplaceName | null,
  tracking_url: string | null
): CarrierProblem | null {
  if (!decision || !name) {
    return { code: "carrier_missing", params: { candidates: candidates.length ? [...candidates] : null } }
  }
  if (name.name === null) {
    return { code: "carrier_unknown", params: { carrier: nameOf(decision) } }
  }
  return name.source === "fallback" && tracking_url === null
    ? { code: "tracking_url_missing", params: { carrier: nameOf(decision) } }
    : null
}

/** The number, without the marker of the rule that applies. */
function numberToSend(
  tidy: string,
  rule: CarrierRule | null,
  read: (text: string) => ReadNumber,
  explanation: ExplanationStep[]
): ReadNumber {
  const given = read(tidy)
  const removal = rule?.remove_pattern && tidy !== "" ? removeMarker(rule.remove_pattern, tidy) : null
  if (rule && removal && removal.outcome !== "not_found") {
    const { position, id: rule_id } = rule
    const code = removal.outcome === "invalid" ? "removal_invalid" : removal.outcome
    const left = read(removal.rest)
    explanation.push(explain(`number.${code}`, { position, rule_id, from: tidy, to: left.number }))
    // Where the marker was found in the joined text only, what separates two numbers shows in the given one alone.
    const isJoined = removal.outcome === "removed" && removal.rest === removal.number
    return isJoined && isSeveral(given) ? given : left
  }
  if (given.label !== null && !given.fault) {
    explanation.push(explain("number.label_removed", { label: given.label, to: given.number }))
  } else if (!given.fault && given.number !== tidy) {
    explanation.push(explain("number.cleaned", { from: tidy, to: given.number }))
  }
  return given
}

const isSeveral = ({ fault }: ReadNumber) =>
  fault?.code === "tracking_number_invalid" && fault.params.reason === "several_numbers"

function explainFault({ code, params }: NumberFault): ExplanationStep {
  if (code === "tracking_number_missing") {
    return explain("number.missing")
  }
  switch (params.reason) {
    case "too_long":
      return explain("number.too_long", { length: params.length, max: params.max })
    case "forbidden_characters":
      return explain("number.forbidden", { characters: params.characters })
    default:
      return explain(`number.${params.reason}`)
  }
}

/**
 * Whether the number has none of the forms of the carrier that was chosen, or a spreadsheet may have damaged it where those are
 * not known; else null.
 */
function doubtOf(
  decision: CarrierDecision,
  { number, doubt }: ReadNumber,
  given: string
): DoubtfulNumber | null {
  const { carrier } = decision
  if (!doubt && (!carrier?.patterns.length || isOf(carrier, number))) {
    return null
  }
  const other: DoubtfulNumber["params"]["other"] = doubt
    ? [doubt]
    : (detectCarrier(number, new Set()).carrier?.name ?? null)
  return {
    code: "tracking_number_doubtful",
    params: {
      carrier: nameOf(decision),
      other,
      tracking_number: given.trim().slice(0, QUOTED_LENGTH),
    },
  }
}

type DoubtfulNumber = Extract<CarrierDoubt, { code: "tracking_number_doubtful" }>

function explainDoubt(
  carrier: Carrier | null,
  { params: { carrier: carrier_name, other } }: DoubtfulNumber
): ExplanationStep {
  if (Array.isArray(other)) return explain(`number.possible_${other[0]}`)
  return other === null
    ? explain("number.unusual", { carrier_name }, carrier?.key)
    : explain("number.looks_like", { carrier_name, other }, carrier?.key)
}

function sentAsOther(decision: CarrierDecision, name: MarketplaceName | null): CarrierDoubt[] {
  return name?.source === "fallback" && name.name !== null
    ? [{ code: "carrier_sent_as_other", params: { carrier: nameOf(decision), name: name.name } }]
    : []
}

function nameAtMarketplace(
  input: CarrierResolutionInput,
  { carrier, text, rule }: CarrierDecision,
  explanation: ExplanationStep[]
): MarketplaceName {
  const name = marketplaceCarrierName({
    names: input.names,
    carrier,
    text,
    own_name: rule?.marketplace_carrier_name ?? null,
    live: input.marketplace_carriers ?? null,
    match: input.policy.match,
    fallback: input.policy.fallback,
  })
  explanation.push(
    explain(`name.${name.source}`, name.name === null ? {} : { name: name.name }, carrier?.key)
  )
  return name
}

/** The label's own link → the rule's template → the carrier's page → a general page. Without a number, only the first. */
function link(
  input: CarrierResolutionInput,
  { carrier, rule, number }: { carrier: Carrier | null; rule: CarrierRule | null; number: string | null },
  explanation: ExplanationStep[]
): string | null {
  const fragments = input.policy.tracking_url_fragment
  const max = input.tracking_url_max_length ?? TRACKING_URL_MAX_LENGTH
  const given = input.tracking_url?.trim() ?? ""
  const label = NO_URL.includes(given) ? null : labelUrl(given, fragments, max)
  if (label && "url" in label) {
    explanation.push(explain("url.label"))
    return label.url
  }
  if (label) {
    explanation.push(explain(`url.label_${label.fault}`))
  }
  if (number === null) {
    explanation.push(explain("url.none"))
    return null
  }
  const values = { number, postcode: input.postal_code, country: input.country_code }
  if (rule?.tracking_url_template) {
    const { position, id: rule_id } = rule
    const built = fillTemplate(rule.tracking_url_template, values, max)
    if (built !== null && (fragments !== "refuse" || !built.includes("#"))) {
      explanation.push(explain("url.rule", { position, rule_id }))
      return built
    }
    explanation.push(explain("url.rule_unusable", { position, rule_id }))
  }
  const own = carrier && carrierUrl(carrier, values, fragments, max)
  if (own) {
    explanation.push(explain("url.catalog", { carrier_name: carrier.name }, carrier.key))
    return own
  }
  const universal = universalUrl(values, fragments, max)
  explanation.push(explain(universal ? "url.universal" : "url.none"))
  return universal
}

/** Where a `#` is to be replaced and the carrier's own page is not needed, a general page without it follows the number too. */
function withoutFragment(
  { policy, tracking_url_max_length }: CarrierResolutionInput,
  number: string | null,
  name: MarketplaceName | null,
  url: string | null,
  explanation: ExplanationStep[]
): string | null {
  const isReplaced = policy.tracking_url_fragment === "replace" && name?.source !== "fallback"
  if (!isReplaced || number === null || !url?.includes("#")) {
    return url
  }
  const universal = universalUrl({ number }, "refuse", tracking_url_max_length)
  explanation.push(explain(universal ? "url.replaced" : "url.none"))
  return universal
}
