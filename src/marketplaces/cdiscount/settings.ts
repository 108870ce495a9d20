import { z } from "zod"

import { describeSettings, pattern, setting, settingsReader, wholeNumber } from "../setting-fields"
import { CARRIER_NAMES } from "./carrier-names"

/** Channel ids are not always six capitals. */
const channelId = z.string().regex(/^[\w-]{1,50}$/)
const currency = z.string().regex(/^[A-Z]{3}$/)
const country = z.string().regex(/^[A-Z]{2}$/)
const hasEntry = (record: object) => Object.keys(record).length > 0

/** What only counts where offers are sent. */
const offerSettings = {
  offer_channels: setting(
    z.record(channelId, currency).refine(hasEntry, "At least one channel").default({ CDISFR: "EUR" })
  )`
    en: Sales channels for offers | Each channel on which you sell, and the currency that it sells in.
    fr: Canaux de vente des offres | Chaque canal sur lequel vous vendez, et sa devise.`,
  channel_countries: setting(z.record(channelId, country).default({}))`
    en: Countries of the channels | Whose VAT is in the price, where it is not France (FR).
    fr: Pays des canaux | Dont la TVA est dans le prix, quand ce n'est pas la France (FR).`,
  stock_channel: setting(
    z
      .string()
      .regex(/^[\w-]{0,50}$/)
      .default("")
  )`
    en: Channel for stock | The channel through which a shared quantity is sent. Empty: the first one.
    fr: Canal du stock | Le canal par lequel une quantité partagée est transmise. Vide : le premier.`,
  shared_stock: setting(z.boolean().default(true))`
    en: One quantity for all channels | Octopia shares the quantity of an offer between the channels of the account.
    fr: Une quantité pour tous les canaux | Octopia partage la quantité d'une offre entre les canaux du compte.`,
  package_size: setting(wholeNumber(1, 50_000).default(5000))`
    en: Offers per package | Octopia takes at most 50,000; smaller packages are integrated sooner.
    fr: Offres par lot | Octopia en accepte 50 000 au plus ; les petits sont intégrés plus tôt.`,
  package_gap_seconds: setting(wholeNumber(0, 3600).default(60))`
    en: Seconds between packages | From the second package on. Quantities of 0 do not wait.
    fr: Secondes entre deux lots | À partir du deuxième. Les quantités à 0 n'attendent pas.`,
  package_hours: setting(wholeNumber(1, 48).default(6))`
    en: Hours until a package expires | Octopia deletes packages that are not completed in this time.
    fr: Heures avant expiration d'un lot | Octopia supprime ceux qui ne sont pas terminés dans ce délai.`,
  merge_update: setting(z.boolean().default(true))`
    en: Stock and price together | One package where both have changed. Off: a package for each.
    fr: Stock et prix ensemble | Un seul lot quand les deux ont changé. Désactivé : un pour chacun.`,
  price_update_with_taxes: setting(z.boolean().default(true))`
    en: Taxes with each price | Octopia wants the complete list of taxes whenever one of them changes.
    fr: Taxes avec chaque prix | Octopia demande la liste complète des taxes dès que l'une change.`,
  tax_coding: setting(z.enum(["percent", "fraction", "zero"]).default("percent"))`
    en: How taxes are sent | percent: VAT 20, Ecotax, Deatax; fraction: vat 0.2 with a type; zero: as percent, with a VAT of 0.
    fr: Transmission des taxes | percent : VAT 20, Ecotax, Deatax ; fraction : vat 0.2 avec un type ; zero : comme percent, avec une TVA à 0.`,
  tax_names: setting(z.partialRecord(z.enum(["vat", "eco", "dea"]), z.string().min(1).max(50)).default({}))`
    en: Names of the taxes | Sent instead of the usual ones, for vat, eco and dea.
    fr: Noms des taxes | Transmis à la place des noms habituels, pour vat, eco et dea.`,
  eco_part_field: setting(z.string().trim().max(100).default(""))`
    en: Field for the eco-participation | Key in the variant's metadata that holds the amount in euros. Empty: none.
    fr: Champ de l'éco-participation | Clé des métadonnées de la variante qui contient le montant en euros. Vide : aucun.`,
  delivery_modes: setting(
    z
      .array(z.string().regex(/^[A-Z0-9]{2,10}$/))
      .min(1)
      .max(20)
      .default(["THD", "SHD"])
  )`
    en: Delivery modes | Octopia's codes. A code that your account has not activated makes the offer inactive.
    fr: Modes de livraison | Codes d'Octopia. Un code non activé sur votre compte rend l'offre inactive.`,
  heavy_delivery_modes: setting(
    z
      .array(z.string().regex(/^[A-Z0-9]{2,10}$/))
      .max(20)
      .default(["FDHD"])
  )`
    en: Delivery modes above 30 kg | Used instead of the others for heavy products.
    fr: Modes de livraison au-delà de 30 kg | Utilisés à la place des autres pour les articles lourds.`,
  shipping_fee: setting(z.number().min(0).max(10_000).default(0))`
    en: Shipping fee | For the first unit, tax included, in the channel's currency.
    fr: Frais de port | Pour la première unité, TTC, dans la devise du canal.`,
  additional_shipping_fee: setting(z.number().min(0).max(10_000).default(0))`
    en: Additional shipping fee | For each further unit.
    fr: Frais de port supplémentaires | Pour chaque unité suivante.`,
  preparation_days: setting(wholeNumber(0, 5).default(2))`
    en: Preparation (days) | From the order to the parcel.
    fr: Préparation (jours) | De la commande à l'expédition.`,
  condition: setting(z.string().trim().min(1).max(50).default("New"))`
    en: Condition of new offers | Octopia's word, for example New or UsedVeryGoodState.
    fr: État des nouvelles offres | Le mot d'Octopia, par exemple New ou UsedVeryGoodState.`,
  send_product_reference: setting(z.boolean().default(false))`
    en: Send your product reference | New offers also name the product by your SKU, besides its EAN.
    fr: Transmettre votre référence produit | Les nouvelles offres désignent aussi le produit par votre SKU, en plus de son EAN.`,
  results_page_size: setting(wholeNumber(1, 1000).default(100))`
    en: Results per page | Of a package. Octopia does not publish a limit.
    fr: Résultats par page | D'un lot. Octopia ne publie pas de limite.`,
  results_intervals: setting(
    z
      .array(z.number().int().min(1).max(86_400))
      .min(1)
      .max(100)
      .default([10, 10, 10, 10, 10, 10, 30, 30, 30, 30, 30, 30, 30, 30, 30, 30, 300])
  )`
    en: Seconds between looks at a package | The last one repeats for as long as results are kept.
    fr: Secondes entre deux consultations d'un lot | La dernière valeur se répète tant que les résultats sont conservés.`,
  offers_fields: setting(
    z
      .string()
      .max(500)
      .regex(/^[\w.,]*$/)
      .default("")
  )`
    en: Fields of an offer | Sent as the parameter fields when offers are read. Empty: not sent.
    fr: Champs d'une offre | Transmis dans le paramètre fields à la lecture des offres. Vide : non transmis.`,
  quantity_maximum: setting(wholeNumber(1, 10_000_000).default(9999))`
    en: Largest quantity | What is above is sent as this.
    fr: Quantité maximale | Au-delà, c'est cette quantité qui est transmise.`,
  offers_show_after_minutes: setting(wholeNumber(1, 1440).default(30))`
    en: Minutes until an offer shows | How long a confirmed value may take to show before a difference counts.
    fr: Minutes avant affichage d'une offre | Le délai avant qu'un écart avec la valeur confirmée ne compte.`,
  reactivate_by: setting(z.enum(["update", "upsert", "none"]).default("update"))`
    en: Inactive offers | update: sending a quantity activates them; upsert: they are sent completely; none: by hand.
    fr: Offres inactives | update : transmettre une quantité les active ; upsert : elles sont transmises entièrement ; none : à la main.`,
  unknown_offer_pattern: setting(
    pattern.default("offre inexistante|offer (is )?(non-existent|not found|does not exist)")
  )`
    en: Wording of “offer unknown” | Case-insensitive regular expression.
    fr: Formulation de « offre inconnue » | Expression régulière, insensible à la casse.`,
  unknown_product_pattern: setting(
    pattern.default("produit inexistant|product (is )?(non-existent|not found|does not exist)")
  )`
    en: Wording of “product unknown” | Case-insensitive regular expression.
    fr: Formulation de « produit inconnu » | Expression régulière, insensible à la casse.`,
}

