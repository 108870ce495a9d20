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
          en: "Octopia does not publish its limits. Other clients use 1.",
          fr: "Octopia ne publie pas ses limites. D'autres clients utilisent 1.",
        }
      )
    ),
  orders_page_size: wholeNumber(1, 100)
    .default(100)
    .register(
      ...describe(
        { en: "Orders per page", fr: "Commandes par page" },
        { en: "Octopia returns at most 100.", fr: "Octopia en renvoie 100 au plus." }
      )
    ),
  orders_max_pages: wholeNumber(1, 10_000)
    .default(200)
    .register(
      ...describe(
        { en: "Maximum pages per import", fr: "Nombre maximal de pages par import" },
        {
          en: "Beyond this, the import ends with an error; nothing is skipped.",
          fr: "Au-delà, l'import s'arrête sur une erreur ; rien n'est sauté.",
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
          en: "Raw query text, such as sort=createdAt. Empty: not sent.",
          fr: "Texte brut de la requête, par exemple sort=createdAt. Vide : non transmis.",
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
          en: "A 404 after the first page means that there are no more orders.",
          fr: "Une réponse 404 après la première page signifie qu'il n'y a plus de commandes.",
        }
      )
    ),
  poll_overlap_minutes: wholeNumber(1, 1440)
    .default(15)
    .register(
      ...describe(
        { en: "Overlap (minutes)", fr: "Recouvrement (minutes)" },
        {
          en: "How far each import looks back before the previous one.",
          fr: "De combien chaque import remonte avant le précédent.",
        }
      )
    ),
  daily_recheck_days: wholeNumber(0, 30)
    .default(2)
    .register(
      ...describe(
        { en: "Daily recheck (days)", fr: "Relecture quotidienne (jours)" },
        {
          en: "How far back the daily recheck goes.",
          fr: "Jusqu'où remonte la relecture quotidienne.",
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
          en: "Which calls name the sales channel. “always” sends CDISFR.",
          fr: "Les appels qui indiquent le canal de vente. « always » transmet CDISFR.",
        }
      )
    ),
  ready_to_ship_level: z
    .enum(["line", "order"])
    .default("line")
    .register(
      ...describe(
        { en: "Ready to ship according to", fr: "Prêt à expédier selon" },
        {
          en: "line: each line's own status; order: the order's status.",
          fr: "line : le statut de chaque ligne ; order : celui de la commande.",
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
          en: "hold: flag them; ship: ship them anyway; drop: treat them as canceled.",
          fr: "hold : les signaler ; ship : les expédier quand même ; drop : les traiter comme annulées.",
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
          en: "Seller: you ship it; skip: the marketplace ships it.",
          fr: "Seller : vous l'expédiez ; skip : la marketplace s'en charge.",
        }
      )
    ),
  acceptance_deadline_hours: wholeNumber(1, 720)
    .default(48)
    .register(
      ...describe(
        { en: "Hours to accept an order", fr: "Heures pour accepter une commande" },
        {
          en: "Counted from the purchase. 48 comes from a single weak source: compare it with your seller portal.",
          fr: "À partir de l'achat. La valeur 48 vient d'une seule source peu sûre : comparez-la avec votre espace vendeur.",
        }
      )
    ),
  relay_detection: z
    .enum(["pickupId", "deliveryMode"])
    .default("pickupId")
    .register(
      ...describe(
        { en: "Pickup points", fr: "Points relais" },
        {
          en: "Recognized by the pickup id alone, or only for the delivery modes below.",
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
        { en: "Pickup delivery modes", fr: "Modes de livraison en relais" },
        {
          en: "Used when pickup points are recognized by the delivery mode.",
          fr: "Utilisés quand les points relais sont reconnus au mode de livraison.",
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
          en: "Unit prices and shipping include VAT.",
          fr: "Les prix unitaires et le port comprennent la TVA.",
        }
      )
    ),
  shipping_cost_scope: z
    .enum(["line", "unit"])
    .default("line")
    .register(
      ...describe(
        { en: "Shipping cost applies per", fr: "Frais de port par" },
        {
          en: "line: for the whole line; unit: for each unit.",
          fr: "line : pour toute la ligne ; unit : pour chaque unité.",
        }
      )
    ),
  line_total_source: z
    .enum(["computed", "api", "api-without-shipping"])
    .default("computed")
    .register(
      ...describe(
        { en: "Line total", fr: "Total de la ligne" },
        {
          en: "computed: unit price × quantity + shipping; api: Octopia's line total, shipping included or not.",
          fr: "computed : prix unitaire × quantité + port ; api : le total d'Octopia, port compris ou non.",
        }
      )
    ),
  shipping_in_total: z
    .enum(["auto", "yes", "no"])
    .default("auto")
    .register(
      ...describe(
        { en: "Shipping in the total", fr: "Port dans le total" },
        {
          en: "auto: whichever agrees with the order's total.",
          fr: "auto : selon ce qui correspond au total de la commande.",
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
          en: "auto: whichever matches the order's total.",
          fr: "auto : selon ce qui concorde avec le total de la commande.",
        }
      )
    ),
  tax_rate_unit: z
    .enum(["auto", "percent", "fraction"])
    .default("auto")
    .register(
      ...describe(
        { en: "Tax rate unit", fr: "Unité des taux de TVA" },
        {
          en: "auto: by the rates that exist (0.2 is 20 %, 2.1 is 2.1 %); what stays unclear is held.",
          fr: "auto : selon les taux qui existent (0,2 pour 20 %, 2,1 pour 2,1 %) ; ce qui reste incertain est retenu.",
        }
      )
    ),
  tax_targets: z
    .array(z.string().min(1).max(100))
    .max(100)
    .default([])
    .register(
      ...describe(
        { en: "Tax entries of the item", fr: "Taxes de l'article" },
        {
          en: "The tax entries that belong to the item. Empty: all except those for shipping.",
          fr: "Les taxes qui concernent l'article. Vide : toutes sauf celles du port.",
        }
      )
    ),
  approval_field: z
    .enum(["approval_status", "approvalStatus"])
    .default("approval_status")
    .register(
      ...describe(
        { en: "Approval field", fr: "Champ de l'acceptation" },
        { en: "How the field is spelled in the request.", fr: "L'orthographe du champ dans la requête." }
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
          en: "Statuses that confirm a change. Empty: any from 200 to 299.",
          fr: "Statuts qui confirment une modification. Vide : tous, de 200 à 299.",
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
          en: "array: a list of parcels; object: a single parcel.",
          fr: "array : une liste de colis ; object : un seul colis.",
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
          en: "omit-when-all: left out when the parcel holds the whole order.",
          fr: "omit-when-all : omises quand le colis contient toute la commande.",
        }
      )
    ),
  shipment_tracking_url: z
    .enum(["send", "omit"])
    .default("send")
    .register(
      ...describe(
        { en: "Tracking URL", fr: "Lien de suivi" },
        { en: "Whether the link is sent.", fr: "Transmettre le lien ou l'omettre." }
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
          fr: "Les transporteurs sont transmis par leur nom ; chez Octopia, les codes ne sont pas uniques.",
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
          en: "listed: sent under the name below; free-text: sent under their own name, which Octopia may refuse.",
          fr: "listed : transmis sous le nom ci-dessous ; free-text : sous leur propre nom, qu'Octopia peut refuser.",
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
          en: "one or many, by sales channel; * stands for all other channels.",
          fr: "one (un seul) ou many (plusieurs), par canal de vente ; * désigne tous les autres.",
        }
      )
    ),
  split_policy: z
    .enum(["wait-for-all-lines", "first-parcel"])
    .default("wait-for-all-lines")
    .register(
      ...describe(
        {
          en: "Split orders where one parcel is allowed",
          fr: "Commandes en plusieurs colis, si un seul est permis",
        },
        {
          en: "wait-for-all-lines: wait for the last line; first-parcel: send the first parcel for the whole order.",
          fr: "wait-for-all-lines : attendre la dernière ligne ; first-parcel : déclarer le premier colis pour toute la commande.",
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
          en: "avoid: use another page of the carrier if there is one; refuse: never send such a link.",
          fr: "avoid : utiliser une autre page du transporteur s'il y en a une ; refuse : ne jamais transmettre un tel lien.",
        }
      )
    ),
  tracking_max_length: wholeNumber(1, 255)
    .default(50)
    .register(
      ...describe(
        { en: "Maximum length of a tracking number", fr: "Longueur maximale du numéro de suivi" },
        {
          en: "From the rules of the former API; not confirmed.",
          fr: "D'après les règles de l'ancienne API ; non confirmé.",
        }
      )
    ),
  tracking_url_max_length: wholeNumber(10, 2000)
    .default(255)
    .register(
      ...describe(
        { en: "Maximum length of a tracking URL", fr: "Longueur maximale du lien de suivi" },
        {
          en: "From the rules of the former API; not confirmed.",
          fr: "D'après les règles de l'ancienne API ; non confirmé.",
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
          en: "Sources disagree on whether Cdiscount accepts cancellations from sellers. Off until this is confirmed.",
          fr: "Les sources divergent sur la possibilité d'annuler. Désactivé tant que ce n'est pas confirmé.",
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
          en: "Other clients found only the returns of orders that Octopia ships.",
          fr: "D'autres clients n'y ont trouvé que les retours des commandes expédiées par Octopia.",
        }
      )
    ),
  read_gestures: z
    .boolean()
    .default(true)
    .register(
      ...describe(
        { en: "Read goodwill gestures daily", fr: "Relever les gestes commerciaux chaque jour" },
        {
          en: "What buyers were refunded without a return.",
          fr: "Ce qui a été remboursé aux acheteurs sans retour.",
        }
      )
    ),
  after_sales_max_pages: wholeNumber(1, 1000)
    .default(10)
    .register(
      ...describe(
        {
          en: "Maximum pages of returns and gestures",
          fr: "Nombre maximal de pages de retours et de gestes",
        },
        {
          en: "100 entries per page, for each of the two lists.",
          fr: "100 éléments par page, pour chacune des deux listes.",
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
        { en: "Reason for automatic cancellations", fr: "Motif des annulations automatiques" },
        {
          en: "A code from Octopia's list, sent when an order that you cancel in the store is automatically canceled there too.",
          fr: "Un code de la liste d'Octopia, transmis quand une commande annulée dans la boutique y est aussi annulée automatiquement.",
        }
      )
    ),
  cancel_order_field: z
    .enum(["orderSellerId", "orderId"])
    .default("orderSellerId")
    .register(
      ...describe(
        { en: "Order field of a cancellation", fr: "Champ de l'annulation" },
        {
          en: "How the request identifies the order.",
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
          en: "Where the request holds the refund of shipping.",
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
          en: "A cancellation also refunds the shipping cost.",
          fr: "Une annulation rembourse aussi les frais de port.",
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
          en: "Case-insensitive regular expression that distinguishes an exhausted quota from a missing permission.",
          fr: "Expression régulière, insensible à la casse, qui distingue un quota épuisé d'un droit manquant.",
        }
      )
    ),
  retry_after_default_seconds: wholeNumber(1, 3600)
    .default(60)
    .register(
      ...describe(
        { en: "Pause (seconds)", fr: "Durée de la pause (secondes)" },
        {
          en: "After “too many requests”, when Octopia does not say how long to wait.",
          fr: "Après « trop de requêtes », quand Octopia n'indique pas de durée.",
        }
      )
    ),
})
export type CdiscountSettings = z.infer<typeof settingsSchema>

export const settingFields = describeSettings(settingsSchema)

/** The settings with their defaults; throws `configuration` with the wrong key. */
export const readSettings = settingsReader<CdiscountSettings>(settingsSchema, "Cdiscount")
