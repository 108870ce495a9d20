import { IANAZone } from "luxon"
import { RE2JS } from "re2js"
import { z } from "zod"

import { itemStatusSchema } from "../port"
import { describe, describeSettings, settingsReader } from "../setting-fields"
import { CARRIER_NAMES } from "./carrier-names"
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
    .register(
      ...describe(
        { en: "Versions", fr: "Versions" },
        {
          en: "Version to send, by action, in place of the built-in one.",
          fr: "Version à envoyer pour chaque action, à la place de celle du plugin.",
        }
      )
    ),
  channel_name: shortText.default("").register(
    ...describe(
      { en: "Partner name", fr: "Nom du partenaire" },
      {
        en: "Sent as the parameter channel; empty: not sent.",
        fr: "Envoyé dans le paramètre channel ; vide : pas envoyé.",
      }
    )
  ),
  response_charset: z
    .enum(["auto", "iso-8859-1", "windows-1252", "utf-8"])
    .default("auto")
    .register(
      ...describe(
        { en: "Charset of answers", fr: "Encodage des réponses" },
        {
          en: "auto: as the answer says; ISO-8859-1 is read as windows-1252.",
          fr: "auto : celui que la réponse annonce ; ISO-8859-1 est lu comme windows-1252.",
        }
      )
    ),
  upload_charset: z
    .enum(["iso-8859-1", "utf-8"])
    .default("iso-8859-1")
    .register(
      ...describe(
        { en: "Charset of uploads", fr: "Encodage des envois" },
        { en: "Both are known to be taken.", fr: "Les deux sont acceptés." }
      )
    ),
  time_zone: shortText
    .refine((zone) => IANAZone.isValidZone(zone), "Not a time zone")
    .default("Europe/Paris")
    .register(
      ...describe(
        { en: "Time zone", fr: "Fuseau horaire" },
        { en: "Rakuten writes dates without one.", fr: "Rakuten écrit les dates sans fuseau." }
      )
    ),
  min_spacing_ms: wholeNumber(10, 60_000)
    .default(2000)
    .register(
      ...describe(
        { en: "Milliseconds between calls", fr: "Millisecondes entre deux appels" },
        {
          en: "Rakuten allows some number of calls per action and hour.",
          fr: "Rakuten limite le nombre d'appels par action et par heure.",
        }
      )
    ),
  quota_pause_minutes: wholeNumber(1, 1440)
    .default(60)
    .register(
      ...describe(
        { en: "Pause in minutes", fr: "Pause en minutes" },
        {
          en: "After “Quota exceeded”; the account is not disabled.",
          fr: "Après « Quota exceeded » ; le compte n'est pas désactivé.",
        }
      )
    ),
  lookback_days: wholeNumber(1, 90)
    .default(7)
    .register(
      ...describe(
        { en: "Look back in days", fr: "Retour en arrière en jours" },
        {
          en: "Accepted sales are listed by purchase date: how far before the last reading.",
          fr: "Les ventes acceptées sont listées par date d'achat : jusqu'où remonter avant la dernière lecture.",
        }
      )
    ),
  recheck_days: wholeNumber(1, 365)
    .default(30)
    .register(
      ...describe(
        { en: "Recheck in days", fr: "Relecture en jours" },
        {
          en: "How far the longer second look goes back.",
          fr: "Jusqu'où remonte la seconde lecture, plus longue.",
        }
      )
    ),
  open_days: wholeNumber(1, 3650)
    .default(365)
    .register(
      ...describe(
        { en: "Open orders in days", fr: "Commandes ouvertes en jours" },
        {
          en: "How old an open order may be to be counted in the daily comparison.",
          fr: "Âge maximal d'une commande ouverte dans la comparaison quotidienne.",
        }
      )
    ),
  max_pages: wholeNumber(1, 10_000)
    .default(100)
    .register(
      ...describe(
        { en: "Most pages in one reading", fr: "Pages par lecture, au plus" },
        {
          en: "More than this ends the run with an error; nothing is skipped.",
          fr: "Au-delà, l'import s'arrête avec une erreur ; rien n'est sauté.",
        }
      )
    ),
  not_shipped_items_only: z
    .enum(["off", "true", "1"])
    .default("off")
    .register(
      ...describe(
        { en: "Only items not shipped", fr: "Seulement les articles non expédiés" },
        {
          en: "What to send as notshippeditemsonly when open orders are counted; off: nothing.",
          fr: "Valeur de notshippeditemsonly quand les commandes ouvertes sont comptées ; off : rien.",
        }
      )
    ),
  import_statuses: z
    .array(z.enum(["accepted", "pending"]))
    .min(1)
    .max(2)
    .default(["accepted"])
    .register(
      ...describe(
        { en: "Statuses to import", fr: "Statuts à importer" },
        {
          en: "pending is an accepted pre-order that waits for stock.",
          fr: "pending est une précommande acceptée qui attend le stock.",
        }
      )
    ),
  extra_status_map: z
    .record(shortText.min(1).toUpperCase(), itemStatusSchema)
    .default({})
    .register(
      ...describe(
        { en: "Further status words", fr: "Autres mots de statut" },
        {
          en: "Rakuten's word and what it means here; documented words keep their meaning.",
          fr: "Le mot de Rakuten et son sens ici ; les mots documentés gardent le leur.",
        }
      )
    ),
  payment_status_filter: labels.default([]).register(
    ...describe(
      { en: "Payment statuses that are paid", fr: "Statuts de paiement valables" },
      {
        en: "Empty: every one. INCOMING is nearly always sent; others are logged.",
        fr: "Vide : tous. INCOMING est presque toujours envoyé ; les autres sont notés dans le journal.",
      }
    )
  ),
  shipping_from_country: shortText
    .refine((country) => toRakutenCountry(country) !== null, "Neither a country nor a number")
    .default("FR")
    .register(
      ...describe(
        { en: "Country you ship from", fr: "Pays d'expédition" },
        {
          en: "ISO code, sent in Rakuten's numbering (France is 249); digits are sent as they are.",
          fr: "Code ISO, envoyé dans la numérotation de Rakuten (France : 249) ; un nombre est envoyé tel quel.",
        }
      )
    ),
  send_shipping_from_country: z
    .boolean()
    .default(true)
    .register(
      ...describe(
        { en: "Send the country you ship from", fr: "Envoyer le pays d'expédition" },
        { en: "Whether acceptance names it.", fr: "Si l'acceptation l'indique." }
      )
    ),
  import_country: shortText
    .refine(
      (country) => country === "" || toRakutenCountry(country) !== null,
      "Neither a country nor a number"
    )
    .default("")
    .register(
      ...describe(
        { en: "Country of import", fr: "Pays d'importation" },
        {
          en: "For the EU import schemes (OSS, IOSS); empty: not sent.",
          fr: "Pour les régimes européens OSS et IOSS ; vide : pas envoyé.",
        }
      )
    ),
  accept_within_days: wholeNumber(1, 30)
    .default(3)
    .register(
      ...describe(
        { en: "Days to accept a sale", fr: "Jours pour accepter une vente" },
        {
          en: "From the purchase. 3 rests on a single weak source: compare with your account.",
          fr: "À partir de l'achat. 3 ne repose que sur une source peu sûre : comparez avec votre compte.",
        }
      )
    ),
  ship_within_working_days: wholeNumber(1, 30)
    .default(2)
    .register(
      ...describe(
        { en: "Working days to ship", fr: "Jours ouvrés pour expédier" },
        { en: "From acceptance, else from the purchase.", fr: "À partir de l'acceptation, sinon de l'achat." }
      )
    ),
  already_decided_policy: z
    .enum(["reread", "error"])
    .default("reread")
    .register(
      ...describe(
        { en: "Item decided already", fr: "Article déjà traité" },
        {
          en: "reread: look, and count it as done if it is so; error: show Rakuten's refusal.",
          fr: "reread : relire, et le considérer comme fait si c'est le cas ; error : montrer le refus de Rakuten.",
        }
      )
    ),
  ship_service: z
    .enum(["importitemshippingstatus", "settrackingpackageinfos"])
    .default("importitemshippingstatus")
    .register(
      ...describe(
        { en: "Shipping service", fr: "Service d'expédition" },
        {
          en: "Shipments without a number always go by importitemshippingstatus.",
          fr: "Les envois sans numéro passent toujours par importitemshippingstatus.",
        }
      )
    ),
  untracked_flag: shortText.default("Oui").register(
    ...describe(
      { en: "Word for “shipped without number”", fr: "Mot pour « expédié sans numéro »" },
      {
        en: "Sent in place of a tracking number: Oui, yes or nothing.",
        fr: "Envoyé à la place du numéro de suivi : Oui, yes ou rien.",
      }
    )
  ),
  untracked_modes: labels.default(["Normal", "Retrait chez le vendeur"]).register(
    ...describe(
      { en: "Modes without tracking", fr: "Modes sans suivi" },
      {
        en: "Shipping types for which no tracking number is needed.",
        fr: "Modes d'envoi pour lesquels aucun numéro n'est nécessaire.",
      }
    )
  ),
  prepaid_policy: z
    .enum(["flag-only", "skip", "send-tracking"])
    .default("flag-only")
    .register(
      ...describe(
        { en: "Labels that Rakuten pays", fr: "Étiquettes payées par Rakuten" },
        {
          en: "flag-only: say that it is shipped; skip: say nothing; send-tracking: send your number.",
          fr: "flag-only : dire que c'est expédié ; skip : ne rien dire ; send-tracking : envoyer votre numéro.",
        }
      )
    ),
  prepaid_modes: labels
    .default(["So Colissimo", "Chronopost", "Point relais Mondial Relay", "Shop2Shop by Chronopost"])
    .register(
      ...describe(
        { en: "Prepaid modes", fr: "Modes prépayés" },
        {
          en: "Shipping types for which Rakuten makes the label.",
          fr: "Modes d'envoi pour lesquels Rakuten fournit l'étiquette.",
        }
      )
    ),
  tracking_url_policy: z
    .enum(["when-known", "only-autre", "always-required"])
    .default("when-known")
    .register(
      ...describe(
        { en: "Tracking URL", fr: "Lien de suivi" },
        {
          en: "When it is sent. Autre always needs one.",
          fr: "Quand il est envoyé. Autre en demande toujours un.",
        }
      )
    ),
  tracking_url_fragment: z
    .enum(["avoid", "allow", "refuse"])
    .default("avoid")
    .register(
      ...describe(
        { en: "# in tracking URLs", fr: "# dans les liens de suivi" },
        {
          en: "avoid: a general page without # where the carrier's own is not needed; refuse: do not send the shipment.",
          fr: "avoid : une page générale sans # si celle du transporteur n'est pas nécessaire ; refuse : ne pas envoyer l'expédition.",
        }
      )
    ),
  unknown_transporter: shortText
    .min(1)
    .default(CARRIER_NAMES.fallback)
    .register(
      ...describe(
        { en: "Carrier that Rakuten does not list", fr: "Transporteur absent de la liste" },
        {
          en: "Name sent in place of Autre; hold: do not send the shipment.",
          fr: "Nom envoyé à la place de Autre ; hold : ne pas envoyer l'expédition.",
        }
      )
    ),
  transporter_case: z
    .enum(["as-listed", "upper"])
    .default("as-listed")
    .register(
      ...describe(
        { en: "Spelling of carriers", fr: "Orthographe des transporteurs" },
        { en: "As listed, or in capitals.", fr: "Comme dans la liste, ou en capitales." }
      )
    ),
  already_shipped_pattern: z
    .string()
    .min(1)
    .max(200)
    .refine(isPattern, "Not a regular expression")
    .default("déjà été expédié")
    .register(
      ...describe(
        { en: "Wording of “already shipped”", fr: "Formulation de « déjà expédié »" },
        {
          en: "Regular expression, case and accents ignored; such a refusal counts as done.",
          fr: "Expression régulière, sans casse ni accents ; un tel refus vaut confirmation.",
        }
      )
    ),
  tracking_correction: z
    .enum(["manual", "settrackingpackageinfos"])
    .default("manual")
    .register(
      ...describe(
        { en: "Correcting a number", fr: "Corriger un numéro" },
        {
          en: "By hand in the seller account, or by this service (overwriting is not confirmed).",
          fr: "À la main dans le compte vendeur, ou par ce service (le remplacement n'est pas confirmé).",
        }
      )
    ),
  shipped_truthy: labels
    .default(["1", "true", "Y"])
    .register(
      ...describe(
        { en: "Values that mean shipped", fr: "Valeurs qui veulent dire expédié" },
        { en: "Case ignored.", fr: "Sans casse." }
      )
    ),
  confirm_shipped_by: z
    .enum(["billing", "itemlog", "none"])
    .default("billing")
    .register(
      ...describe(
        { en: "Confirm shipments by", fr: "Confirmer les expéditions par" },
        {
          en: "itemlog also asks getiteminfos when billing does not answer, which marks the buyers' messages as read.",
          fr: "itemlog interroge aussi getiteminfos quand billing ne répond pas, ce qui marque les messages des acheteurs comme lus.",
        }
      )
    ),
  shipping_type_map: z
    .record(shortText.min(1), shortText.min(1))
    .default({})
    .register(
      ...describe(
        { en: "Your own shipping types", fr: "Vos propres modes d'envoi" },
        {
          en: "Your label and Rakuten's one that it is like.",
          fr: "Votre libellé et celui de Rakuten auquel il correspond.",
        }
      )
    ),
  price_includes_tax: z
    .boolean()
    .default(true)
    .register(
      ...describe(
        { en: "Prices include tax", fr: "Prix TTC" },
        {
          en: "Off: the rate below is added to prices and shipping.",
          fr: "Désactivé : le taux ci-dessous est ajouté aux prix et au port.",
        }
      )
    ),
  excluded_tax_rate: z
    .number()
    .min(0)
    .max(100)
    .default(20)
    .register(
      ...describe(
        { en: "Tax rate to add", fr: "Taux de TVA à ajouter" },
        {
          en: "Percent; only when prices do not include tax.",
          fr: "En pourcentage ; seulement si les prix sont hors taxes.",
        }
      )
    ),
  read_todo_list: z
    .boolean()
    .default(true)
    .register(
      ...describe(
        { en: "Look for claims daily", fr: "Chercher les réclamations chaque jour" },
        {
          en: "Asks getitemtodolist, also for sales that are too old for the lists.",
          fr: "Interroge getitemtodolist, y compris pour les ventes trop anciennes pour les listes.",
        }
      )
    ),
  cancel_enabled: z
    .boolean()
    .default(false)
    .register(
      ...describe(
        { en: "Cancel at Rakuten", fr: "Annuler chez Rakuten" },
        {
          en: "Rakuten refunds the buyer of a cancelled item, and that cannot be undone.",
          fr: "Rakuten rembourse l'acheteur d'un article annulé, et c'est irréversible.",
        }
      )
    ),
})
export type RakutenSettings = z.infer<typeof settingsSchema>

export const settingFields = describeSettings(settingsSchema)

/** The settings with their defaults; throws `configuration` with the wrong key. */
export const readSettings = settingsReader<RakutenSettings>(settingsSchema, "Rakuten")

/** The version to send of an action. */
export function versionOf(action: Action, settings: Pick<RakutenSettings, "versions">): string {
  return settings.versions[action] ?? VERSIONS[action]
}
