import type { Carrier } from "./carrier"
import type { CarrierNames } from "./carrier-names"
import { findCarrier } from "./catalog"
import { detectCarrier } from "./detect"
import { explain, type ExplanationCode, type ExplanationDetail, type ExplanationStep } from "./explanation"
import { foldName } from "./normalize"
import type { ReadNumber } from "./read-number"
import type { CarrierResolutionInput } from "./resolution"
import { matchRule, type CarrierRule, type RuleSubject } from "./rules"

/** The carrier that a key or a name means. `carrier` is null for one outside the catalog. */
export type Named = { carrier: Carrier | null; text: string }

/** `rule` is the one that decided, or the one that names the same carrier. */
export type CarrierDecision = Named & { rule: CarrierRule | null }

export const nameOf = ({ carrier, text }: Named) => carrier?.name ?? text

const resells = (carrier: Carrier | null) => carrier?.kind === "reseller" || carrier?.kind === "group"

/**
 * Who carries a parcel: the carrier given for it → that of its shipping option → the first rule that applies → the
 * number, beyond doubt or with a single carrier of the connection → the default → a reseller, where one was named.
 * `candidates` are the names of carriers that the number could be of.
 */
export function decideCarrier(
  input: CarrierResolutionInput,
  rules: readonly CarrierRule[],
  tidy: string,
  read: ReadNumber,
  explanation: ExplanationStep[]
): { decision: CarrierDecision | null; candidates: readonly string[] } {
  let reseller: (Named & { step: "given" | "shipping_option" }) | null = null
  for (const [step, value] of [
    ["given", input.carrier],
    ["shipping_option", input.option_carrier],
  ] as const) {
    const named = identify(value, input.names)
    if (!named) {
      explanation.push(explain(`${step}.none`))
    } else if (resells(named.carrier)) {
      reseller ??= { ...named, step }
      explanation.push(stepAbout(`${step}.reseller`, named))
    } else {
      explanation.push(stepAbout(named.carrier ? `${step}.used` : `${step}.used_unknown`, named))
      return {
        decision: {
          ...named,
          rule: joinRule({ ...input, tidy, number: read.number }, rules, named, explanation),
        },
        candidates: [],
      }
    }
  }

  const ruled = firstRule({ ...input, tidy, number: read.number }, rules, explanation)
  if (ruled) {
    return { decision: ruled, candidates: [] }
  }

  const detection = read.fault ? null : detectCarrier(read.number, enabledCarriers(input, rules))
  const candidates = detection?.candidates.map(({ carrier }) => carrier.name) ?? []
  if (detection?.carrier) {
    const found = { carrier: detection.carrier, text: detection.carrier.name, rule: null }
    explanation.push(stepAbout(`detection.${detection.outcome}`, found))
    return { decision: found, candidates }
  }
  explanation.push(
    explain(detection ? `detection.${detection.outcome}` : "detection.no_number", { candidates })
  )

  const fallback = identify(input.default_carrier, input.names)
  if (fallback) {
    explanation.push(stepAbout(fallback.carrier ? "default.used" : "default.used_unknown", fallback))
    return { decision: { ...fallback, rule: null }, candidates }
  }
  explanation.push(explain("default.none"))
  if (reseller) {
    explanation.push(stepAbout(`${reseller.step}.reseller_used`, reseller))
  }
  return { decision: reseller && { ...reseller, rule: null }, candidates }
}

/** Who is meant by a key or a name; null by a text without letters and digits. */
function identify(given: string | null | undefined, names: CarrierNames): Named | null {
  const text = given?.trim() ?? ""
  return foldName(text) === "" ? null : { carrier: findCarrier(text, names), text }
}

function identifyOfRule(rule: CarrierRule, names: CarrierNames): Named | null {
  return (
    identify(rule.carrier, names) ??
    (rule.marketplace_carrier_name && foldName(rule.marketplace_carrier_name) !== ""
      ? { carrier: null, text: rule.marketplace_carrier_name.trim() }
      : null)
  )
}

function stepAbout(code: ExplanationCode, named: Named, detail: ExplanationDetail = {}) {
  return explain(
    code,
    { text: named.text, carrier_name: nameOf(named), ...detail },
    named.carrier?.key ?? null
  )
}

type Subject = CarrierResolutionInput & RuleSubject

function firstRule(
  input: Subject,
  rules: readonly CarrierRule[],
  explanation: ExplanationStep[]
): CarrierDecision | null {
  for (const rule of rules) {
    const match = matchRule(rule, input)
    const { position } = rule
    if (!match.matches) {
      if (match.fault) {
        explanation.push(explain("rule.invalid", { position, rule_id: rule.id, reason: match.fault }))
      }
      continue
    }
    const named = identifyOfRule(rule, input.names)
    if (!named) {
      explanation.push(explain("rule.without_carrier", { position, rule_id: rule.id }))
      continue
    }
    const conditions = match.on.length ? match.on : ["always"]
    explanation.push(
      stepAbout(named.carrier ? "rule.used" : "rule.used_unknown", named, {
        position,
        rule_id: rule.id,
        conditions,
      })
    )
    return { ...named, rule }
  }
  explanation.push(explain("rule.none", { count: rules.length }))
  return null
}

/**
 * A carrier that was chosen before the rules still wears the merchant's marker, own name and link: the first rule that
 * applies and names the same carrier gives them.
 */
function joinRule(
  input: Subject,
  rules: readonly CarrierRule[],
  chosen: Named,
  explanation: ExplanationStep[]
): CarrierRule | null {
  const rule = rules.find((candidate) => {
    const named = matchRule(candidate, input).matches && identifyOfRule(candidate, input.names)
    return named && foldName(nameOf(named)) === foldName(nameOf(chosen))
  })
  if (rule) {
    explanation.push(
      explain("rule.joined", { position: rule.position, rule_id: rule.id }, chosen.carrier?.key)
    )
  }
  return rule ?? null
}

function enabledCarriers(input: CarrierResolutionInput, rules: readonly CarrierRule[]): ReadonlySet<string> {
  const names = input.enabled_carriers ?? [input.default_carrier, ...rules.map(({ carrier }) => carrier)]
  return new Set(names.flatMap((name) => identify(name, input.names)?.carrier?.key ?? []))
}
