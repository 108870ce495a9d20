import { z } from "zod"

import { setting, strict, wholeNumber } from "../marketplaces/setting-fields"
import { ENDINGS } from "./money"

const units = wholeNumber(0, 10_000_000)
const percent = z.number().min(0).max(100)
const amount = z.number().positive().max(1_000_000_000)
const ids = z.array(z.string().trim().min(1).max(100)).min(1).max(200)
const metadataKey = z.string().trim().min(1).max(100)

/** Every condition that is given has to hold; of a list, one entry. */
const condition = strict({
  /** Tax included, as it is when the rule's turn comes. */
  price: strict({ min: amount.optional(), max: amount.optional() }).optional(),
  category_ids: ids.optional(),
  collection_ids: ids.optional(),
  product_type_ids: ids.optional(),
  tag_ids: ids.optional(),
})

const priceRule = strict({
  percent: z.number().gt(-100).max(1000).optional(),
  add: z.number().min(-1_000_000).max(1_000_000).optional(),
  /** Of the selling price: 15 divides by 0.85. */
  commission: z.number().min(0).lt(100).optional(),
  round: z.enum(ENDINGS).optional(),
  when: condition.optional(),
}).refine(({ when: _, ...changes }) => Object.keys(changes).length > 0, "A rule changes the price")

const brake = strict({
  zero_count: wholeNumber(0, 1_000_000).default(10),
  zero_percent: percent.default(5),
  fall_percent: percent.default(30),
  rise_percent: z.number().min(0).max(100_000).default(200),
})

