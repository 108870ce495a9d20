import { IANAZone } from "luxon"
import { RE2JS } from "re2js"
import { z } from "zod"

import { MarketplaceError, itemStatusSchema } from "../port"
import { describeSettings, settingTexts } from "../setting-fields"
import { toRakutenCountry } from "./countries"

/** Version sent per action: the newest one that public client code uses with the shapes that we read. */
const VERSIONS = {
  getnewsales: "2017-08-07",
  getcurrentsales: "2017-08-07",
  acceptsale: "2021-04-08",
  refusesale: "2010-09-20",
  importitemshippingstatus: "2016-05-09",
  settrackingpackageinfos: "2016-03-16",
  getshippinginformation: "2017-09-12",
  getbillinginformation: "2016-03-16",
  getiteminfos: "2017-08-07",
  getitemtodolist: "2011-09-01",
  cancelitem: "2011-02-02",
}
export type Action = keyof typeof VERSIONS
const ACTIONS = Object.keys(VERSIONS) as [Action, ...Action[]]

const wholeNumber = (min: number, max: number) => z.number().int().min(min).max(max)
const shortText = z.string().trim().max(100)
const labels = z.array(shortText.min(1)).max(100)
const describe = (label: string, help: string) => [settingTexts, { label, help }] as const

const isPattern = (pattern: string): boolean => {
  try {
    RE2JS.compile(pattern)
    return true
  } catch {
    return false
  }
}

/**
 * What is not confirmed about Rakuten's services, as settings with the likeliest reading as default; validation and
 * form come from here. Unknown keys are refused.
 */
