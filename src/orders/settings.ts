import { isCountry } from "../marketplaces/countries"
import { ONE_LINE } from "../marketplaces/text"
import { z } from "zod"

import type { LocalText, Schema, SettingFieldDescription } from "../marketplaces/port"
import {
  describeSettings,
  section,
  sectionTexts,
  setting,
  strict,
  wholeNumber,
} from "../marketplaces/setting-fields"
import { type OfferSettings, offerSettings } from "../offers/settings"

export { section, strict }

const DAY_MS = 24 * 60 * 60 * 1000

const listOrAll = <Item extends z.ZodType<string>>(item: Item) =>
  z.array(item).min(1).max(500).nullable().default(null)

const countryCode = z
  .string()
  .regex(/^[A-Za-z]{2}$/, "A country is its two-letter ISO code")
  .refine(isCountry, "There is no such country")
  .transform((code) => code.toUpperCase())

const time = z
  .union([z.iso.datetime({ offset: true }), z.iso.date()])
  .transform((value) => new Date(value).toISOString())

/**
 * Where each part of the customer record comes from. `dynamic` compares the two names (see `customerOf`);
 * the map names the source of every part.
 */
export const nameRuleSchema = z.union([
  z.literal("dynamic"),
  strict({
    name: z.enum(["shipping", "billing"]).default("shipping"),
    company: z.enum(["billing", "shipping", "none"]).default("billing"),
    email: z.enum(["order", "shipping", "billing", "none"]).default("order"),
    phone: z.enum(["shipping", "billing", "none"]).default("shipping"),
    address: z.enum(["shipping", "billing"]).default("shipping"),
  }),
])
export type NameRule = z.infer<typeof nameRuleSchema>

const recipient = strict({
  /** As the channel's provider takes it: an e-mail address, a number, a room. */
  to: z.string().trim().min(1).max(320).regex(ONE_LINE, "Control characters are not allowed"),
  channel: z
    .string()
    .trim()
    .min(1)
    .max(50)
    .regex(ONE_LINE, "Control characters are not allowed")
    .default("email"),
  language: z.enum(["en", "fr"]).default("en"),
  level: z.enum(["urgent", "all"]).default("urgent"),
})

const notifications = section({
  feed: setting(z.enum(["all", "urgent", "none"]).default("all"))`
    en: In the admin | What the bell at the top right shows. | Everything | Urgent only | Nothing
    fr: Dans l'admin | Ce qu'affiche la cloche en haut à droite. | Tout | Urgences seulement | Rien`,
  feed_language: setting(z.enum(["en", "fr"]).default("en"))`
    en: Language in the admin | The bell shows the same to everyone, so it uses one language. | English | French
    fr: Langue dans l'admin | La cloche affiche la même chose à tous, donc dans une seule langue. | Anglais | Français`,
  digest: setting(z.boolean().default(true))`
    en: Daily digest | Once a day: what was imported and what is waiting, in the admin and to every recipient.
    fr: Résumé quotidien | Une fois par jour : ce qui a été importé et ce qui attend, dans l'admin et à chaque destinataire.`,
  recipients: setting(z.array(recipient).max(20).default([]), "recipients")`
    en: Recipients | Notified through the store's own notification providers, for example by e-mail.
    fr: Destinataires | Prévenus par les fournisseurs de notifications de la boutique, par exemple par e-mail.`,
})`
  en: Notifications | Who is notified of what. Each event is announced once.
  fr: Notifications | Qui est prévenu de quoi. Chaque événement n'est annoncé qu'une fois.`

