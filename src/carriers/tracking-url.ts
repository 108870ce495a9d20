import type { Carrier } from "./carrier"
import { UNIVERSAL_TRACKERS } from "./data/universal-trackers"

/** Longest tracking URL that is sent (Octopia's older SOAP rules, not confirmed for its REST service). */
export const TRACKING_URL_MAX_LENGTH = 255

export type TrackingUrlValues = {
  number: string
  /** Of the recipient. */
  postcode?: string | null
  /** Of the recipient, ISO 3166-1 alpha-2. */
  country?: string | null
}

/**
 * What to do with addresses that have a `#`, since it is not known yet whether the marketplaces take them. `avoid`:
 * another page of the carrier is preferred where there is one; `replace`: so, and a general page is sent in place of an
 * address that still has one, unless the carrier is not listed; `allow`: no difference; `refuse`: never sent.
 */
export type FragmentPolicy = "avoid" | "replace" | "allow" | "refuse"

export type TemplateFault = {
  code:
    | "url_too_long"
    | "url_not_http"
    | "url_has_credentials"
    | "url_placeholder_unknown"
    | "url_placeholder_in_host"
  /** What is wrong, in English. */
  message: string
}

const PLACEHOLDER = /\{(number|postcode|country)\}/g

/** Why a text cannot serve as a template of tracking URLs, or null. */
export function templateFault(template: string, max = TRACKING_URL_MAX_LENGTH): TemplateFault | null {
  if (template.length > max) {
    return { code: "url_too_long", message: `The address has more than ${max} characters.` }
  }
  const authority = /^https?:\/\/([^/?#]*)/i.exec(template)?.[1]
  const example = template.replace(PLACEHOLDER, "0")
  if (authority === undefined || /[\s\\\p{C}]/u.test(template)) {
    return {
      code: "url_not_http",
      message: "The address must begin with http:// or https:// and have no spaces.",
    }
  }
  if (/[{}]/.test(example)) {
    return {
      code: "url_placeholder_unknown",
      message: "The placeholders are {number}, {postcode} and {country}; other braces are not allowed.",
    }
  }
  if (/[{}]/.test(authority)) {
    return {
      code: "url_placeholder_in_host",
      message: "A placeholder may not stand in the host of the address.",
    }
  }
  if (authority.includes("@")) {
    return { code: "url_has_credentials", message: "The address may not hold a user or a password." }
  }
  return URL.canParse(example)
    ? null
    : { code: "url_not_http", message: "The address must begin with http:// or https:// and name a host." }
}

/** Origin, steps of the path, number of parameters and build of the fragment: what no value may change. */
function shapeOf(address: string): string {
  const { origin, pathname, search, hash } = new URL(address)
  const steps = pathname.split("/")
  const parts = [steps, steps.filter(Boolean), search.split(/[&=]/), hash.split(/[/?&=]/)]
  return [origin, ...parts.map(({ length }) => length)].join(" ")
}

const encode = (value: string) =>
  encodeURIComponent(value).replace(
    /[!'()*]/g,
    (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`
  )

/**
 * The address for these values, or null when a value is missing, the template is faulty, the result is too long, or a
 * value would change its shape (as ".." would). Each value is percent-encoded.
 */
export function fillTemplate(
  template: string,
  values: TrackingUrlValues,
  max = TRACKING_URL_MAX_LENGTH
): string | null {
  if (templateFault(template, max)) {
    return null
  }
  const ready: Record<string, string> = {
    number: values.number,
    postcode: values.postcode?.replace(/\s/g, "") ?? "",
    country: /^[a-z]{2}$/i.test(values.country ?? "") ? `${values.country}`.toUpperCase() : "",
  }
  const unusable = (value: string) => value === "" || /\p{Cs}/u.test(value)
  if ([...template.matchAll(PLACEHOLDER)].some(([, name]) => unusable(ready[name]))) {
    return null
  }
  const address = template.replace(PLACEHOLDER, (_, name: string) => encode(ready[name]))
  const isSameShape = shapeOf(address) === shapeOf(template.replace(PLACEHOLDER, "0"))
  return address.length <= max && isSameShape ? address : null
}

export type LabelUrlFault = "not_a_url" | "too_long" | "fragment"

/**
 * A label's own tracking URL, made canonical, or why it is not sent. Medusa's admin stores "#" for an empty field: that,
 * like everything that is not http(s), is no URL.
 */
export function labelUrl(
  given: string,
  fragments: FragmentPolicy,
  max = TRACKING_URL_MAX_LENGTH
): { url: string } | { fault: LabelUrlFault } {
  const text = given.trim()
  if (!/^https?:\/\//i.test(text) || !URL.canParse(text)) {
    return { fault: "not_a_url" }
  }
  const url = new URL(text)
  if (url.username || url.password) {
    return { fault: "not_a_url" }
  }
  if (url.href.length > max) {
    return { fault: "too_long" }
  }
  return fragments === "refuse" && url.hash ? { fault: "fragment" } : { url: url.href }
}

/**
 * The first of these templates that can be filled. A page that follows the number goes before one that does not, and,
 * with `avoid` or `replace`, among those a page without `#` before one with it.
 */
function bestOf(
  templates: readonly Carrier["tracking_urls"][number][],
  values: TrackingUrlValues,
  fragments: FragmentPolicy,
  max: number
): string | null {
  const filled = templates
    .filter(({ deprecated, when }) => !deprecated && (when?.test(values.number) ?? true))
    .flatMap(({ template }) => {
      const url = fillTemplate(template, values, max)
      const follows = template.includes("{number}")
      const hasFragment = template.includes("#")
      const isAvoided = fragments === "avoid" || fragments === "replace"
      return url === null || (hasFragment && fragments === "refuse")
        ? []
        : [{ url, penalty: (follows ? 0 : 2) + (hasFragment && isAvoided ? 1 : 0) }]
    })
    .sort((a, b) => a.penalty - b.penalty)
  return filled[0]?.url ?? null
}

/** The carrier's own page for this parcel, from the catalog, or null. */
export function carrierUrl(
  carrier: Carrier,
  values: TrackingUrlValues,
  fragments: FragmentPolicy,
  max = TRACKING_URL_MAX_LENGTH
): string | null {
  return bestOf(carrier.tracking_urls, values, fragments, max)
}

/** A page that follows numbers of any carrier: the last resort. Null only where `max` is too short for it. */
export function universalUrl(
  values: TrackingUrlValues,
  fragments: FragmentPolicy,
  max = TRACKING_URL_MAX_LENGTH
): string | null {
  return bestOf(UNIVERSAL_TRACKERS, values, fragments, max)
}
