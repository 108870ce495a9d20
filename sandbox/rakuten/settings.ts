import { z } from "zod"

/** How Rakuten's side behaves. Delays run on the sandbox's clock. */
export const rakutenSettingsSchema = z.strictObject({
  accounts: z
    .array(
      z.strictObject({
        login: z.string().min(1),
        token: z.string().min(1),
        /** Without it every call is refused for lack of rights. */
        has_rights: z.boolean().default(true),
      })
    )
    .min(1)
    .default([{ login: "boutique-sandbox", token: "0123456789abcdef0123456789abcdef", has_rights: true }]),
  /** From `acceptsale` to the item in getcurrentsales, and from there to its billing information. */
  acceptance_delay_ms: z.number().nonnegative().default(1000),
  billing_delay_ms: z.number().nonnegative().default(1000),
  /** From the tracking to `shipped`. */
  shipment_delay_ms: z.number().nonnegative().default(1000),
  cancellation_delay_ms: z.number().nonnegative().default(1000),
  remind_hours: z.number().positive().default(24),
  /** An undecided item is gone after this. */
  expire_hours: z.number().positive().default(72),
  /** How long getnewsales still lists what was refused, or canceled before it was accepted. */
  ended_listed_hours: z.number().nonnegative().default(24),
  sales_per_page: z.number().int().positive().default(20),
  /** How far back getcurrentsales looks without a date; null: everything. */
  default_window_days: z.number().positive().nullable().default(null),
  /** The value of notshippeditemsonly that getcurrentsales follows; the others are ignored, or refused. */
  unshipped_only: z.enum(["either", "true", "1", "ignored", "refused"]).default("either"),
  country_required: z.boolean().default(true),
  /** Open questions of the services: whether an acceptance may name the country, and which number France has. */
  takes_country: z.boolean().default(true),
  country: z.string().nullable().default(null),
  /** Whether importitemshippingstatus is offered, and the charset that its files must have; null: either. */
  takes_file: z.boolean().default(true),
  upload_charset: z.enum(["iso-8859-1", "utf-8"]).nullable().default(null),
  transporter_case: z.enum(["any", "upper"]).default("any"),
  /** Whether a carrier of the list may come with a tracking URL. */
  tracking_url: z.enum(["any", "only-autre"]).default("any"),
  /** The word for "shipped without a number"; null: Oui and yes. */
  flag_word: z.string().nullable().default(null),
  /** The word for carriers that are not listed, and whether a link may have a fragment. */
  other_transporter: z.string().default("Autre"),
  takes_url_fragment: z.boolean().default(true),
  /** Kinds of shipping for which Rakuten makes the label, and those that need no number; what the former take. */
  prepaid_types: z.array(z.string()).default(["So Colissimo", "Chronopost", "Point relais Mondial Relay"]),
  untracked_types: z.array(z.string()).default(["Normal", "Retrait chez le vendeur"]),
  prepaid_takes: z.enum(["either", "number"]).default("either"),
  /** What is said of an item that was shipped before. */
  already_shipped_text: z.string().default("a déjà été expédié"),
  /** The oldest version that an action still has; the others have any. */
  oldest_versions: z.record(z.string(), z.string()).default({}),
  needs_channel: z.boolean().default(false),
  needs_import_country: z.boolean().default(false),
  /** The word for an accepted item in getcurrentsales and getbillinginformation. */
  accepted_word: z.string().default("ACCEPTED"),
  /** The zone of the dates. */
  date_zone: z.string().default("Europe/Paris"),
  /** Whether prices and shipping are written with tax. */
  prices: z.enum(["with_tax", "net"]).default("with_tax"),
  /** Whether billing says what was shipped. */
  billing_shows_shipped: z.boolean().default(true),
  /** How an item to accept is called in getnewsales; `mixed`: by the purchase. */
  to_accept_word: z.enum(["mixed", "REQUESTED", "TO_CONFIRM"]).default("mixed"),
  /** `vary`: another prolog and namespace from call to call. */
  prolog: z.enum(["vary", "iso-8859-1", "iso-8859-15", "windows-1252", "none"]).default("vary"),
  error_status: z.number().int().default(200),
  /** Only names of the list are taken, in any case of letters. */
  strict_transporters: z.boolean().default(true),
  /** What a file with a bad line does: nothing, or its good lines. */
  bad_file: z.enum(["refuse_all", "take_good_lines"]).default("refuse_all"),
  /** Words of `shipped` in getbillinginformation. */
  shipped_words: z.tuple([z.string(), z.string()]).default(["1", "0"]),
  /** Whether settrackingpackageinfos replaces the tracking of a shipped item. */
  tracking_overwrite: z.boolean().default(false),
  /** Whether the echo of the request holds the token too. */
  echo_token: z.boolean().default(false),
  /** Per account and action; null: no quota. */
  calls_per_hour: z.number().int().positive().nullable().default(null),
  /** From a stock file to its report, and from there to what is shown. */
  file_delay_ms: z.number().nonnegative().default(1000),
  offer_delay_ms: z.number().nonnegative().default(1000),
  /** Files stay in their queue until they are released. */
  files_stuck: z.boolean().default(false),
  /** More are refused; null: only advised against. */
  stock_files_per_hour: z.number().int().positive().nullable().default(null),
  report_days: z.number().positive().default(5),
  rows_per_report: z.number().int().positive().default(100),
  adverts_per_page: z.number().int().positive().default(500),
  /** Whether the account may read its inventory. */
  has_export_right: z.boolean().default(true),
  /** References that are reported as taken and are not. */
  lost_skus: z.array(z.string()).default([]),
  /** Products that the catalog does not have. */
  unknown_gtins: z.array(z.string()).default([]),
  csv_profiles: z.array(z.string()).default(["PRICEQUANTITY"]),
  /** Codes of conditions that new adverts may have. */
  states: z.array(z.string()).default(["N", "CN", "TBE", "BE", "EC"]),
})
export type RakutenSettings = z.output<typeof rakutenSettingsSchema>
export type RakutenSettingsInput = z.input<typeof rakutenSettingsSchema>