/**
 * What Octopia's documentation leaves open, as settings with the likeliest reading as default; validation and form
 * come from here. Unknown keys are refused.
 */
export const settingsSchema = z.strictObject({
  requests_per_second: setting(z.number().min(0.05).max(100).default(1))`
    en: Requests per second | Octopia does not publish its limits. Other clients use 1.
    fr: Requêtes par seconde | Octopia ne publie pas ses limites. D'autres clients utilisent 1.`,
  orders_page_size: setting(wholeNumber(1, 100).default(100))`
    en: Orders per page | Octopia returns at most 100.
    fr: Commandes par page | Octopia en renvoie 100 au plus.`,
  orders_max_pages: setting(wholeNumber(1, 10_000).default(200))`
    en: Maximum pages per import | Beyond this, the run says so; the rest is read with the next imports.
    fr: Nombre maximal de pages par import | Au-delà, l'exécution le signale ; le reste est lu par les imports suivants.`,
  orders_sort: setting(
    z
      .string()
      .max(100)
      .regex(/^[\w:.,%=&-]+$/)
      .nullable()
      .default(null)
  )`
    en: Sort parameter | Raw query text, such as sort=createdAt. Empty: not sent.
    fr: Paramètre de tri | Texte brut de la requête, par exemple sort=createdAt. Vide : non transmis.`,
  orders_end_on_404: setting(z.boolean().default(true))`
    en: 404 ends the list | A 404 after the first page means that there are no more orders.
    fr: 404 termine la liste | Une réponse 404 après la première page signifie qu'il n'y a plus de commandes.`,
  sales_channel_query: setting(z.array(z.string().trim().min(1).max(50)).max(20).default([]))`
    en: Sales channels to request | Only their orders are requested, channel by channel. Empty: all orders are requested, and the connection's own choice of channels leaves out the others.
    fr: Canaux de vente à demander | Seules leurs commandes sont demandées, canal par canal. Vide : toutes sont demandées, et le choix des canaux de la connexion écarte les autres.`,
  poll_overlap_minutes: setting(wholeNumber(1, 1440).default(15))`
    en: Overlap (minutes) | How far each import looks back before the previous one.
    fr: Recouvrement (minutes) | De combien chaque import remonte avant le précédent.`,
  daily_recheck_days: setting(wholeNumber(0, 30).default(2))`
    en: Daily recheck (days) | How far back the daily recheck goes.
    fr: Relecture quotidienne (jours) | Jusqu'où remonte la relecture quotidienne.`,
  sales_channel_header: setting(z.enum(["offers", "always", "never"]).default("offers"))`
    en: SalesChannelId header | Which calls name the sales channel. “always” sends CDISFR.
    fr: En-tête SalesChannelId | Les appels qui indiquent le canal de vente. « always » transmet CDISFR.`,
  ready_to_ship_level: setting(z.enum(["line", "order"]).default("line"))`
    en: Ready to ship according to | line: each line's own status; order: the order's status.
    fr: Prêt à expédier selon | line : le statut de chaque ligne ; order : celui de la commande.`,
  cancel_request_lines: setting(z.enum(["hold", "ship", "drop"]).default("hold"))`
    en: Lines with a cancellation request | hold: flag them; ship: ship them anyway; drop: treat them as canceled.
    fr: Lignes dont l'annulation est demandée | hold : les signaler ; ship : les expédier quand même ; drop : les traiter comme annulées.`,
  missing_supply_mode: setting(z.enum(["Seller", "skip"]).default("Seller"))`
    en: Line without supply mode | Seller: you ship it; skip: the marketplace ships it.
    fr: Ligne sans mode d'expédition | Seller : vous l'expédiez ; skip : la marketplace s'en charge.`,
  null_address_policy: setting(z.enum(["wait", "billing"]).default("wait"))`
    en: Orders without a delivery address | wait: until Octopia shows one; billing: import with the billing address.
    fr: Commandes sans adresse de livraison | wait : attendre qu'Octopia l'affiche ; billing : importer avec l'adresse de facturation.`,
  acceptance_deadline_hours: setting(wholeNumber(1, 720).default(48))`
    en: Hours to accept an order | Counted from the purchase. 48 comes from a single weak source: compare it with your seller portal.
    fr: Heures pour accepter une commande | À partir de l'achat. La valeur 48 vient d'une seule source peu sûre : comparez-la avec votre espace vendeur.`,
  relay_detection: setting(z.enum(["pickupId", "deliveryMode"]).default("pickupId"))`
    en: Pickup points | Recognized by the pickup id alone, or only for the delivery modes below.
    fr: Points relais | Reconnus au seul identifiant du relais, ou uniquement pour les modes de livraison ci-dessous.`,
  relay_delivery_modes: setting(
    z.array(z.string().min(1).max(100)).max(50).default([]),
    "list",
    "delivery_mode"
  )`
    en: Pickup delivery modes | Used when pickup points are recognized by the delivery mode.
    fr: Modes de livraison en relais | Utilisés quand les points relais sont reconnus au mode de livraison.`,
  unit_price_includes_vat: setting(z.boolean().default(true))`
    en: Prices include VAT | Unit prices and shipping include VAT.
    fr: Prix TTC | Les prix unitaires et le port comprennent la TVA.`,
  shipping_cost_scope: setting(z.enum(["line", "unit"]).default("line"))`
    en: Shipping cost applies per | line: for the whole line; unit: for each unit.
    fr: Frais de port par | line : pour toute la ligne ; unit : pour chaque unité.`,
  line_total_source: setting(z.enum(["computed", "api", "api-without-shipping"]).default("computed"))`
    en: Line total | computed: unit price × quantity + shipping; api: Octopia's line total, shipping included or not.
    fr: Total de la ligne | computed : prix unitaire × quantité + port ; api : le total d'Octopia, port compris ou non.`,
  shipping_in_total: setting(z.enum(["auto", "yes", "no"]).default("auto"))`
    en: Shipping in the total | auto: whichever agrees with the order's total.
    fr: Port dans le total | auto : selon ce qui correspond au total de la commande.`,
  service_fees_in_total: setting(z.enum(["auto", "yes", "no"]).default("auto"))`
    en: Service fees in the total | auto: whichever matches the order's total.
    fr: Frais de service dans le total | auto : selon ce qui concorde avec le total de la commande.`,
  tax_rate_unit: setting(z.enum(["auto", "percent", "fraction"]).default("auto"))`
    en: Tax rate unit | auto: by the rates that exist (0.2 is 20 %, 2.1 is 2.1 %); what stays unclear is held.
    fr: Unité des taux de TVA | auto : selon les taux qui existent (0,2 pour 20 %, 2,1 pour 2,1 %) ; ce qui reste incertain est retenu.`,
  tax_targets: setting(z.array(z.string().min(1).max(100)).max(100).default([]))`
    en: Tax entries of the item | The tax entries that belong to the item. Empty: all except those for shipping.
    fr: Taxes de l'article | Les taxes qui concernent l'article. Vide : toutes sauf celles du port.`,
  approval_field: setting(z.enum(["approval_status", "approvalStatus"]).default("approval_status"))`
    en: Approval field | How the field is spelled in the request.
    fr: Champ de l'acceptation | L'orthographe du champ dans la requête.`,
  success_codes: setting(z.array(wholeNumber(200, 299)).max(100).default([]))`
    en: Success codes | Statuses that confirm a change. Empty: any from 200 to 299.
    fr: Codes de succès | Statuts qui confirment une modification. Vide : tous, de 200 à 299.`,
  shipment_body: setting(z.enum(["array", "object"]).default("array"))`
    en: Shipment request | array: a list of parcels; object: a single parcel.
    fr: Requête d'expédition | array : une liste de colis ; object : un seul colis.`,
  shipment_line_ids: setting(z.enum(["always", "omit-when-all"]).default("always"))`
    en: Line ids in shipments | omit-when-all: left out when the parcel holds the whole order.
    fr: Lignes dans l'expédition | omit-when-all : omises quand le colis contient toute la commande.`,
  shipment_tracking_url: setting(z.enum(["send", "omit"]).default("send"))`
    en: Tracking URL | Whether the link is sent.
    fr: Lien de suivi | Transmettre le lien ou l'omettre.`,
  carrier_field: setting(z.enum(["carrierName", "carrierCode"]).default("carrierName"))`
    en: Carrier field | Carriers are sent by name; codes are not unique at Octopia.
    fr: Champ du transporteur | Les transporteurs sont transmis par leur nom ; chez Octopia, les codes ne sont pas uniques.`,
  carrier_match: setting(z.enum(["listed", "free-text"]).default("listed"))`
    en: Carriers that Octopia does not list | listed: sent under the name below; free-text: sent under their own name, which Octopia may refuse.
    fr: Transporteurs absents de la liste | listed : transmis sous le nom ci-dessous ; free-text : sous leur propre nom, qu'Octopia peut refuser.`,
  carrier_fallback_label: setting(z.string().trim().min(1).max(100).default(CARRIER_NAMES.fallback))`
    en: Name for other carriers | Octopia's entry for a carrier that it does not list.
    fr: Nom des autres transporteurs | L'entrée d'Octopia pour un transporteur absent de sa liste.`,
  parcels_per_order: setting(
    z.record(z.string().min(1).max(50), z.enum(["one", "many"])).default({ CDISFR: "one", "*": "many" })
  )`
    en: Parcels per order | one or many, by sales channel; * stands for all other channels.
    fr: Colis par commande | one (un seul) ou many (plusieurs), par canal de vente ; * désigne tous les autres.`,
  split_policy: setting(z.enum(["wait-for-all-lines", "first-parcel"]).default("wait-for-all-lines"))`
    en: Split orders where one parcel is allowed | wait-for-all-lines: wait for the last line; first-parcel: send the first parcel for the whole order.
    fr: Commandes en plusieurs colis, si un seul est permis | wait-for-all-lines : attendre la dernière ligne ; first-parcel : déclarer le premier colis pour toute la commande.`,
  tracking_url_fragment: setting(z.enum(["avoid", "allow", "refuse"]).default("avoid"))`
    en: # in tracking URLs | avoid: use another page of the carrier if there is one; refuse: never send such a link.
    fr: # dans les liens de suivi | avoid : utiliser une autre page du transporteur s'il y en a une ; refuse : ne jamais transmettre un tel lien.`,
  tracking_max_length: setting(wholeNumber(1, 255).default(50))`
    en: Maximum length of a tracking number | From the rules of the former API; not confirmed.
    fr: Longueur maximale du numéro de suivi | D'après les règles de l'ancienne API ; non confirmé.`,
  tracking_url_max_length: setting(wholeNumber(10, 2000).default(255))`
    en: Maximum length of a tracking URL | From the rules of the former API; not confirmed.
    fr: Longueur maximale du lien de suivi | D'après les règles de l'ancienne API ; non confirmé.`,
  tracking_correction: setting(z.enum(["unsupported", "repost"]).default("unsupported"))`
    en: Tracking number corrections | unsupported: in the seller portal; repost: the parcel is declared again with the new number (not confirmed to replace the first).
    fr: Correction d'un numéro de suivi | unsupported : sur l'espace vendeur ; repost : le colis est déclaré à nouveau avec le bon numéro (le remplacement n'est pas confirmé).`,
  cancel_enabled: setting(z.boolean().default(false))`
    en: Cancel at Cdiscount | Sources disagree on whether Cdiscount accepts cancellations from sellers. Off until this is confirmed.
    fr: Annuler chez Cdiscount | Les sources divergent sur la possibilité d'annuler. Désactivé tant que ce n'est pas confirmé.`,
  read_returns: setting(z.boolean().default(true))`
    en: Read returns daily | Other clients found only the returns of orders that Octopia ships.
    fr: Relever les retours chaque jour | D'autres clients n'y ont trouvé que les retours des commandes expédiées par Octopia.`,
  read_gestures: setting(z.boolean().default(true))`
    en: Read goodwill gestures daily | What buyers were refunded without a return.
    fr: Relever les gestes commerciaux chaque jour | Ce qui a été remboursé aux acheteurs sans retour.`,
  after_sales_max_pages: setting(wholeNumber(1, 1000).default(10))`
    en: Maximum pages of returns and gestures | 100 entries per page, for each of the two lists.
    fr: Nombre maximal de pages de retours et de gestes | 100 éléments par page, pour chacune des deux listes.`,
  cancellation_reason: setting(z.string().min(1).max(100).default("seller-out-of-stock"))`
    en: Reason for automatic cancellations | A code from Octopia's list, sent when an order that you cancel in the store is automatically canceled there too.
    fr: Motif des annulations automatiques | Un code de la liste d'Octopia, transmis quand une commande annulée dans la boutique y est aussi annulée automatiquement.`,
  cancel_order_field: setting(z.enum(["orderSellerId", "orderId"]).default("orderSellerId"))`
    en: Order field of a cancellation | How the request identifies the order.
    fr: Champ de l'annulation | Comment la commande est désignée dans la requête.`,
  cancel_partial_shape: setting(z.enum(["refund-per-line", "refund-top-level"]).default("refund-per-line"))`
    en: Partial cancellation | Where the request holds the refund of shipping.
    fr: Annulation partielle | Où le remboursement du port figure dans la requête.`,
  cancel_shipping_refund: setting(z.boolean().default(true))`
    en: Refund shipping | A cancellation also refunds the shipping cost.
    fr: Rembourser le port | Une annulation rembourse aussi les frais de port.`,
  quota_pattern: setting(pattern.default("quota"))`
    en: Quota wording | Case-insensitive regular expression that distinguishes an exhausted quota from a missing permission.
    fr: Formulation du quota | Expression régulière, insensible à la casse, qui distingue un quota épuisé d'un droit manquant.`,
  retry_after_default_seconds: setting(wholeNumber(1, 3600).default(60))`
    en: Pause (seconds) | After “too many requests”, when Octopia does not say how long to wait.
    fr: Durée de la pause (secondes) | Après « trop de requêtes », quand Octopia n'indique pas de durée.`,
  ...offerSettings,
})
export type CdiscountSettings = z.infer<typeof settingsSchema>

export const settingFields = describeSettings(settingsSchema)
export const offerSettingNames = Object.keys(offerSettings)

/** The settings with their defaults; throws `configuration` with the wrong key. */
export const readSettings = settingsReader<CdiscountSettings>(settingsSchema, "Cdiscount")
