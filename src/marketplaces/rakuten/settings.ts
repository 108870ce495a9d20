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
          en: "Version to send for each action, instead of the built-in one.",
          fr: "Version à transmettre pour chaque action, à la place de celle du plugin.",
        }
      )
    ),
  channel_name: shortText.default("").register(
    ...describe(
      { en: "Partner name", fr: "Nom du partenaire" },
      {
        en: "Sent as the parameter channel. Empty: not sent.",
        fr: "Transmis dans le paramètre channel. Vide : non transmis.",
      }
    )
  ),
  response_charset: z
    .enum(["auto", "iso-8859-1", "windows-1252", "utf-8"])
    .default("auto")
    .register(
      ...describe(
        { en: "Response charset", fr: "Encodage des réponses" },
        {
          en: "auto: as the response declares; ISO-8859-1 is read as windows-1252.",
          fr: "auto : celui que la réponse indique ; ISO-8859-1 est lu comme windows-1252.",
        }
      )
    ),
  upload_charset: z
    .enum(["iso-8859-1", "utf-8"])
    .default("iso-8859-1")
    .register(
      ...describe(
        { en: "Upload charset", fr: "Encodage des fichiers transmis" },
        { en: "Rakuten is known to accept both.", fr: "Rakuten accepte les deux." }
      )
    ),
  time_zone: shortText
    .refine((zone) => IANAZone.isValidZone(zone), "Not a time zone")
    .default("Europe/Paris")
    .register(
      ...describe(
        { en: "Time zone", fr: "Fuseau horaire" },
        { en: "Rakuten's dates have no time zone.", fr: "Les dates de Rakuten n'indiquent pas de fuseau." }
      )
    ),
  min_spacing_ms: wholeNumber(10, 60_000)
    .default(2000)
    .register(
      ...describe(
        { en: "Milliseconds between calls", fr: "Millisecondes entre deux appels" },
        {
          en: "Rakuten limits the number of calls per action and hour.",
          fr: "Rakuten limite le nombre d'appels par action et par heure.",
        }
      )
    ),
  quota_pause_minutes: wholeNumber(1, 1440)
    .default(60)
    .register(
      ...describe(
        { en: "Pause (minutes)", fr: "Durée de la pause (minutes)" },
        {
          en: "After “Quota exceeded”. The connection stays active.",
          fr: "Après « Quota exceeded ». La connexion reste active.",
        }
      )
    ),
  lookback_days: wholeNumber(1, 90)
    .default(7)
    .register(
      ...describe(
        { en: "Look back (days)", fr: "Retour en arrière (jours)" },
        {
          en: "Accepted sales are listed by purchase date: how far to look back before the last import.",
          fr: "Les ventes acceptées sont listées par date d'achat : jusqu'où remonter avant le dernier import.",
        }
      )
    ),
  recheck_days: wholeNumber(1, 365)
    .default(30)
    .register(
      ...describe(
        { en: "Recheck (days)", fr: "Relecture (jours)" },
        {
          en: "How far back the longer recheck goes.",
          fr: "Jusqu'où remonte la relecture longue.",
        }
      )
    ),
  open_days: wholeNumber(1, 3650)
    .default(365)
    .register(
      ...describe(
        { en: "Open orders (days)", fr: "Commandes ouvertes (jours)" },
        {
          en: "Maximum age of an open order in the daily comparison.",
          fr: "Âge maximal d'une commande ouverte dans la comparaison quotidienne.",
        }
      )
    ),
  max_pages: wholeNumber(1, 10_000)
    .default(100)
    .register(
      ...describe(
        { en: "Maximum pages per import", fr: "Nombre maximal de pages par import" },
        {
          en: "Beyond this, the import ends with an error; nothing is skipped.",
          fr: "Au-delà, l'import s'arrête sur une erreur ; rien n'est sauté.",
        }
      )
    ),
  not_shipped_items_only: z
    .enum(["off", "true", "1"])
    .default("off")
    .register(
      ...describe(
        { en: "Unshipped items only", fr: "Seulement les articles non expédiés" },
        {
          en: "Value of notshippeditemsonly when open orders are counted; off: not sent.",
          fr: "Valeur de notshippeditemsonly quand les commandes ouvertes sont comptées ; off : non transmise.",
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
          en: "pending is an accepted pre-order that is waiting for stock.",
          fr: "pending est une précommande acceptée qui attend le stock.",
        }
      )
    ),
  extra_status_map: z
    .record(shortText.min(1).toUpperCase(), itemStatusSchema)
    .default({})
    .register(
      ...describe(
        { en: "Additional statuses", fr: "Autres statuts" },
        {
          en: "Rakuten's status and what it means here; documented statuses keep their meaning.",
          fr: "Le statut de Rakuten et son sens ici ; les statuts documentés gardent le leur.",
        }
      )
    ),
  payment_status_filter: labels.default([]).register(
    ...describe(
      { en: "Payment statuses that count as paid", fr: "Statuts de paiement considérés comme payés" },
      {
        en: "Empty: all. Rakuten nearly always sends INCOMING; others are logged.",
        fr: "Vide : tous. Rakuten indique presque toujours INCOMING ; les autres sont inscrits au journal.",
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
          en: "ISO code, sent as Rakuten's own number (France is 249); a number is sent unchanged.",
          fr: "Code ISO, transmis dans la numérotation de Rakuten (France : 249) ; un nombre est transmis tel quel.",
        }
      )
    ),
  send_shipping_from_country: z
    .boolean()
    .default(true)
    .register(
      ...describe(
        { en: "Send the country you ship from", fr: "Transmettre le pays d'expédition" },
        { en: "Each acceptance names the country.", fr: "Chaque acceptation indique ce pays." }
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
          en: "For the EU import schemes (OSS, IOSS). Empty: not sent.",
          fr: "Pour les régimes européens OSS et IOSS. Vide : non transmis.",
        }
      )
    ),
  accept_within_days: wholeNumber(1, 30)
    .default(3)
    .register(
      ...describe(
        { en: "Days to accept a sale", fr: "Jours pour accepter une vente" },
        {
          en: "Counted from the purchase. 3 comes from a single weak source: compare it with your seller account.",
          fr: "À partir de l'achat. La valeur 3 vient d'une seule source peu sûre : comparez-la avec votre compte vendeur.",
        }
      )
    ),
  ship_within_working_days: wholeNumber(1, 30)
    .default(2)
    .register(
      ...describe(
        { en: "Business days to ship", fr: "Jours ouvrés pour expédier" },
        {
          en: "Counted from the acceptance, otherwise from the purchase.",
          fr: "À partir de l'acceptation, à défaut de l'achat.",
        }
      )
    ),
  already_decided_policy: z
    .enum(["reread", "error"])
    .default("reread")
    .register(
      ...describe(
        { en: "Item already decided", fr: "Article déjà traité" },
        {
          en: "reread: read the item again and count it as done if it is; error: show Rakuten's refusal.",
          fr: "reread : relire l'article et le considérer comme traité si c'est le cas ; error : afficher le refus de Rakuten.",
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
          en: "Shipments without a tracking number always use importitemshippingstatus.",
          fr: "Les expéditions sans numéro de suivi passent toujours par importitemshippingstatus.",
        }
      )
    ),
  untracked_flag: shortText.default("Oui").register(
    ...describe(
      { en: "Value for “shipped without tracking”", fr: "Valeur pour « expédié sans suivi »" },
      {
        en: "Sent instead of a tracking number: Oui, yes, or empty.",
        fr: "Transmise à la place du numéro de suivi : Oui, yes ou vide.",
      }
    )
  ),
  untracked_modes: labels.default(["Normal", "Retrait chez le vendeur"]).register(
    ...describe(
      { en: "Modes without tracking", fr: "Modes sans suivi" },
      {
        en: "Shipping types that need no tracking number.",
        fr: "Modes de livraison qui n'exigent pas de numéro de suivi.",
      }
    )
  ),
  prepaid_policy: z
    .enum(["flag-only", "skip", "send-tracking"])
    .default("flag-only")
    .register(
      ...describe(
        { en: "Labels paid by Rakuten", fr: "Étiquettes payées par Rakuten" },
        {
          en: "flag-only: declare the shipment; skip: send nothing; send-tracking: send your tracking number.",
          fr: "flag-only : déclarer l'expédition ; skip : ne rien transmettre ; send-tracking : transmettre votre numéro de suivi.",
        }
      )
    ),
  prepaid_modes: labels
    .default(["So Colissimo", "Chronopost", "Point relais Mondial Relay", "Shop2Shop by Chronopost"])
    .register(
      ...describe(
        { en: "Prepaid modes", fr: "Modes prépayés" },
        {
          en: "Shipping types for which Rakuten provides the label.",
          fr: "Modes de livraison pour lesquels Rakuten fournit l'étiquette.",
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
          en: "When the link is sent. Autre always requires one.",
          fr: "Quand le lien est transmis. Autre en exige toujours un.",
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
          en: "avoid: use a general page without # unless the carrier's own page is required; refuse: do not send the shipment.",
          fr: "avoid : utiliser une page générale sans #, sauf si celle du transporteur est exigée ; refuse : ne pas transmettre l'expédition.",
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
          en: "Name sent instead of Autre; hold: do not send the shipment.",
          fr: "Nom transmis à la place d'Autre ; hold : ne pas transmettre l'expédition.",
        }
      )
    ),
  transporter_case: z
    .enum(["as-listed", "upper"])
    .default("as-listed")
    .register(
      ...describe(
        { en: "Carrier spelling", fr: "Orthographe des transporteurs" },
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
        { en: "Wording of “already shipped”", fr: "Formulation de « déjà expédié »" },
        {
          en: "Regular expression, ignoring case and accents; such a refusal counts as done.",
          fr: "Expression régulière, insensible à la casse et aux accents ; un tel refus vaut confirmation.",
        }
      )
    ),
  tracking_correction: z
    .enum(["manual", "settrackingpackageinfos"])
    .default("manual")
    .register(
      ...describe(
        { en: "Tracking number corrections", fr: "Correction d'un numéro de suivi" },
        {
          en: "manual: in the seller account; settrackingpackageinfos: through this service (not confirmed to overwrite).",
          fr: "manual : dans le compte vendeur ; settrackingpackageinfos : par ce service (le remplacement n'est pas confirmé).",
        }
      )
    ),
  shipped_truthy: labels
    .default(["1", "true", "Y"])
    .register(
      ...describe(
        { en: "Values that mean “shipped”", fr: "Valeurs qui signifient « expédié »" },
        { en: "Case-insensitive.", fr: "Insensibles à la casse." }
      )
    ),
  confirm_shipped_by: z
    .enum(["billing", "itemlog", "none"])
    .default("billing")
    .register(
      ...describe(
        { en: "Confirm shipments by", fr: "Confirmer les expéditions par" },
        {
          en: "itemlog also calls getiteminfos when billing gives no answer, which marks the buyers' messages as read.",
          fr: "itemlog appelle aussi getiteminfos quand billing ne répond pas, ce qui marque les messages des acheteurs comme lus.",
        }
      )
    ),
  shipping_type_map: z
    .record(shortText.min(1), shortText.min(1))
    .default({})
    .register(
      ...describe(
        { en: "Your own shipping types", fr: "Vos propres modes de livraison" },
        {
          en: "Your own type and the Rakuten type that it corresponds to.",
          fr: "Votre libellé et le mode de livraison de Rakuten auquel il correspond.",
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
          fr: "Désactivé : le taux ci-dessous est ajouté aux prix et au port.",
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
          en: "Percentage, used only when prices do not include tax.",
          fr: "En pourcentage, uniquement si les prix sont hors taxes.",
        }
      )
    ),
  read_todo_list: z
    .boolean()
    .default(true)
    .register(
      ...describe(
        { en: "Check for claims daily", fr: "Chercher les réclamations chaque jour" },
        {
          en: "Calls getitemtodolist, also for sales that are too old for the lists.",
          fr: "Appelle getitemtodolist, y compris pour les ventes trop anciennes pour les listes.",
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
          en: "Rakuten refunds the buyer of a canceled item; this cannot be undone.",
          fr: "Rakuten rembourse l'acheteur d'un article annulé ; c'est irréversible.",
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