/** When orders are imported, and which; a marketplace may be asked less often than others. */
const importSection = (shortestMinutes: number) =>
  section({
    enabled: setting(z.boolean().default(true))`
      en: Import orders | Off: no orders are imported; tracking of existing orders is still sent.
      fr: Importer les commandes | Désactivé : plus aucune commande n'est importée ; le suivi des commandes déjà présentes est toujours transmis.`,
    interval_minutes: setting(wholeNumber(shortestMinutes, 1440).default(Math.max(10, shortestMinutes)))`
      en: Minutes between imports | How often orders are pulled. Rakuten: at least 10.
      fr: Minutes entre deux imports | La fréquence des imports. Rakuten : au moins 10.`,
    /** UTC. Null: 30 days before the connection was made. */
    start_at: setting(time.nullable().default(null), "date")`
      en: Orders since | Older purchases are not imported.
      fr: Commandes depuis le | Les achats antérieurs ne sont pas importés.`,
    acceptance: setting(z.enum(["manual", "automatic"]).default("manual"))`
      en: Accepting orders | Automatic accepts only what is in stock, never a negotiated price. | Manual | Automatic, if in stock
      fr: Acceptation des commandes | L'automatique n'accepte que ce qui est en stock, jamais un prix négocié. | Manuelle | Automatique, si en stock`,
    price_guard_percent: setting(z.number().min(0).max(1000).default(50))`
      en: Price guard (%) | Accepts automatically only within this distance from the store's price.
      fr: Garde-fou de prix (%) | Acceptation automatique uniquement si l'écart avec le prix de la boutique reste inférieur.`,
    unpaid: setting(z.boolean().default(false))`
      en: Also import unconfirmed payments | Imported uncaptured and flagged, once there is an address.
      fr: Importer aussi les paiements non confirmés | Importées sans encaissement et signalées, dès qu'une adresse est connue.`,
    channels: setting(listOrAll(z.string().min(1)))`
      en: Channels | Octopia's channel ids, separated by commas. Empty: all.
      fr: Canaux | Identifiants de canaux Octopia, séparés par des virgules. Vide : tous.`,
    /** ISO 3166-1 alpha-2, in upper case. */
    countries: setting(listOrAll(countryCode), "countries")`
      en: Delivery countries | Two-letter codes, separated by commas. Empty: all.
      fr: Pays de livraison | Codes à deux lettres, séparés par des virgules. Vide : tous.`,
    fulfilled_by_marketplace: setting(z.enum(["ignore", "record"]).default("ignore"))`
      en: Shipped by the marketplace | Orders from the marketplace's own warehouse. | Leave out | Record as fulfilled, without stock
      fr: Expédiées par la marketplace | Les commandes parties de l'entrepôt de la marketplace. | Écarter | Enregistrer comme expédiées, sans stock`,
    /** `ean` and `upc` look at the variant's field of that name. */
    match_by: setting(
      z
        .array(z.enum(["sku", "barcode", "ean", "upc"]))
        .min(1)
        .refine((fields) => new Set(fields).size === fields.length, "Each field at most once")
        .default(["sku"]),
      "ordered"
    )`
      en: Match items by | Tried in the order in which you check them; mapped SKUs always come first. | SKU | Barcode | EAN | UPC
      fr: Reconnaître les articles par | Essayés dans l'ordre où vous les cochez ; les références associées passent toujours d'abord. | SKU | Code-barres | EAN | UPC`,
    unknown_sku: setting(z.enum(["hold", "import_without_variant"]).default("hold"))`
      en: Unknown item | What happens when no product of the store matches. | Hold the order for mapping | Import the line without a variant
      fr: Article inconnu | Que faire si aucun produit de la boutique ne correspond. | Retenir la commande jusqu'à l'association | Importer la ligne sans article`,
    out_of_stock: setting(z.enum(["backorder", "hold", "refuse"]).default("backorder"))`
      en: Out of stock | What happens when more is sold than is in stock. | Import and warn | Hold the order | Refuse, where acceptance is up to you
      fr: Rupture de stock | Que faire quand les ventes dépassent le stock. | Importer et alerter | Retenir la commande | Refuser, quand l'acceptation vous revient`,
    custom_display_id: setting(z.boolean().default(false))`
      en: The marketplace's number in Medusa | Imported orders also get the number “marketplace-number”, by which Medusa's own search of orders finds them. Its list still shows “#12”.
      fr: Le numéro de la marketplace dans Medusa | Les commandes importées reçoivent aussi le numéro « marketplace-numéro », que trouve la recherche de commandes de Medusa. Sa liste affiche toujours « n° 12 ».`,
    emit_order_placed: setting(z.boolean().default(false))`
      en: Announce orders to other plugins | Invoicing, ERP, label, and e-mail plugins then treat them like your own orders.
      fr: Annoncer les commandes aux autres plugins | Les plugins de facturation, d'ERP, d'étiquettes et d'e-mails les traitent alors comme vos propres commandes.`,
  })`
    en: Orders | Which orders are imported, and how.
    fr: Commandes | Quelles commandes sont importées, et comment.`

