/** Values that a sentence needs: carriers by name, numbers, codes. Never a buyer's address. */
export type ExplanationDetail = Record<string, string | number | readonly string[]>

/**
 * The sentences of an explanation: `step`, then `outcome`. An admin translates by `<step>.<outcome>` with `detail` as
 * parameters; the English sentence is for everyone else.
 */
const SENTENCES = {
  given: {
    none: "No carrier was given for this shipment.",
    used: "The carrier given for this shipment is {carrier_name}.",
    used_unknown: "The carrier given for this shipment, {text}, is not in the catalog; it is used by name.",
    reseller: "{carrier_name} resells other carriers' labels, so it does not say who carries the parcel.",
    reseller_used: "Nothing shows whose label {carrier_name} sold, so {carrier_name} itself is used.",
  },
  shipping_option: {
    none: "The shipping option names no carrier.",
    used: "The shipping option's carrier is {carrier_name}.",
    used_unknown: "The shipping option's carrier, {text}, is not in the catalog; it is used by name.",
    reseller: "{carrier_name} resells other carriers' labels, so it does not say who carries the parcel.",
    reseller_used: "Nothing shows whose label {carrier_name} sold, so {carrier_name} itself is used.",
  },
  rule: {
    none: "None of the {count} rules applies.",
    used: "Rule {position} applies ({conditions}): {carrier_name}.",
    used_unknown: "Rule {position} applies ({conditions}): {text}, used by name.",
    joined: "Rule {position} names the same carrier, so its changes to the number, name, and link apply.",
    invalid: "Rule {position} was skipped: {reason}",
    without_carrier: "Rule {position} was skipped: it names no carrier.",
  },
  detection: {
    no_number: "There is no valid number to recognize a carrier by.",
    certain: "The number belongs to {carrier_name}.",
    only_enabled: "Of the carriers with numbers like this, the connection uses only {carrier_name}.",
    unsure: "The number could belong to {candidates}; the carrier is not guessed.",
    none: "The number matches no known carrier.",
  },
  default: {
    none: "The connection has no default carrier.",
    used: "The connection's default carrier is {carrier_name}.",
    used_unknown: "The connection's default carrier, {text}, is not in the catalog; it is used by name.",
  },
  number: {
    missing: "There is no tracking number.",
    cleaned: "The number was cleaned: {from} is sent as {to}.",
    removed: "Rule {position} removed its prefix: {from} is sent as {to}.",
    kept: "Rule {position} would have removed the whole number, so it is sent unchanged; make its pattern narrower.",
    removal_invalid: "Rule {position} could not remove its prefix: its pattern is invalid.",
    too_long: "The number has {length} characters; at most {max} are allowed.",
    forbidden: "The number has characters that are not allowed: {characters}",
    several_numbers: "The field holds several numbers, or one that is written in parts; they are not joined.",
    damaged_by_spreadsheet: "A spreadsheet has damaged the number.",
    date: "This is a date: a spreadsheet has made it of the number.",
    rounded: "A spreadsheet has rounded the number: its last digits are zeros.",
    possible_date: "The number may be a date that a spreadsheet has made of it.",
    possible_rounded: "A spreadsheet may have rounded the number: it ends with zeros.",
    no_digits: "The text has no digit, so it is no tracking number.",
    other_text: "Something else stands beside the number.",
    too_short: "The number is too short to be a tracking number.",
    label_removed: "The text before the number was removed ({label}): {to} is sent.",
    unusual: "The number does not look like one from {carrier_name}.",
    looks_like: "The number does not look like one from {carrier_name}, but like one from {other}.",
  },
  name: {
    own: "The merchant's own name is sent: {name}.",
    own_unlisted: "The merchant's own name is sent: {name}. The marketplace does not list it.",
    live: "The marketplace lists the carrier as {name}.",
    table: "The name known for this marketplace is {name}.",
    free_text: "The marketplace does not list the carrier; it is sent as {name}.",
    fallback: "The marketplace does not list the carrier; it is sent as {name}, with a link.",
    none: "The marketplace does not list the carrier, and no name is set for such carriers.",
  },
  url: {
    label: "The link comes from the label.",
    label_not_a_url: "The label's link is not a web address, so it is not used.",
    label_too_long: "The label's link is too long, so it is not used.",
    label_fragment: "The label's link contains a #, which the settings refuse, so it is not used.",
    rule: "The link is built from the template of rule {position}.",
    rule_unusable: "The link template of rule {position} cannot be filled for this parcel.",
    catalog: "The link is {carrier_name}'s own tracking page.",
    universal: "The link is a general tracking page.",
    replaced: "The link has a #, so a general tracking page is sent instead.",
    none: "No link can be built.",
  },
} as const

type Sentences = typeof SENTENCES
export type ExplanationCode = {
  [S in keyof Sentences]: `${S}.${keyof Sentences[S] & string}`
}[keyof Sentences]

export type ExplanationStep = {
  step: keyof Sentences
  outcome: string
  /** Key of the carrier that the step speaks of, where the catalog has it. */
  carrier: string | null
  detail: ExplanationDetail
  /** English. */
  message: string
}

const texts: Record<string, Record<string, string>> = SENTENCES

/** One step of an explanation, with its sentence. */
export function explain(
  code: ExplanationCode,
  detail: ExplanationDetail = {},
  carrier: string | null = null
): ExplanationStep {
  const [step, outcome] = code.split(".") as [keyof Sentences, string]
  const message = texts[step][outcome].replace(/\{(\w+)\}/g, (_, name: string) => {
    const value = detail[name]
    return typeof value === "object" ? value.join(", ") : String(value)
  })
  return { step, outcome, carrier, detail, message }
}
