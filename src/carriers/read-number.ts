import type { Carrier } from "./carrier"
import type { CarrierNames } from "./carrier-names"
import { findCarrier } from "./catalog"
import { listedAs, nameList } from "./name-list"
import { detectCarriers, isOf } from "./detect"
import { cleanNumber, GROUPING, isReadable } from "./normalize"
import { isPlaceholder } from "./placeholder"
import {
  possibleDamage,
  type PossibleDamage,
  spreadsheetDamage,
  type SpreadsheetDamage,
} from "./spreadsheet-damage"

type Reason = "several_numbers" | SpreadsheetDamage | "no_digits" | "too_short" | "other_text"
export type NumberFault =
  | { code: "tracking_number_missing"; params: Record<string, never> }
  | { code: "tracking_number_invalid"; params: { reason: "too_long"; length: number; max: number } }
  | { code: "tracking_number_invalid"; params: { reason: "forbidden_characters"; characters: string } }
  | { code: "tracking_number_invalid"; params: { reason: Reason } }

export type ReadNumber = {
  /** The cleaned number; with a fault it is what was refused. */
  number: string
  fault: NumberFault | null
  /** What stood beside the number and was taken off: a carrier's name, "n°", "Tracking:". */
  label: string | null
  /** What a spreadsheet may have done to a number that could also be its carrier's. */
  doubt?: PossibleDamage
}

/** The shortest accepted number: a shorter one identifies no carrier and no shipment. */
const SHORTEST = 4
/** A part of this length, with a digit in it, may be a number of its own. */
const SHORTEST_PART = 5
/** Two parts that follow each other ("AB1 AB2"). */
const SHORTEST_OF_TWO = 3
/** Three parts and more that all follow each other ("A1 A2 A3"). */
const SHORTEST_IN_A_ROW = 2
/** The shortest number that the catalog knows. */
const SHORTEST_KNOWN = 8
/** At most this many words before a number are read. */
const MAX_LABELS = 6