/** The settings of every connection, in the order in which an operator thinks of them. */
const sections = (minIntervalMinutes: number) => ({
  import: importSection(Math.max(5, minIntervalMinutes)),
  customer: section({
    mode: setting(z.enum(["none", "guest"]).default("none"))`
      en: Customer records | Without a record, the order still has its addresses and the marketplace's relay e-mail. | None | As guests
      fr: Fiches client | Sans fiche, la commande garde ses adresses et l'e-mail relais de la marketplace. | Aucune | En tant qu'invités`,
    group_id: setting(z.string().min(1).nullable().default(null), "customer_group")`
      en: Customer group | Guests from this marketplace are added to it.
      fr: Groupe de clients | Les invités de cette marketplace y sont ajoutés.`,
    name_rule: setting(nameRuleSchema.default("dynamic"), "name_rule")`
      en: Name and address | What the customer record and the label are built from. | Compare both addresses | Choose a source for each part
      fr: Nom et adresse | Ce qui compose la fiche client et l'étiquette. | Comparer les deux adresses | Choisir la source de chaque élément`,
  })`
    en: Customers | How buyers are recorded.
    fr: Clients | Comment les acheteurs sont enregistrés.`,
  tax: section({
    rate_fallback: setting(z.number().min(0).max(100).default(20))`
      en: Fallback rate (%) | Used when the store has no rate either; the tax is marked as estimated.
      fr: Taux de repli (%) | Utilisé à défaut du taux de la boutique ; la TVA est signalée comme estimée.`,
  })`
    en: Tax | When the marketplace does not provide the rate.
    fr: TVA | Quand la marketplace ne donne pas le taux.`,
  shipping: section({
    /** Key of our carrier catalog, or a name of the marketplace's list. */
    default_carrier: setting(z.string().min(1).nullable().default(null), "carrier")`
      en: Default carrier | Used when neither a rule nor the number identifies the carrier.
      fr: Transporteur par défaut | Utilisé quand ni une règle ni le numéro n'indique qui transporte le colis.`,
    send: setting(z.boolean().default(true))`
      en: Send tracking | Off: nothing is sent. Confirm shipments in the seller portal.
      fr: Transmettre le suivi | Désactivé : rien n'est transmis. Confirmez les expéditions sur le portail de la marketplace.`,
    wait_for_tracking_hours: setting(z.number().min(0).max(720).default(24))`
      en: Hours to wait for a number | Ends 6 hours before the shipping deadline, if that is sooner.
      fr: Heures d'attente d'un numéro | S'arrête 6 heures avant la date limite d'expédition si elle est plus proche.`,
    untracked: setting(z.enum(["ask", "send"]).default("ask"))`
      en: Parcels without a number | After that wait, where the delivery mode requires no number. | Ask | Send without a number
      fr: Colis sans numéro | Après cette attente, quand le mode de livraison n'exige pas de numéro. | Demander | Transmettre sans numéro`,
    /** Delivery mode as the marketplace writes it → carrier key or shipping option id that imported orders get. */
    delivery_modes: setting(
      z.record(z.string().min(1).max(200), z.string().min(1).max(100)).default({}),
      "delivery_modes"
    )`
      en: Delivery modes | The marketplace's name for the delivery, and the carrier or shipping option that it stands for here.
      fr: Modes de livraison | Le mode de livraison tel que la marketplace l'écrit, et le transporteur ou l'option de livraison correspondant ici.`,
    pickup_point: setting(z.boolean().default(true))`
      en: Keep the pickup point | Stores it on the order, and warns if the carrier serves another network.
      fr: Conserver le point relais | L'enregistre sur la commande et alerte si le transporteur dessert un autre réseau.`,
    pickup_point_field: setting(z.string().min(1).max(100).nullable().default(null))`
      en: Field for the pickup point | Order metadata field that your label plugin reads.
      fr: Champ pour le point relais | Champ de métadonnées de la commande que lit votre plugin d'étiquettes.`,
    label_account_id: setting(z.string().min(1).max(100).nullable().default(null), "label_account")`
      en: Label account | Who makes the labels of these orders. Empty: no one.
      fr: Compte d'étiquettes | Qui fait les étiquettes de ces commandes. Vide : personne.`,
    label_mode: setting(z.enum(["by_hand", "automatic", "panel"]).nullable().default(null))`
      en: Making labels | Empty: as the label account does. | By hand | When an order is packed | In the service's panel
      fr: Création des étiquettes | Vide : comme le compte d'étiquettes. | À la main | Dès la préparation | Dans l'espace du service`,
  })`
    en: Shipping | What is sent to the marketplace about your parcels.
    fr: Expédition | Ce qui est transmis à la marketplace sur vos colis.`,
  changes: section({
    cancel_in_store: setting(z.enum(["automatic", "ask"]).default("automatic"))`
      en: Canceled on the marketplace | What happens to an order that is not packed yet. | Cancel here too | Ask
      fr: Annulée sur la marketplace | Ce qui arrive à une commande pas encore préparée. | Annuler ici aussi | Demander`,
    cancel_at_marketplace: setting(z.enum(["ask", "automatic", "never"]).default("ask"))`
      en: Canceled here | The marketplace refunds the buyer; this cannot be undone. | Ask | Cancel on the marketplace too | Never cancel on the marketplace
      fr: Annulée ici | La marketplace rembourse l'acheteur ; c'est irréversible. | Demander | Annuler aussi sur la marketplace | Ne jamais annuler sur la marketplace`,
    mark_delivered: setting(z.boolean().default(true))`
      en: Mark as delivered | When the marketplace reports that the parcel has arrived.
      fr: Marquer comme livrée | Quand la marketplace indique que le colis est arrivé.`,
  })`
    en: Changes and cancellations | What a change on one side does on the other.
    fr: Modifications et annulations | Ce qu'un changement d'un côté entraîne de l'autre.`,
  notifications,
  privacy: section({
    retention_days: setting(wholeNumber(1, 3650).default(180))`
      en: Days to keep buyers' data | After that, the data is permanently deleted, and no later import restores it.
      fr: Conservation des données acheteur (jours) | Elles sont ensuite effacées définitivement, et un import ultérieur ne les rétablit pas.`,
  })`
    en: Privacy | How long buyers' data is kept in the marketplace's records.
    fr: Confidentialité | Durée de conservation des données des acheteurs reçues de la marketplace.`,
})