const schema = strict({
  stock: setting(z.boolean().default(false), "activation")`
    en: Send stock | Quantities follow the store within seconds. Elsewhere: “enable inventory upload”, “adjust stock in real time”.
    fr: Transmettre le stock | Les quantités suivent la boutique en quelques secondes. Ailleurs : « enable inventory upload », « mise à jour du stock en temps réel ».`,
  price: setting(z.boolean().default(false), "activation")`
    en: Send prices | Prices follow the store. Elsewhere: “enable price upload”, the opposite of “exclude price upload”.
    fr: Transmettre les prix | Les prix suivent la boutique. Ailleurs : « enable price upload », l'inverse de « exclude price upload ».`,
  delivery: setting(z.boolean().default(false), "activation")`
    en: Send delivery | Shipping fee, additional shipping fee, and days of preparation.
    fr: Transmettre la livraison | Frais de port, frais de port supplémentaires et jours de préparation.`,
  scope: setting(z.enum(["existing", "sales_channel"]).default("existing"))`
    en: Which offers | Existing offers are those that the marketplace lists and the store recognizes. | Existing offers | Also create offers for the sales channel
    fr: Quelles offres | Les offres existantes sont celles que la marketplace liste et que la boutique reconnaît. | Les offres existantes | Créer aussi celles du canal de vente`,
  safety_quantity: setting(units.default(0))`
    en: Safety quantity | So many units are never offered. Elsewhere: “safety quantity”, “inventory buffer”.
    fr: Stock de sécurité | Autant d'unités ne sont jamais proposées. Ailleurs : « safety quantity », « stock tampon ».`,
  stock_percent: setting(percent.default(100))`
    en: Share of the stock (%) | Of what is left, rounded down. Elsewhere: “maximum percent of quantity”.
    fr: Part du stock (%) | De ce qui reste, arrondie à l'unité inférieure. Ailleurs : « pourcentage du stock ».`,
  zero_at_or_below: setting(units.default(0))`
    en: Show 0 at or below | So few units and fewer are shown as sold out. Elsewhere: “out of stock threshold”.
    fr: Afficher 0 à partir de | Ce nombre d'unités ou moins s'affiche comme épuisé. Ailleurs : « seuil de rupture ».`,
  stock_maximum: setting(units.nullable().default(null))`
    en: Largest quantity shown | Empty: no limit. Elsewhere: “maximum quantity”, “stock cap”.
    fr: Quantité maximale affichée | Vide : sans limite. Ailleurs : « quantité maximale ».`,
  unmanaged_quantity: setting(units.nullable().default(null))`
    en: Quantity without stock management | For variants whose stock the store does not manage. Empty: no quantity is sent.
    fr: Quantité sans gestion de stock | Pour les variantes dont la boutique ne gère pas le stock. Vide : aucune quantité n'est transmise.`,
  backorder_quantity: setting(units.nullable().default(null))`
    en: Quantity on backorder | At least this, for variants that are also sold without stock. Empty: only what is in stock.
    fr: Quantité vendue sans stock | Au moins cette quantité, pour les variantes vendues aussi sans stock. Vide : seulement le stock présent.`,
  price_source: setting(z.enum(["store", "customer_group"]).default("store"))`
    en: Price | The store's price in the connection's region, or only what price lists of a customer group say. | Store price | Price lists of a customer group
    fr: Prix | Le prix de la boutique dans la région de la connexion, ou seulement celui des listes de prix d'un groupe de clients. | Prix de la boutique | Listes de prix d'un groupe de clients`,
  customer_group_id: setting(z.string().min(1).nullable().default(null), "customer_group")`
    en: Customer group for prices | Whose price lists count, where prices come from a group.
    fr: Groupe de clients pour les prix | Celui dont les listes de prix comptent, quand les prix viennent d'un groupe.`,
  no_list_price: setting(z.enum(["hold", "store_price"]).default("hold"))`
    en: In no price list | What happens where no price list of the group has the variant. | Keep the last confirmed price | Send the store price
    fr: Dans aucune liste de prix | Quand aucune liste de prix du groupe ne contient la variante. | Garder le dernier prix confirmé | Transmettre le prix de la boutique`,
  price_rules: setting(z.array(priceRule).max(100).default([]), "price_rules")`
    en: Price rules | Applied in this order. A commission of 15 % divides by 0.85. Elsewhere: “price rules”, “markup”.
    fr: Règles de prix | Appliquées dans cet ordre. Une commission de 15 % divise par 0,85. Ailleurs : « règles de prix », « coefficient ».`,
  price_floor: setting(amount.nullable().default(null))`
    en: Lowest price | Tax included, tested last. Empty: none. Elsewhere: “minimum price”.
    fr: Prix plancher | TTC, vérifié en dernier. Vide : aucun. Ailleurs : « prix minimum ».`,
  price_ceiling: setting(amount.nullable().default(null))`
    en: Highest price | Tax included. Empty: none.
    fr: Prix plafond | TTC. Vide : aucun.`,
  price_floor_field: setting(metadataKey.nullable().default(null))`
    en: Field for the lowest price | Key in the variant's metadata that holds it, tax included; the higher of the two counts.
    fr: Champ du prix plancher | Clé des métadonnées de la variante qui le contient, TTC ; le plus élevé des deux compte.`,
  below_floor: setting(z.enum(["hold", "send_floor"]).default("hold"))`
    en: Below the lowest price | What happens to a price that the rules make too low. | Hold it and show why | Send the lowest price
    fr: En dessous du prix plancher | Ce que devient un prix que les règles rendent trop bas. | Le retenir et dire pourquoi | Transmettre le prix plancher`,
  struck_price: setting(z.enum(["untouched", "remove"]).default("untouched"))`
    en: Strikethrough price | It is never invented; a price at or above it is held. | Leave as it is | Remove
    fr: Prix barré | Il n'est jamais inventé ; un prix égal ou supérieur est retenu. | Laisser tel quel | Supprimer`,
  stock_allow_increase: setting(z.boolean().default(true))`
    en: Send higher quantities | Off: quantities only go down.
    fr: Transmettre les hausses de stock | Désactivé : les quantités ne font que baisser.`,
  stock_allow_decrease: setting(z.boolean().default(true))`
    en: Send lower quantities | Off: quantities only go up, and you can oversell.
    fr: Transmettre les baisses de stock | Désactivé : les quantités ne font que monter, au risque de vendre trop.`,
  price_allow_increase: setting(z.boolean().default(true))`
    en: Send higher prices | Off: prices only go down.
    fr: Transmettre les hausses de prix | Désactivé : les prix ne font que baisser.`,
  price_allow_decrease: setting(z.boolean().default(true))`
    en: Send lower prices | Off: prices only go up.
    fr: Transmettre les baisses de prix | Désactivé : les prix ne font que monter.`,
  brake: setting(brake.prefault({}), "brake")`
    en: Brake | What would change too much at once waits until you have looked.
    fr: Garde-fou | Ce qui changerait trop d'un coup attend que vous ayez vérifié.`,
  foreign_stock: setting(z.enum(["lower", "report", "overwrite"]).default("lower"))`
    en: Quantity changed outside the store | For example in the seller account, or by another tool. | Send again if too high there | Only report it | Always send again
    fr: Quantité modifiée hors de la boutique | Par exemple sur le compte vendeur, ou par un autre outil. | Transmettre à nouveau si trop élevée | Seulement le signaler | Toujours transmettre à nouveau`,
  foreign_price: setting(z.enum(["report", "overwrite"]).default("report"))`
    en: Price changed outside the store | The same for prices. | Only report it | Send again
    fr: Prix modifié hors de la boutique | De même pour les prix. | Seulement le signaler | Transmettre à nouveau`,
})

/** What is sent of stock, prices and delivery, and by which rules. */
export type OfferSettings = z.infer<typeof schema>

export const offerSettings = setting(schema.prefault({}))`
  en: Stock and prices | What is offered, how many of it, and for how much.
  fr: Stock et prix | Ce qui est proposé, en quelle quantité et à quel prix.`

/** From stored settings of which others may be invalid; null where these cannot be read. */
export const readOfferSettings = (settings: Record<string, unknown>): OfferSettings | null =>
  offerSettings.safeParse(settings.offers).data ?? null

/** The switches, which no form has: each is turned after its preview. */
export const OFFER_SWITCHES = ["stock", "price", "delivery"] as const
