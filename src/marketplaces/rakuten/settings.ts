import { IANAZone } from "luxon"
import { SaxesParser } from "saxes"
import { z } from "zod"

import { itemStatusSchema } from "../port"
import { describeSettings, pattern, setting, settingsReader, wholeNumber } from "../setting-fields"
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
  genericimportfile: "2015-02-02",
  genericimportreport: "2017-02-10",
  import: "2010-09-20",
  importreport: "2017-02-10",
  export: "2018-06-29",
}
export type Action = keyof typeof VERSIONS
const ACTIONS = Object.keys(VERSIONS) as [Action, ...Action[]]

/** The actions about what is for sale are at an address of their own. */
const STOCK_ACTIONS: readonly Action[] = [
  "genericimportfile",
  "genericimportreport",
  "import",
  "importreport",
  "export",
]
export const serviceOf = (action: Action): "stock_ws" | "sales_ws" =>
  STOCK_ACTIONS.includes(action) ? "stock_ws" : "sales_ws"

const shortText = z.string().trim().max(100)

/** Elements that can stand inside others: nothing that is left open, and no declaration. */
function isFragment(text: string): boolean {
  const parser = new SaxesParser()
  let isGood = true
  const refuse = () => void (isGood = false)
  parser.on("error", refuse)
  parser.on("doctype", refuse)
  parser.on("processinginstruction", refuse)
  parser.write(`<r>${text}</r>`).close()
  return isGood && !/purge/i.test(text)
}
const labels = z.array(shortText.min(1)).max(100)

/** What only counts where offers are sent. */
const offerSettings = {
  stock_format: setting(z.enum(["xml", "csv"]).default("xml"))`
    en: Format of stock files | xml: only what has changed; csv: quantity and price in each line, with a profile that Rakuten sets up.
    fr: Format des fichiers de stock | xml : seulement ce qui a changé ; csv : quantité et prix sur chaque ligne, avec un profil que Rakuten configure.`,
  csv_profile: setting(shortText.min(1).default("PRICEQUANTITY"))`
    en: CSV profile | Sent as the parameter mappingalias.
    fr: Profil CSV | Transmis dans le paramètre mappingalias.`,
  csv_profile_id: setting(shortText.default(""))`
    en: CSV profile id | Sent as the parameter profileid. Empty: not sent.
    fr: Identifiant du profil CSV | Transmis dans le paramètre profileid. Vide : non transmis.`,
  rows_per_file: setting(wholeNumber(1, 50_000).default(5000))`
    en: Offers per file | Rakuten does not publish a limit.
    fr: Offres par fichier | Rakuten ne publie pas de limite.`,
  files_per_hour: setting(wholeNumber(1, 1000).default(10))`
    en: Files per hour | Rakuten recommends at most 10.
    fr: Fichiers par heure | Rakuten en recommande 10 au plus.`,
  reserved_files: setting(wholeNumber(0, 1000).default(3))`
    en: Files reserved for products that are sold out | This many files of each hour hold only quantities of 0.
    fr: Fichiers réservés aux articles épuisés | Autant de fichiers de chaque heure ne contiennent que des quantités à 0.`,
  file_gap_seconds: setting(wholeNumber(0, 3600).default(300))`
    en: Seconds between files | From the second file on. Quantities of 0 do not wait.
    fr: Secondes entre deux fichiers | À partir du deuxième. Les quantités à 0 n'attendent pas.`,
  report_intervals: setting(
    z.array(z.number().int().min(1).max(86_400)).min(1).max(100).default([60, 60, 60, 60, 60, 300])
  )`
    en: Seconds between looks at a report | The last one repeats for as long as reports are kept.
    fr: Secondes entre deux consultations d'un rapport | La dernière valeur se répète tant que les rapports sont conservés.`,
  zero_policy: setting(z.enum(["zero", "skip-and-alert"]).default("zero"))`
    en: Products that are sold out | zero: send 0; skip-and-alert: send nothing, and show it as a problem.
    fr: Articles épuisés | zero : transmettre 0 ; skip-and-alert : ne rien transmettre, et le signaler.`,
  quantity_maximum: setting(wholeNumber(1, 10_000_000).default(9999))`
    en: Largest quantity | What is above is sent as this.
    fr: Quantité maximale | Au-delà, c'est cette quantité qui est transmise.`,
  shipping_fragment: setting(z.string().max(2000).refine(isFragment, "Not well-formed XML").default(""))`
    en: Shipping costs of each offer | XML that is added to each offer, where Rakuten has set up shipping costs per product. Empty: nothing.
    fr: Frais de port de chaque offre | XML ajouté à chaque offre, si Rakuten a configuré des frais de port par produit. Vide : rien.`,
  product_alias: setting(shortText.default(""))`
    en: Product type of new offers | Alias of a product type. Empty: no offer is created.
    fr: Type de produit des nouvelles offres | Alias d'un type de produit. Vide : aucune offre n'est créée.`,
  matching_key: setting(
    z.enum(["codebarres", "submitterreference", "pid", "referencefabricant"]).default("codebarres")
  )`
    en: Key of the product | How a new offer identifies its product page.
    fr: Clé du produit | Comment une nouvelle offre désigne sa fiche produit.`,
  state: setting(shortText.min(1).default("N"))`
    en: Condition of new offers | A code of Rakuten's, from the values of the product type.
    fr: État des nouvelles offres | Un code de Rakuten, parmi les valeurs du type de produit.`,
  offers_show_after_minutes: setting(wholeNumber(1, 1440).default(30))`
    en: Minutes until an offer shows | How long a confirmed value may take to show before a difference counts.
    fr: Minutes avant affichage d'une offre | Le délai avant qu'un écart avec la valeur confirmée ne compte.`,
}