/** Where nothing is offered through the adapter, there are no settings of offers. */
const sectionsOf = (minIntervalMinutes: number, hasOffers: boolean) => {
  const common = sections(minIntervalMinutes)
  return hasOffers ? { ...common, offers: offerSettings } : common
}

/** Validated settings of one connection, defaults filled in; the adapter's own are under its id. */
export type ConnectionSettings = z.infer<z.ZodObject<ReturnType<typeof sections>, z.core.$strict>> & {
  /** Only where the adapter has offers. */
  offers?: OfferSettings
}

const COMMON = sectionsOf(0, true)

/** Whether settings of every connection have this name; an adapter's own are under its id. */
export const isSettingsSection = (name: string): boolean => Object.hasOwn(COMMON, name)

/**
 * Schema of one connection's settings: the common ones and, under the marketplace's id, the adapter's own.
 * An unknown key is refused with its path.
 * @param minIntervalMinutes the marketplace's shortest poll interval; the default of 10 rises with it
 * @param hasOffers the adapter has the capability `offers`
 */
export function connectionSettingsSchema(
  marketplaceId: string,
  adapterSettingsSchema: Schema<Record<string, unknown>>,
  minIntervalMinutes: number,
  hasOffers: boolean
): z.ZodType<ConnectionSettings> {
  const common = sectionsOf(minIntervalMinutes, hasOffers)
  if (isSettingsSection(marketplaceId)) {
    throw new Error(`A marketplace cannot be named "${marketplaceId}": it is a section of the settings`)
  }
  return strict({ ...common, [marketplaceId]: judgedBy(adapterSettingsSchema).prefault({}) })
}