/** What never stands inside one number: between two texts with digits it separates two numbers. */
const SEPARATOR =
  /[\s\p{Zl}\p{Zp}]*(?:[\n\r\t\v\f\u2028\u2029;,&/+|\\•·*<>_:=~#]|\p{Zl}|\p{Zp})[\s\p{Zl}\p{Zp}]*|\s+(?:et|and|und|ou|or|puis|then|avec|with|plus)\s+/iu
const LABEL_WORD =
  /^(?:n[°º]|#|(?:no|nr|num|num[eé]ro|numero|number|tracking|track|trace|suivi|colis|parcel|package|shipment|envoi|exp[eé]dition|code|r[eé]f|r[eé]f[eé]rence|reference|bordereau|transporteur|carrier|id|de|du|of)(?![\p{L}\p{N}]))[\s.:#=°º\p{Pd}]*/iu

/**
 * Reads one tracking number out of what stands in a field. One number may be written in groups; two numbers in one field,
 * placeholders, and what a spreadsheet has damaged are never made into a third.
 * @param carrier who carries the parcel, where that is decided: its own numbers are known by shapes that others share
 * @param isOfUnknownShape that is decided, and no shape of its numbers is known
 */
export function readNumber(
  tidy: string,
  {
    max,
    names,
    carrier = null,
    isOfUnknownShape = false,
  }: { max: number; names?: CarrierNames; carrier?: Carrier | null; isOfUnknownShape?: boolean }
): ReadNumber {
  const cleaned = cleanNumber(tidy)
  const whole = { number: cleaned, label: null }
  const damageOf = (text: string) =>
    spreadsheetDamage(text) ?? (isOfUnknownShape ? null : possibleDamage(text, carrier))
  const damage = damageOf(tidy)
  if (damage) {
    return { ...whole, fault: invalid(damage) }
  }
  if (cleaned.length <= max && isPlaceholder(tidy)) {
    return { ...whole, fault: { code: "tracking_number_missing", params: {} } }
  }
  if (!isReadable(tidy)) {
    return { ...whole, fault: tooLong(tidy, max) }
  }
  const { label, rest } = withoutLabels(tidy, carrier, names)
  if (label !== null && (isPlaceholder(rest) || damageOf(rest))) {
    return { ...readNumber(rest, { max, names, carrier }), label }
  }
  const number = cleanNumber(rest)
  const doubt = isOfUnknownShape ? possibleDamage(rest, carrier) : null
  return { number, label, fault: faultOf(rest, number, max, carrier), ...(doubt && { doubt }) }
}

const invalid = (reason: Reason): NumberFault => ({
  code: "tracking_number_invalid",
  params: { reason },
})

const tooLong = ({ length }: string, max: number): NumberFault => ({
  code: "tracking_number_invalid",
  params: { reason: "too_long", length, max },
})

/**
 * What keeps a number from being sent, or null. Only letters and digits are taken: whatever else stands there usually
 * separates two numbers. (Octopia's older SOAP rules, not confirmed for its REST service: at most 50 characters.)
 */
function faultOf(rest: string, number: string, max: number, carrier: Carrier | null): NumberFault | null {
  if (holdsSeveral(rest, number, carrier)) {
    return invalid("several_numbers")
  }
  if (/\d/.test(number) && holdsMore(rest, number, carrier)) {
    return invalid("other_text")
  }
  if (number.length > max) {
    return tooLong(number, max)
  }
  const characters = [...new Set(number.replace(/[A-Z0-9]/g, ""))].join("")
  if (characters !== "") {
    return { code: "tracking_number_invalid", params: { reason: "forbidden_characters", characters } }
  }
  if (!/\d/.test(number)) {
    return invalid("no_digits")
  }
  return number.length < SHORTEST ? invalid("too_short") : null
}

/** Whether a text that has a separator, or is written in groups, is more than one number. */
function holdsSeveral(rest: string, number: string, carrier: Carrier | null): boolean {
  const texts = rest.split(new RegExp(SEPARATOR, "giu")).filter((text) => /\d/.test(text))
  if (texts.length > 1) {
    return true
  }
  const parts = rest
    .toUpperCase()
    .split(GROUPING)
    .filter((part) => part !== "")
  const known = knownAs(number, carrier)
  if (parts.length < 2) {
    return known === "unknown" && isGlued(number)
  }
  if (carrier?.needs_postcode && endsWithPostcode(parts, carrier)) {
    return false
  }
  const alone = parts.map((part) => detectCarriers(part))
  if (alone.every((candidates) => candidates.length > 0)) {
    // Two that each have a carrier's shape: only a key that few numbers have says that they are one.
    return known !== "certain" || alone.every((candidates) => candidates.some(({ checked }) => checked))
  }
  // Short ones count too, unless a key says that they are one; and of whatever length where all of them follow each other.
  const shortestOfSome = parts.length > 2 ? SHORTEST : SHORTEST_OF_TWO
  const shortest = isChecked(number) ? SHORTEST_PART : shortestOfSome
  const follow = (texts: readonly string[]) =>
    areNext(texts, shortest) || (texts.length > 2 && areAllNext(texts))
  if (follow(parts) || follow([...parts].reverse())) {
    return true
  }
  if (known === "certain") {
    return false
  }
  // No key says that what is joined is one: a carrier's shape has room for two.
  if (known === "known") {
    return !isChecked(number) && (areConsecutive(parts) || likeTwo(parts, isVague(number)))
  }
  const likeNumbers = parts.filter((part) => part.length >= SHORTEST_PART && /\d/.test(part))
  return likeNumbers.length > 1 || areConsecutive(parts) || splitsIntoKnown(parts)
}

const isChecked = (number: string) => detectCarriers(number).some(({ checked }) => checked)
/** Whether only shapes fit that many texts have. */
const isVague = (number: string) => detectCarriers(number).every(({ confidence }) => confidence === "low")

/** `certain`: a right check digit of a shape that one carrier has; `known`: a shape that says something, or the carrier's own. */
function knownAs(number: string, carrier: Carrier | null): "certain" | "known" | "unknown" {
  const candidates = detectCarriers(number)
  if (candidates.some(({ checked, confidence }) => checked && confidence === "high")) {
    return "certain"
  }
  const isKnown = candidates.some(({ checked, confidence }) => checked || confidence !== "low")
  return isKnown || (carrier !== null && isOf(carrier, number)) ? "known" : "unknown"
}

/** The letters that a number of one's own begins with ("LOC 2024 0012"), and those it ends with ("4711 B"). */
const FIRST_GROUP = /^[A-Z]{1,4}$/
const LATER_GROUP = /^[A-Z]{1,2}$/
/** Letters before or behind digits without a space: a word from this length. */
const SHORTEST_WORD = 3

/** Whether a text says more than a number: "6A54658971007 chez Dupont" is no number of any carrier. */
function holdsMore(rest: string, number: string, carrier: Carrier | null): boolean {
  const known = knownAs(number, carrier)
  if (known === "certain") {
    return false
  }
  const isWord = (text: string) => /\p{L}/u.test(text) && !/\d/.test(text)
  // "sf 1234567890124" is one as well; in lower case, only a shape parts a group from a word.
  const spaced = (known === "known" ? rest.toUpperCase() : rest).split(/\p{Zs}+/u)
  if (spaced.some((text, at) => isWord(text) && !(at === 0 ? FIRST_GROUP : LATER_GROUP).test(text))) {
    return true
  }
  if (known === "known") {
    return false
  }
  const groups = rest.split(GROUPING).filter((group) => group !== "")
  const withoutWords = cleanNumber(groups.filter((group) => !isWord(group)).join(""))
  if (withoutWords !== number && knownAs(withoutWords, carrier) !== "unknown") {
    return true
  }
  // "6A54658971007 x2": some of the groups are a whole number already.
  const isWhole = (text: string) =>
    text.length >= SHORTEST_KNOWN && text !== number && knownAs(text, carrier) === "certain"
  const runs = groups.flatMap((_, start) =>
    groups.slice(start).map((__, length) => cleanNumber(groups.slice(start, start + length + 1).join("")))
  )
  if (runs.some(isWhole)) {
    return true
  }
  const [, before, inner, behind] = /^([A-Z]*)(.*?)([A-Z]*)$/.exec(number) ?? ["", "", "", ""]
  return (
    Math.max(before.length, behind.length) >= SHORTEST_WORD &&
    [inner, before + inner, inner + behind].some(isWhole)
  )
}

/** "AB12 AB13": parts of one length that begin alike are numbers that were issued one after the other. */
function areConsecutive(parts: readonly string[]): boolean {
  return parts.some((part, index) => {
    const next = parts[index + 1] ?? ""
    const half = Math.ceil(part.length / 2)
    const isLong = part.length >= SHORTEST_PART || (part.length >= SHORTEST && /[A-Z]/.test(part))
    return isLong && /\d/.test(part) && next.length === part.length && next.startsWith(part.slice(0, half))
  })
}

/** "AB1234 AB1235": a number and the next one. */
function areNext(parts: readonly string[], shortest: number): boolean {
  return parts.some((part, index) => {
    const next = parts[index + 1] ?? ""
    const digits = /\d+$/.exec(part)?.[0] ?? ""
    const isLong = part.length >= shortest && next.length === part.length && digits !== ""
    const following = isLong ? String(BigInt(digits) + 1n).padStart(digits.length, "0") : ""
    return isLong && next === part.slice(0, -digits.length) + following
  })
}

/** "471 472 473". */
const areAllNext = (parts: readonly string[]): boolean =>
  parts.slice(1).every((part, index) => areNext([parts[index], part], SHORTEST_IN_A_ROW))

/** The recipient's postcode behind the number: a carrier that asks for it has both forms. */
const endsWithPostcode = (parts: readonly string[], carrier: Carrier): boolean =>
  /^\d{5}$/.test(parts.at(-1) ?? "") &&
  isOf(carrier, parts.slice(0, -1).join("")) &&
  isOf(carrier, parts.join(""))

/** "AB1234 CD9876": groups that each could be a number; and a whole number before or behind another. */
function likeTwo(parts: readonly string[], isVagueShape: boolean): boolean {
  const isNumber = (part: string) => part.length >= SHORTEST_PART && /\d/.test(part)
  const isMixed = (part: string) => isNumber(part) && /[A-Z]/.test(part)
  const mixed = parts.filter(isMixed).length
  const isBeside = (whole: readonly string[], other: readonly string[]) =>
    isKnownNumber(whole.join("")) && (whole.length > 1 ? other.some(isMixed) : isNumber(other.join("")))
  return (
    mixed > 1 ||
    (isVagueShape && mixed > 0 && parts.filter(isNumber).length > 1) ||
    parts.some((_, at) => at > 0 && isBeside(parts.slice(0, at), parts.slice(at))) ||
    (isVagueShape && isBeside(parts.slice(-1), parts.slice(0, -1)))
  )
}

/** Whether the groups make up several numbers of the catalog, one after the other. */
function splitsIntoKnown(parts: readonly string[]): boolean {
  const reached = [true]
  for (let end = 1; end <= parts.length; end++) {
    reached[end] = parts
      .slice(0, end)
      .some(
        (_, start) =>
          reached[start] &&
          !(start === 0 && end === parts.length) &&
          isKnownNumber(parts.slice(start, end).join(""))
      )
  }
  return reached[parts.length]
}

const isKnownNumber = (number: string) => number.length >= SHORTEST_KNOWN && detectCarriers(number).length > 0

/** Two numbers without anything between them: each with a right check digit of a shape that one carrier has. */
function isGlued(number: string): boolean {
  const isSure = (part: string) =>
    detectCarriers(part).some(({ checked, confidence }) => checked && confidence === "high")
  const cuts = Array.from(
    { length: Math.max(0, number.length - 2 * SHORTEST_KNOWN + 1) },
    (_, index) => index + SHORTEST_KNOWN
  )
  return cuts.some((cut) => isSure(number.slice(0, cut)) && isSure(number.slice(cut)))
}

/** The text without what names the number or its carrier beside it; whole where it is a known number as it stands. */
function withoutLabels(
  tidy: string,
  carrier: Carrier | null,
  names: CarrierNames | undefined
): { label: string | null; rest: string } {
  const isNamed = namesIn(names)
  let rest = tidy
  for (let count = 0; count < MAX_LABELS; count++) {
    const next = knownAs(cleanNumber(rest), carrier) === "unknown" ? afterLabel(rest, carrier, isNamed) : null
    if (next === null || !mayFollow(next)) {
      break
    }
    rest = next
  }
  const before = tidy.slice(0, tidy.length - rest.length).trim()
  const number = beforeName(rest, carrier, isNamed) ?? rest
  const label = [before, rest.slice(number.length).trim()].filter((text) => text !== "").join(" ")
  return { label: label === "" ? null : label, rest: number }
}

/** Whether a text is what a label stands before; "COLIS-5" is a number of its own. */
const mayFollow = (rest: string) =>
  /\d/.test(rest) ? cleanNumber(rest).length >= SHORTEST : isPlaceholder(rest)

/** Whether a text is a carrier's name, in our catalog or the marketplace's. */
function namesIn(names: CarrierNames | undefined): (text: string) => boolean {
  const listed = nameList(names?.seed ?? [])
  return (text) =>
    /\p{L}/u.test(text) && (findCarrier(text, names) !== null || listedAs(text, listed) !== undefined)
}

const gapsIn = (text: string) => [...text.matchAll(/[^\p{L}\p{N}]+/gu)]

function afterLabel(
  text: string,
  carrier: Carrier | null,
  isNamed: (text: string) => boolean
): string | null {
  const word = LABEL_WORD.exec(text)?.[0]
  if (word !== undefined && word.length < text.length) {
    return text.slice(word.length)
  }
  for (const { 0: gap, index } of gapsIn(text).slice(0, MAX_LABELS).reverse()) {
    if (isNamed(text.slice(0, index)) && index + gap.length < text.length) {
      return text.slice(index + gap.length)
    }
  }
  const letters = /^\p{L}+/u.exec(text)?.[0].length ?? 0
  for (let cut = letters; cut > 1; cut--) {
    const rest = text.slice(cut)
    if (isNamed(text.slice(0, cut)) && knownAs(cleanNumber(rest), carrier) !== "unknown") {
      return rest
    }
  }
  return null
}

/** "6A54658971007 (Colissimo)": the number before a carrier's name; null where none stands behind it. */
function beforeName(
  text: string,
  carrier: Carrier | null,
  isNamed: (text: string) => boolean
): string | null {
  if (knownAs(cleanNumber(text), carrier) !== "unknown") {
    return null
  }
  for (const { 0: gap, index } of gapsIn(text).slice(-MAX_LABELS)) {
    const [number, name] = [text.slice(0, index), text.slice(index + gap.length)]
    if (!/\d/.test(name) && isNamed(name) && /\d/.test(number) && cleanNumber(number).length >= SHORTEST) {
      return number
    }
  }
  return null
}
