import { RE2JS } from "re2js"
import { z } from "zod"

import { describe, describeSettings, settingsReader } from "../setting-fields"
import { CARRIER_NAMES } from "./carrier-names"

const wholeNumber = (min: number, max: number) => z.number().int().min(min).max(max)

const isPattern = (pattern: string): boolean => {
  try {
    RE2JS.compile(pattern)
    return true
  } catch {
    return false
  }
}

/**
 * What Octopia's documentation leaves open, as settings with the likeliest reading as default; validation and form
 * come from here. Unknown keys are refused.
 */
export const settingsSchema = z.strictObject({
  requests_per_second: z
    .number()
    .min(0.05)
    .max(100)
    .default(1)
    .register(
      ...describe(
        { en: "Requests per second", fr: "Requêtes par seconde" },
        {
          en: "Octopia does not publish its limits; 1 is what others use.",
          fr: "Octopia ne publie pas ses limites ; 1 est la valeur utilisée par les autres.",
        }
      )
    ),
  orders_page_size: wholeNumber(1, 100)
    .default(100)
    .register(
      ...describe(
        { en: "Orders per page", fr: "Commandes par page" },
        { en: "Octopia gives at most 100.", fr: "Octopia en donne 100 au plus." }
      )
    ),
  orders_max_pages: wholeNumber(1, 10_000)
    .default(200)
    .register(
      ...describe(
        { en: "Most pages in one reading", fr: "Pages par lecture, au plus" },
        {
          en: "More than this ends the run with an error; nothing is skipped.",
          fr: "Au-delà, l'import s'arrête avec une erreur ; rien n'est sauté.",
        }
      )
    ),
  orders_sort: z
    .string()
    .max(100)
    .regex(/^[\w:.,%=&-]+$/)
    .nullable()
    .default(null)
    .register(
      ...describe(
        { en: "Sort parameter", fr: "Paramètre de tri" },
        {
          en: "Raw query text such as sort=createdAt; empty: none is sent.",
          fr: "Texte brut de la requête, par exemple sort=createdAt ; vide : aucun n'est envoyé.",
        }
      )
    ),
  orders_end_on_404: z
    .boolean()
    .default(true)
    .register(
      ...describe(
        { en: "404 ends the list", fr: "404 termine la liste" },
        {
          en: "Whether a 404 after the first page means that there are no more orders.",
          fr: "Une réponse 404 après la première page veut dire qu'il n'y a plus de commandes.",
        }
      )
    ),
  poll_overlap_minutes: wholeNumber(1, 1440)
    .default(15)
    .register(
      ...describe(
        { en: "Overlap in minutes", fr: "Recouvrement en minutes" },
        {
          en: "How far each reading looks back before the previous one.",
          fr: "De combien chaque lecture revient avant la précédente.",
        }
      )
    ),
  daily_recheck_days: wholeNumber(0, 30)
    .default(2)
    .register(
      ...describe(
        { en: "Daily recheck in days", fr: "Relecture quotidienne en jours" },
        {
          en: "How far the daily second look goes back.",
          fr: "Jusqu'où remonte la seconde lecture de chaque jour.",
        }
      )
    ),
  sales_channel_header: z
    .enum(["offers", "always", "never"])
    .default("offers")
    .register(
      ...describe(
        { en: "SalesChannelId header", fr: "En-tête SalesChannelId" },
        {
          en: "Calls that name the sales channel; “always” sends CDISFR.",
          fr: "Appels qui nomment le canal de vente ; « always » envoie CDISFR.",
        }
      )
    ),
  ready_to_ship_level: z
    .enum(["line", "order"])
    .default("line")
    .register(
      ...describe(
        { en: "Ready to ship by", fr: "Prêt à expédier selon" },
        {
          en: "Whether each line's own status or the order's says that it may be shipped.",
          fr: "Le statut de chaque ligne (line) ou celui de la commande (order).",
        }
      )
    ),
  cancel_request_lines: z
    .enum(["hold", "ship", "drop"])
    .default("hold")
    .register(
      ...describe(
        { en: "Lines with a cancellation request", fr: "Lignes dont l'annulation est demandée" },
        {
          en: "hold: flag them; ship: as if not asked; drop: as if cancelled.",
          fr: "hold : les signaler ; ship : les expédier quand même ; drop : les traiter comme annulées.",
        }
      )
    ),
  missing_supply_mode: z
    .enum(["Seller", "skip"])
    .default("Seller")
    .register(
      ...describe(
        { en: "Line without supply mode", fr: "Ligne sans mode d'expédition" },
        {
          en: "Seller: you ship it; skip: the marketplace does.",
          fr: "Seller : vous l'expédiez ; skip : la marketplace s'en charge.",
        }
      )
    ),
  acceptance_deadline_hours: wholeNumber(1, 720)
    .default(48)
    .register(
      ...describe(
        { en: "Hours to accept an order", fr: "Heures pour accepter une commande" },
        {
          en: "From the purchase. 48 rests on a single weak source: compare with your portal.",
          fr: "À partir de l'achat. 48 ne repose que sur une source peu sûre : comparez avec votre espace vendeur.",
        }
      )
    ),
  relay_detection: z
    .enum(["pickupId", "deliveryMode"])
    .default("pickupId")
    .register(
      ...describe(
        { en: "Pick-up points", fr: "Points relais" },
        {
          en: "By the pick-up id alone, or only for the delivery modes listed below.",
          fr: "Reconnus au seul identifiant du relais, ou uniquement pour les modes de livraison ci-dessous.",
        }
      )
    ),
  relay_delivery_modes: z
    .array(z.string().min(1).max(100))
    .max(50)
    .default([])
    .register(
      ...describe(
        { en: "Pick-up delivery modes", fr: "Modes de livraison en relais" },
        {
          en: "Used when pick-up points are found by the delivery mode.",
          fr: "Sert quand les points relais sont reconnus au mode de livraison.",
        }
      )
    ),
  unit_price_includes_vat: z
    .boolean()
    .default(true)
    .register(
      ...describe(
        { en: "Prices include VAT", fr: "Prix TTC" },
        {
          en: "Whether unit prices and shipping are with VAT.",
          fr: "Si les prix unitaires et le port comprennent la TVA.",
        }
      )
    ),
  shipping_cost_scope: z
    .enum(["line", "unit"])
    .default("line")
    .register(
      ...describe(
        { en: "Shipping cost is per", fr: "Frais de port par" },
        {
          en: "Whether a line's shipping cost is for the line or for each unit.",
          fr: "Ligne (line) ou unité (unit).",
        }
      )
    ),
  line_total_source: z
    .enum(["computed", "api"])
    .default("computed")
    .register(
      ...describe(
        { en: "Line total", fr: "Total de la ligne" },
        {
          en: "computed: unit price × quantity + shipping; api: Octopia's line total, shipping included.",
          fr: "computed : prix unitaire × quantité + port ; api : le total d'Octopia, port compris.",
        }
      )
    ),
  service_fees_in_total: z
    .enum(["auto", "yes", "no"])
    .default("auto")
    .register(
      ...describe(
        { en: "Service fees in the total", fr: "Frais de service dans le total" },
        {
          en: "auto: whichever agrees with the order's total.",
          fr: "auto : selon ce qui correspond au total de la commande.",
        }
      )
    ),
  tax_rate_unit: z
    .enum(["auto", "percent", "fraction"])
    .default("auto")
    .register(
      ...describe(
        { en: "Unit of tax rates", fr: "Unité des taux de TVA" },
        {
          en: "auto: up to 1 is a fraction (0.2), above 1 a percentage (20).",
          fr: "auto : jusqu'à 1, une fraction (0,2) ; au-delà, un pourcentage (20).",
        }
      )
    ),
  tax_targets: z
    .array(z.string().min(1).max(100))
    .max(100)
    .default([])
    .register(
      ...describe(
        { en: "Tax targets of the price", fr: "Taxes du prix" },
        {
          en: "Which tax entries belong to the article; empty: any but shipping's.",
          fr: "Les taxes qui concernent l'article ; vide : toutes sauf celles du port.",
        }
      )
    ),
  approval_field: z
    .enum(["approval_status", "approvalStatus"])
    .default("approval_status")
    .register(
      ...describe(
        { en: "Field of the approval", fr: "Champ de l'acceptation" },
        { en: "Its spelling in the request.", fr: "Son orthographe dans la requête." }
      )
    ),
  success_codes: z
    .array(wholeNumber(200, 299))
    .max(100)
    .default([])
    .register(
      ...describe(
        { en: "Success codes", fr: "Codes de succès" },
        {
          en: "Statuses that confirm a written change; empty: any from 200 to 299.",
          fr: "Statuts qui confirment une modification ; vide : tous de 200 à 299.",
        }
      )
    ),
  shipment_body: z
    .enum(["array", "object"])
    .default("array")
    .register(
      ...describe(
        { en: "Shipment request", fr: "Requête d'expédition" },
        {
          en: "A list of parcels, or one bare parcel.",
          fr: "Une liste de colis (array) ou un seul colis (object).",
        }
      )
    ),
  shipment_line_ids: z
    .enum(["always", "omit-when-all"])
    .default("always")
    .register(
      ...describe(
        { en: "Line ids in shipments", fr: "Lignes dans l'expédition" },
        {
          en: "Whether they are left out when the parcel holds the whole order.",
          fr: "Si elles sont omises quand le colis contient toute la commande.",
        }
      )
    ),
  shipment_tracking_url: z
    .enum(["send", "omit"])
    .default("send")
    .register(
      ...describe(
        { en: "Tracking URL", fr: "Lien de suivi" },
        { en: "Whether it is sent.", fr: "S'il est envoyé." }
      )
    ),
  carrier_field: z
    .enum(["carrierName", "carrierCode"])
    .default("carrierName")
    .register(
      ...describe(
        { en: "Carrier field", fr: "Champ du transporteur" },
        {
          en: "Carriers are sent by name; codes are not unique at Octopia.",
          fr: "Les transporteurs sont envoyés par leur nom ; chez Octopia, les codes ne sont pas uniques.",
        }
      )
    ),
  carrier_match: z
    .enum(["listed", "free-text"])
    .default("listed")
    .register(
      ...describe(
        { en: "Carriers that Octopia does not list", fr: "Transporteurs absents de la liste" },
        {
          en: "listed: sent under the name below; free-text: under their own name, which Octopia may refuse.",
          fr: "listed : envoyés sous le nom ci-dessous ; free-text : sous leur propre nom, qu'Octopia peut refuser.",
        }
      )
    ),
  carrier_fallback_label: z
    .string()
    .trim()
    .min(1)
    .max(100)
    .default(CARRIER_NAMES.fallback)
    .register(
      ...describe(
        { en: "Name for other carriers", fr: "Nom des autres transporteurs" },
        {
          en: "Octopia's entry for a carrier that it does not list.",
          fr: "L'entrée d'Octopia pour un transporteur absent de sa liste.",
        }
      )
    ),
  parcels_per_order: z
    .record(z.string().min(1).max(50), z.enum(["one", "many"]))
    .default({ CDISFR: "one", "*": "many" })
    .register(
      ...describe(
        { en: "Parcels per order", fr: "Colis par commande" },
        {
          en: "one or many, by sales channel; * is every other channel.",
          fr: "one (un seul) ou many (plusieurs), par canal de vente ; * désigne tous les autres.",
        }
      )
    ),
  split_policy: z
    .enum(["wait-for-all-lines", "first-parcel"])
    .default("wait-for-all-lines")
    .register(
      ...describe(
        { en: "Split orders with one parcel", fr: "Commande en plusieurs colis" },
        {
          en: "Wait for the last line, or send the first parcel for all.",
          fr: "Attendre la dernière ligne, ou déclarer le premier colis pour toute la commande.",
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
          en: "avoid: another page of the carrier where there is one; refuse: never sent.",
          fr: "avoid : une autre page du transporteur s'il y en a une ; refuse : jamais envoyé.",
        }
      )
    ),
  tracking_max_length: wholeNumber(1, 255)
    .default(50)
    .register(
      ...describe(
        { en: "Longest tracking number", fr: "Longueur maximale du numéro de suivi" },
        {
          en: "From the rules of the former API, not confirmed.",
          fr: "D'après l'ancienne API, non confirmé.",
        }
      )
    ),
  tracking_url_max_length: wholeNumber(10, 2000)
    .default(255)
    .register(
      ...describe(
        { en: "Longest tracking URL", fr: "Longueur maximale du lien de suivi" },
        {
          en: "From the rules of the former API, not confirmed.",
          fr: "D'après l'ancienne API, non confirmé.",
        }
      )
    ),
  cancel_enabled: z
    .boolean()
    .default(false)
    .register(
      ...describe(
        { en: "Cancel at Cdiscount", fr: "Annuler chez Cdiscount" },
        {
          en: "Sources disagree on whether Cdiscount takes cancellations; off until proved.",
          fr: "Les sources divergent sur la possibilité d'annuler ; désactivé tant que ce n'est pas prouvé.",
        }
      )
    ),
  read_returns: z
    .boolean()
    .default(true)
    .register(
      ...describe(
        { en: "Read returns daily", fr: "Relever les retours chaque jour" },
        {
          en: "Other clients found returns only for orders that Octopia ships.",
          fr: "D'autres clients n'y ont trouvé que les retours des commandes expédiées par Octopia.",
        }
      )
    ),
  read_gestures: z
    .boolean()
    .default(true)
    .register(
      ...describe(
        { en: "Read commercial gestures daily", fr: "Relever les gestes commerciaux chaque jour" },
        {
          en: "What was given back to buyers without a return.",
          fr: "Ce qui a été rendu aux acheteurs sans retour.",
        }
      )
    ),
  after_sales_max_pages: wholeNumber(1, 1000)
    .default(10)
    .register(
      ...describe(
        { en: "Most pages of returns and gestures", fr: "Pages de retours et de gestes, au plus" },
        {
          en: "Of 100 entries, for each of the two lists.",
          fr: "De 100 éléments, pour chacune des deux listes.",
        }
      )
    ),
  cancellation_reason: z
    .string()
    .min(1)
    .max(100)
    .default("seller-out-of-stock")
    .register(
      ...describe(
        { en: "Reason of automatic cancellations", fr: "Motif des annulations automatiques" },
        {
          en: "A code of Octopia's list, given where what you cancel in the store is cancelled there by itself.",
          fr: "Un code de la liste d'Octopia, donné lorsque ce que vous annulez en boutique y est annulé automatiquement.",
        }
      )
    ),
  cancel_order_field: z
    .enum(["orderSellerId", "orderId"])
    .default("orderSellerId")
    .register(
      ...describe(
        { en: "Field of a cancellation", fr: "Champ de l'annulation" },
        {
          en: "How the order is named in the request.",
          fr: "Comment la commande est désignée dans la requête.",
        }
      )
    ),
  cancel_partial_shape: z
    .enum(["refund-per-line", "refund-top-level"])
    .default("refund-per-line")
    .register(
      ...describe(
        { en: "Partial cancellation", fr: "Annulation partielle" },
        {
          en: "Where the refund of shipping stands in the request.",
          fr: "Où le remboursement du port figure dans la requête.",
        }
      )
    ),
  cancel_shipping_refund: z
    .boolean()
    .default(true)
    .register(
      ...describe(
        { en: "Refund shipping", fr: "Rembourser le port" },
        {
          en: "Whether a cancellation also refunds the shipping cost.",
          fr: "Si une annulation rembourse aussi les frais de port.",
        }
      )
    ),
  quota_pattern: z
    .string()
    .min(1)
    .max(200)
    .refine(isPattern, "Not a regular expression")
    .default("quota")
    .register(
      ...describe(
        { en: "Quota wording", fr: "Formulation du quota" },
        {
          en: "Regular expression, case ignored, that tells a used-up quota from a missing right.",
          fr: "Expression régulière, sans casse, qui distingue un quota épuisé d'un droit manquant.",
        }
      )
    ),
  retry_after_default_seconds: wholeNumber(1, 3600)
    .default(60)
    .register(
      ...describe(
        { en: "Pause in seconds", fr: "Pause en secondes" },
        {
          en: "After “too many requests”, when Octopia does not say how long.",
          fr: "Après « trop de requêtes », quand Octopia n'indique pas de durée.",
        }
      )
    ),
})
export type CdiscountSettings = z.infer<typeof settingsSchema>

export const settingFields = describeSettings(settingsSchema)

/** The settings with their defaults; throws `configuration` with the wrong key. */
export const readSettings = settingsReader<CdiscountSettings>(settingsSchema, "Cdiscount")