/** What this schema says, in a schema of ours: an adapter may have another version of zod. */
const judgedBy = (schema: Schema<Record<string, unknown>>) =>
  z.unknown().transform((value, context) => {
    const { success, data, error } = schema.safeParse(value)
    if (success) return data
    for (const { path, message } of error.issues)
      context.addIssue({ code: "custom", path: [...path], message })
    return z.NEVER
  })

export type SettingSectionDescription = {
  name: string
  title: LocalText
  hint: LocalText
  fields: SettingFieldDescription[]
}

/** The form of the common settings, as they are for a marketplace with this shortest poll interval, with offers or without. */
export const describeCommonSettings = (
  minIntervalMinutes: number,
  hasOffers: boolean
): SettingSectionDescription[] =>
  Object.entries(sectionsOf(minIntervalMinutes, hasOffers)).map(([name, schema]) => ({
    name,
    ...sectionTexts(name, schema),
    fields: describeSettings(schema.unwrap()),
  }))

/**
 * Settings with a partial update laid over them: objects merge, everything else (arrays, null) replaces. Null removes an
 * entry of a setting that is itself a map.
 * @param depth 0 are the sections, 1 their settings
 */
export function mergeSettings(
  current: Record<string, unknown>,
  patch: Record<string, unknown>,
  depth = 0
): Record<string, unknown> {
  const merged = new Map(Object.entries(current))
  for (const [key, value] of Object.entries(patch)) {
    if (value === undefined) {
      continue
    }
    if (value === null && depth > 1) {
      merged.delete(key)
      continue
    }
    const before = merged.get(key)
    const whole = isPlainObject(before) ? before : {}
    merged.set(key, isPlainObject(value) ? mergeSettings(whole, value, depth + 1) : value)
  }
  return Object.fromEntries(merged)
}

/** Who is notified of what, from stored settings. */
export const notificationSettings = (
  settings: Record<string, unknown>
): ConnectionSettings["notifications"] =>
  notifications.safeParse(settings.notifications).data ?? notifications.parse(undefined)

const filters = z
  .object({ channels: z.array(z.string()).nullish(), countries: z.array(z.string()).nullish() })
  .prefault({})

/** Which orders a connection imports, from stored settings of which others may be invalid; null where it cannot be read. */
export function importFilters(
  settings: Record<string, unknown>
): Pick<ConnectionSettings["import"], "channels" | "countries"> | null {
  const { data } = filters.safeParse(settings.import)
  return data ? { channels: data.channels ?? null, countries: data.countries ?? null } : null
}

/** From when on orders matter to this connection. */
export function importStart(settings: ConnectionSettings, connectionCreatedAt: Date): Date {
  return settings.import.start_at
    ? new Date(settings.import.start_at)
    : new Date(connectionCreatedAt.getTime() - 30 * DAY_MS)
}

function isPlainObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value)
}