/**
 * What is not confirmed about Rakuten's services, as settings with the likeliest reading as default; validation and
 * form come from here. Unknown keys are refused.
 */
export const settingsSchema = z.strictObject({
  versions: setting(
    z
      .partialRecord(
        z.enum(ACTIONS),
        z.string().regex(/^\d{4}-\d{2}-\d{2}$/, "A version is a date: 2017-08-07")
      )
      .default({})
  )`
    en: Versions | Version to send for each action, instead of the built-in one.
    fr: Versions | Version à transmettre pour chaque action, à la place de celle du plugin.`,
  channel_name: setting(shortText.default(""))`
    en: Partner name | Sent as the parameter channel. Empty: not sent.
    fr: Nom du partenaire | Transmis dans le paramètre channel. Vide : non transmis.`,
  response_charset: setting(z.enum(["auto", "iso-8859-1", "windows-1252", "utf-8"]).default("auto"))`
    en: Response charset | auto: as the response declares; ISO-8859-1 is read as windows-1252.
    fr: Encodage des réponses | auto : celui que la réponse indique ; ISO-8859-1 est lu comme windows-1252.`,
  upload_charset: setting(z.enum(["iso-8859-1", "utf-8"]).default("iso-8859-1"))`
    en: Upload charset | Rakuten is known to accept both.
    fr: Encodage des fichiers transmis | Rakuten accepte les deux.`,
  time_zone: setting(
    shortText.refine((zone) => IANAZone.isValidZone(zone), "Not a time zone").default("Europe/Paris")
  )`
    en: Time zone | Rakuten's dates have no time zone.
    fr: Fuseau horaire | Les dates de Rakuten n'indiquent pas de fuseau.`,
  min_spacing_ms: setting(wholeNumber(10, 60_000).default(2000))`
    en: Milliseconds between calls | Rakuten limits the number of calls per action and hour.
    fr: Millisecondes entre deux appels | Rakuten limite le nombre d'appels par action et par heure.`,
  quota_pause_minutes: setting(wholeNumber(1, 1440).default(60))`
    en: Pause (minutes) | After “Quota exceeded”. The connection stays active.
    fr: Durée de la pause (minutes) | Après « Quota exceeded ». La connexion reste active.`,
  lookback_days: setting(wholeNumber(1, 90).default(7))`
    en: Look back (days) | Accepted sales are listed by purchase date: how far to look back before the last import.
    fr: Retour en arrière (jours) | Les ventes acceptées sont listées par date d'achat : jusqu'où remonter avant le dernier import.`,
  recheck_days: setting(wholeNumber(1, 365).default(30))`
    en: Recheck (days) | How far back the longer recheck goes.
    fr: Relecture (jours) | Jusqu'où remonte la relecture longue.`,
  open_days: setting(wholeNumber(1, 3650).default(365))`
    en: Open orders (days) | Maximum age of an open order in the daily comparison.
    fr: Commandes ouvertes (jours) | Âge maximal d'une commande ouverte dans la comparaison quotidienne.`,
  max_pages: setting(wholeNumber(1, 10_000).default(1000))`
    en: Maximum pages per import | Beyond this, what was read is imported and the run ends with an error.
    fr: Nombre maximal de pages par import | Au-delà, ce qui a été lu est importé et l'exécution se termine sur une erreur.`,
  not_shipped_items_only: setting(z.enum(["true", "1", "off"]).default("true"))`
    en: Unshipped items only | Value of notshippeditemsonly when each import looks for sales that were shipped in the seller account; off: not asked.
    fr: Seulement les articles non expédiés | Valeur de notshippeditemsonly quand chaque import cherche les ventes expédiées depuis le compte vendeur ; off : pas de demande.`,
  single_reads: setting(wholeNumber(0, 500).default(20))`
    en: Sales read alone per import | At most so many that wait for a parcel, the most urgent first: lists do not show what was shipped in the seller account.
    fr: Ventes relues seules par import | Au plus, parmi celles qui attendent un colis, les plus urgentes d'abord : les listes ne montrent pas ce qui a été expédié depuis le compte vendeur.`,
  import_statuses: setting(
    z
      .array(z.enum(["accepted", "pending"]))
      .min(1)
      .max(2)
      .default(["accepted"])
  )`
    en: Statuses to import | pending is an accepted pre-order that is waiting for stock.
    fr: Statuts à importer | pending est une précommande acceptée qui attend le stock.`,
  extra_status_map: setting(z.record(shortText.min(1).toUpperCase(), itemStatusSchema).default({}))`
    en: Additional statuses | Rakuten's status and what it means here; documented statuses keep their meaning.
    fr: Autres statuts | Le statut de Rakuten et son sens ici ; les statuts documentés gardent le leur.`,
  payment_status_filter: setting(labels.default([]))`
    en: Payment statuses that count as paid | Empty: all. Rakuten nearly always sends INCOMING; others are logged.
    fr: Statuts de paiement considérés comme payés | Vide : tous. Rakuten indique presque toujours INCOMING ; les autres sont inscrits au journal.`,
  shipping_from_country: setting(
    shortText
      .refine((country) => toRakutenCountry(country) !== null, "Neither a country nor a number")
      .default("FR")
  )`
    en: Country you ship from | ISO code, sent as Rakuten's own number (France is 249); a number is sent unchanged.
    fr: Pays d'expédition | Code ISO, transmis dans la numérotation de Rakuten (France : 249) ; un nombre est transmis tel quel.`,
  send_shipping_from_country: setting(z.boolean().default(true))`
    en: Send the country you ship from | Each acceptance names the country.
    fr: Transmettre le pays d'expédition | Chaque acceptation indique ce pays.`,
  import_country: setting(
    shortText
      .refine(
        (country) => country === "" || toRakutenCountry(country) !== null,
        "Neither a country nor a number"
      )
      .default("")
  )`
    en: Country of import | For the EU import schemes (OSS, IOSS). Empty: not sent.
    fr: Pays d'importation | Pour les régimes européens OSS et IOSS. Vide : non transmis.`,
  accept_within_days: setting(wholeNumber(1, 30).default(3))`
    en: Days to accept a sale | Counted from the purchase. 3 comes from a single weak source: compare it with your seller account.
    fr: Jours pour accepter une vente | À partir de l'achat. La valeur 3 vient d'une seule source peu sûre : comparez-la avec votre compte vendeur.`,
  ship_within_working_days: setting(wholeNumber(1, 30).default(2))`
    en: Business days to ship | Counted from the acceptance, otherwise from the purchase.
    fr: Jours ouvrés pour expédier | À partir de l'acceptation, à défaut de l'achat.`,
  already_decided_policy: setting(z.enum(["reread", "error"]).default("reread"))`
    en: Item already decided | reread: read the item again and count it as done if it is; error: show Rakuten's refusal.
    fr: Article déjà traité | reread : relire l'article et le considérer comme traité si c'est le cas ; error : afficher le refus de Rakuten.`,
  ship_service: setting(
    z.enum(["importitemshippingstatus", "settrackingpackageinfos"]).default("importitemshippingstatus")
  )`
    en: Shipping service | Shipments without a tracking number always use importitemshippingstatus.
    fr: Service d'expédition | Les expéditions sans numéro de suivi passent toujours par importitemshippingstatus.`,
  untracked_flag: setting(shortText.default("Oui"))`
    en: Value for “shipped without tracking” | Sent instead of a tracking number: Oui, yes, or empty.
    fr: Valeur pour « expédié sans suivi » | Transmise à la place du numéro de suivi : Oui, yes ou vide.`,
  untracked_modes: setting(labels.default(["Normal", "Retrait chez le vendeur"]), "list", "delivery_mode")`
    en: Modes without tracking | Shipping types that need no tracking number.
    fr: Modes sans suivi | Modes de livraison qui n'exigent pas de numéro de suivi.`,
  prepaid_policy: setting(z.enum(["flag-only", "skip", "send-tracking"]).default("flag-only"))`
    en: Labels paid by Rakuten | flag-only: declare the shipment; skip: send nothing; send-tracking: send your tracking number.
    fr: Étiquettes payées par Rakuten | flag-only : déclarer l'expédition ; skip : ne rien transmettre ; send-tracking : transmettre votre numéro de suivi.`,
  prepaid_modes: setting(
    labels.default(["So Colissimo", "Chronopost", "Point relais Mondial Relay", "Shop2Shop by Chronopost"]),
    "list",
    "delivery_mode"
  )`
    en: Prepaid modes | Shipping types for which Rakuten provides the label.
    fr: Modes prépayés | Modes de livraison pour lesquels Rakuten fournit l'étiquette.`,
  tracking_url_policy: setting(z.enum(["when-known", "only-autre", "always-required"]).default("when-known"))`
    en: Tracking URL | When the link is sent. Autre always requires one.
    fr: Lien de suivi | Quand le lien est transmis. Autre en exige toujours un.`,
  tracking_url_fragment: setting(z.enum(["avoid", "allow", "refuse"]).default("avoid"))`
    en: # in tracking URLs | avoid: use a general page without # unless the carrier's own page is required; refuse: do not send the shipment.
    fr: # dans les liens de suivi | avoid : utiliser une page générale sans #, sauf si celle du transporteur est exigée ; refuse : ne pas transmettre l'expédition.`,
  unknown_transporter: setting(shortText.min(1).default(CARRIER_NAMES.fallback))`
    en: Carrier that Rakuten does not list | Name sent instead of Autre; hold: do not send the shipment.
    fr: Transporteur absent de la liste | Nom transmis à la place d'Autre ; hold : ne pas transmettre l'expédition.`,
  transporter_case: setting(z.enum(["as-listed", "upper"]).default("as-listed"))`
    en: Carrier spelling | As listed, or in capitals.
    fr: Orthographe des transporteurs | Comme dans la liste, ou en capitales.`,
  already_shipped_pattern: setting(pattern.default("déjà été expédié"))`
    en: Wording of “already shipped” | Regular expression, ignoring case and accents; such a refusal counts as done.
    fr: Formulation de « déjà expédié » | Expression régulière, insensible à la casse et aux accents ; un tel refus vaut confirmation.`,
  tracking_correction: setting(z.enum(["manual", "settrackingpackageinfos"]).default("manual"))`
    en: Tracking number corrections | manual: in the seller account; settrackingpackageinfos: through this service (not confirmed to overwrite).
    fr: Correction d'un numéro de suivi | manual : dans le compte vendeur ; settrackingpackageinfos : par ce service (le remplacement n'est pas confirmé).`,
  shipped_truthy: setting(labels.default(["1", "true", "Y"]))`
    en: Values that mean “shipped” | Case-insensitive.
    fr: Valeurs qui signifient « expédié » | Insensibles à la casse.`,
  confirm_shipped_by: setting(z.enum(["billing", "itemlog", "none"]).default("billing"))`
    en: Confirm shipments by | itemlog also calls getiteminfos when billing gives no answer, which marks the buyers' messages as read.
    fr: Confirmer les expéditions par | itemlog appelle aussi getiteminfos quand billing ne répond pas, ce qui marque les messages des acheteurs comme lus.`,
  shipping_type_map: setting(z.record(shortText.min(1), shortText.min(1)).default({}))`
    en: Your own shipping types | Your own type and the Rakuten type that it corresponds to.
    fr: Vos propres modes de livraison | Votre libellé et le mode de livraison de Rakuten auquel il correspond.`,
  price_includes_tax: setting(z.boolean().default(true))`
    en: Prices include tax | Off: the rate below is added to prices and shipping.
    fr: Prix TTC | Désactivé : le taux ci-dessous est ajouté aux prix et au port.`,
  excluded_tax_rate: setting(z.number().min(0).max(100).default(20))`
    en: Tax rate to add | Percentage, used only when prices do not include tax.
    fr: Taux de TVA à ajouter | En pourcentage, uniquement si les prix sont hors taxes.`,
  read_todo_list: setting(z.boolean().default(true))`
    en: Check for claims daily | Calls getitemtodolist, also for sales that are too old for the lists.
    fr: Chercher les réclamations chaque jour | Appelle getitemtodolist, y compris pour les ventes trop anciennes pour les listes.`,
  cancel_enabled: setting(z.boolean().default(false))`
    en: Cancel at Rakuten | Rakuten refunds the buyer of a canceled item; this cannot be undone.
    fr: Annuler chez Rakuten | Rakuten rembourse l'acheteur d'un article annulé ; c'est irréversible.`,
  ...offerSettings,
})
export type RakutenSettings = z.infer<typeof settingsSchema>

export const settingFields = describeSettings(settingsSchema)
export const offerSettingNames = Object.keys(offerSettings)

/** The settings with their defaults; throws `configuration` with the wrong key. */
export const readSettings = settingsReader<RakutenSettings>(settingsSchema, "Rakuten")

/** The version to send of an action. */
export function versionOf(action: Action, settings: Pick<RakutenSettings, "versions">): string {
  return settings.versions[action] ?? VERSIONS[action]
}