export const settingsSchema = z.strictObject({
  versions: z
    .partialRecord(
      z.enum(ACTIONS),
      z.string().regex(/^\d{4}-\d{2}-\d{2}$/, "A version is a date: 2017-08-07")
    )
    .default({})
    .register(...describe("Versions", "Version to send, by action, in place of the built-in one.")),
  channel_name: shortText
    .default("")
    .register(...describe("Partner name", "Sent as the parameter channel; empty: not sent.")),
  response_charset: z
    .enum(["auto", "iso-8859-1", "windows-1252", "utf-8"])
    .default("auto")
    .register(
      ...describe("Charset of answers", "auto: as the answer says; ISO-8859-1 is read as windows-1252.")
    ),
  upload_charset: z
    .enum(["iso-8859-1", "utf-8"])
    .default("iso-8859-1")
    .register(...describe("Charset of uploads", "Both are known to be taken.")),
  time_zone: shortText
    .refine((zone) => IANAZone.isValidZone(zone), "Not a time zone")
    .default("Europe/Paris")
    .register(...describe("Time zone", "Rakuten writes dates without one.")),
  min_spacing_ms: wholeNumber(10, 60_000)
    .default(2000)
    .register(
      ...describe("Milliseconds between calls", "Rakuten allows some number of calls per action and hour.")
    ),
  quota_pause_minutes: wholeNumber(1, 1440)
    .default(60)
    .register(...describe("Pause in minutes", "After “Quota exceeded”; the account is not disabled.")),
  lookback_days: wholeNumber(1, 90)
    .default(7)
    .register(
      ...describe(
        "Look back in days",
        "Accepted sales are listed by purchase date: how far before the last reading."
      )
    ),
  recheck_days: wholeNumber(1, 365)
    .default(30)
    .register(...describe("Recheck in days", "How far the longer second look goes back.")),
  open_days: wholeNumber(1, 3650)
    .default(365)
    .register(
      ...describe(
        "Open orders in days",
        "How old an open order may be to be counted in the daily comparison."
      )
    ),
  max_pages: wholeNumber(1, 10_000)
    .default(100)
    .register(
      ...describe(
        "Most pages in one reading",
        "More than this ends the run with an error; nothing is skipped."
      )
    ),
  not_shipped_items_only: z
    .enum(["off", "true", "1"])
    .default("off")
    .register(
      ...describe(
        "Only items not shipped",
        "What to send as notshippeditemsonly when open orders are counted; off: nothing."
      )
    ),
  import_statuses: z
    .array(z.enum(["accepted", "pending"]))
    .min(1)
    .max(2)
    .default(["accepted"])
    .register(...describe("Statuses to import", "pending is an accepted pre-order that waits for stock.")),
  extra_status_map: z
    .record(shortText.min(1).toUpperCase(), itemStatusSchema)
    .default({})
    .register(
      ...describe(
        "Further status words",
        "Rakuten's word and what it means here; documented words keep their meaning."
      )
    ),
  payment_status_filter: labels
    .default([])
    .register(
      ...describe(
        "Payment statuses that are paid",
        "Empty: every one. INCOMING is nearly always sent; others are logged."
      )
    ),
  shipping_from_country: shortText
    .refine((country) => toRakutenCountry(country) !== null, "Neither a country nor a number")
    .default("FR")
    .register(
      ...describe(
        "Country you ship from",
        "ISO code, sent in Rakuten's numbering (France is 249); digits are sent as they are."
      )
    ),
  send_shipping_from_country: z
    .boolean()
    .default(true)
    .register(...describe("Send the country you ship from", "Whether acceptance names it.")),
  import_country: shortText
    .refine(
      (country) => country === "" || toRakutenCountry(country) !== null,
      "Neither a country nor a number"
    )
    .default("")
    .register(...describe("Country of import", "For the EU import schemes (OSS, IOSS); empty: not sent.")),
  accept_within_days: wholeNumber(1, 30)
    .default(3)
    .register(
      ...describe(
        "Days to accept a sale",
        "From the purchase. 3 rests on a single weak source: compare with your account."
      )
    ),
  ship_within_working_days: wholeNumber(1, 30)
    .default(2)
    .register(...describe("Working days to ship", "From acceptance, else from the purchase.")),
  already_decided_policy: z
    .enum(["reread", "error"])
    .default("reread")
    .register(
      ...describe(
        "Item decided already",
        "reread: look, and count it as done if it is so; error: show Rakuten's refusal."
      )
    ),
  ship_service: z
    .enum(["importitemshippingstatus", "settrackingpackageinfos"])
    .default("importitemshippingstatus")
    .register(
      ...describe("Shipping service", "Shipments without a number always go by importitemshippingstatus.")
    ),
  untracked_flag: shortText
    .default("Oui")
    .register(
      ...describe(
        "Word for “shipped without number”",
        "Sent in place of a tracking number: Oui, yes or nothing."
      )
    ),
  untracked_modes: labels
    .default(["Normal", "Retrait chez le vendeur"])
    .register(
      ...describe("Modes without tracking", "Shipping types for which no tracking number is needed.")
    ),
  prepaid_policy: z
    .enum(["flag-only", "skip", "send-tracking"])
    .default("flag-only")
    .register(
      ...describe(
        "Labels that Rakuten pays",
        "flag-only: say that it is shipped; skip: say nothing; send-tracking: send your number."
      )
    ),
  prepaid_modes: labels
    .default(["So Colissimo", "Chronopost", "Point relais Mondial Relay", "Shop2Shop by Chronopost"])
    .register(...describe("Prepaid modes", "Shipping types for which Rakuten makes the label.")),
  tracking_url_policy: z
    .enum(["when-known", "only-autre", "always-required"])
    .default("when-known")
    .register(...describe("Tracking URL", "When it is sent. Autre always needs one.")),
  tracking_url_fragment: z
    .enum(["avoid", "allow", "refuse"])
    .default("avoid")
    .register(
      ...describe(
        "# in tracking URLs",
        "avoid: leave such a URL out where none is needed; refuse: do not send the shipment."
      )
    ),
  unknown_transporter: shortText
    .min(1)
    .default("Autre")
    .register(
      ...describe(
        "Carrier that Rakuten does not list",
        "Name sent in place of Autre; hold: do not send the shipment."
      )
    ),
  transporter_case: z
    .enum(["as-listed", "upper"])
    .default("as-listed")
    .register(...describe("Spelling of carriers", "As listed, or in capitals.")),
  already_shipped_pattern: z
    .string()
    .min(1)
    .max(200)
    .refine(isPattern, "Not a regular expression")
    .default("déjà été expédié")
    .register(
      ...describe(
        "Wording of “already shipped”",
        "Regular expression, case and accents ignored; such a refusal counts as done."
      )
    ),
  tracking_correction: z
    .enum(["manual", "settrackingpackageinfos"])
    .default("manual")
    .register(
      ...describe(
        "Correcting a number",
        "By hand in the seller account, or by this service (overwriting is not confirmed)."
      )
    ),
  shipped_truthy: labels
    .default(["1", "true", "Y"])
    .register(...describe("Values that mean shipped", "Case ignored.")),
  confirm_shipped_by: z
    .enum(["billing", "itemlog", "none"])
    .default("billing")
    .register(
      ...describe(
        "Confirm shipments by",
        "itemlog also asks getiteminfos when billing does not answer, which marks the buyers' messages as read."
      )
    ),
  shipping_type_map: z
    .record(shortText.min(1), shortText.min(1))
    .default({})
    .register(...describe("Your own shipping types", "Your label and Rakuten's one that it is like.")),
  price_includes_tax: z
    .boolean()
    .default(true)
    .register(...describe("Prices include tax", "Off: the rate below is added to prices and shipping.")),
  excluded_tax_rate: z
    .number()
    .min(0)
    .max(100)
    .default(20)
    .register(...describe("Tax rate to add", "Percent; only when prices do not include tax.")),
  cancel_enabled: z
    .boolean()
    .default(false)
    .register(
      ...describe(
        "Cancel at Rakuten",
        "Rakuten refunds the buyer of a cancelled item, and that cannot be undone."
      )
    ),
})
export type RakutenSettings = z.infer<typeof settingsSchema>

export const settingFields = describeSettings(settingsSchema)

/** The settings with their defaults; throws `configuration` with the wrong key. */
export function readSettings(settings: Record<string, unknown>): RakutenSettings {
  const result = settingsSchema.safeParse(settings)
  if (!result.success) {
    const key = result.error.issues[0]?.path.map(String).join(".") || "an unknown key"
    throw new MarketplaceError("configuration", `The Rakuten settings are wrong at ${key}.`, {
      effect: "none",
    })
  }
  return result.data
}

/** The version to send of an action. */
export function versionOf(action: Action, settings: Pick<RakutenSettings, "versions">): string {
  return settings.versions[action] ?? VERSIONS[action]
}
