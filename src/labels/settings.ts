import { z } from "zod"

import { describeSettings, sectionTexts, setting, wholeNumber } from "../marketplaces/setting-fields"
import { nameRuleSchema, section, strict, type SettingSectionDescription } from "../orders/settings"

const code = z.string().trim().min(1).max(100)
const grams = wholeNumber(1, 100_000)

/** The settings of every label account; the service's own are under its id. */
const sections = {
  labels: section({
    mode: setting(z.enum(["by_hand", "automatic", "panel"]).default("by_hand"))`
      en: Making labels | A label follows what is packed, or a click; one that is made in the service's panel packs and ships its order here. | By hand | When an order is packed | In the service's panel
      fr: Création des étiquettes | L'étiquette suit la préparation, ou un clic ; celle que vous faites dans l'espace du service prépare et expédie la commande ici. | À la main | Dès la préparation | Dans l'espace du service`,
    inline: setting(z.boolean().default(false))`
      en: Wait for the label when packing | For orders that are packed with the service's own shipping option: the answer to the packing comes with the label made, at most 5 seconds later. The packing never fails by it.
      fr: Attendre l'étiquette à la préparation | Pour les commandes préparées avec l'option de livraison du service : la réponse arrive avec l'étiquette faite, au plus 5 secondes plus tard. La préparation n'échoue jamais à cause d'elle.`,
    ship: setting(z.enum(["by_hand", "at_once", "first_scan"]).default("by_hand"))`
      en: Marking as shipped | A marketplace gets the number when the order is marked as shipped. | By hand | When the label is made | At the carrier's first scan
      fr: Marquer comme expédiée | La marketplace reçoit le numéro quand la commande est marquée comme expédiée. | À la main | Dès que l'étiquette est faite | À la première prise en charge`,
    return_mode: setting(z.enum(["by_hand", "automatic", "off"]).default("by_hand"))`
      en: Return labels | For a return that is requested in Medusa. The label is shown to you; nothing is sent to the buyer. | By hand | When a return is requested | None
      fr: Étiquettes de retour | Pour un retour demandé dans Medusa. L'étiquette vous est présentée ; rien n'est envoyé à l'acheteur. | À la main | Dès la demande de retour | Aucune`,
    weight_unit: setting(z.enum(["g", "kg", "lb", "oz"]).nullable().default(null))`
      en: Unit of product weights | Your products' weights have no unit, so no label is made before you choose it. | Grams | Kilograms | Pounds | Ounces
      fr: Unité de poids des produits | Les poids de vos produits n'ont pas d'unité ; aucune étiquette n'est faite avant ce choix. | Grammes | Kilogrammes | Livres | Onces`,
    item_grams: setting(grams.nullable().default(null))`
      en: Weight of other items (g) | For items without a weight. Empty: the label waits until it is known.
      fr: Poids des autres articles (g) | Pour les articles sans poids. Vide : l'étiquette attend qu'il soit connu.`,
    packaging_grams: setting(wholeNumber(0, 30_000).default(0))`
      en: Weight of the packaging (g) | Added to the items of each parcel.
      fr: Poids de l'emballage (g) | Ajouté aux articles de chaque colis.`,
    default_phone: setting(z.string().trim().min(6).max(30).nullable().default(null))`
      en: Phone for carriers | Used only where a carrier needs a phone and the order has none.
      fr: Téléphone pour les transporteurs | Utilisé seulement si le transporteur l'exige et que la commande n'en a pas.`,
    phone_format: setting(z.enum(["international", "as_given"]).default("international"))`
      en: Phone numbers | How they are sent to the carrier. | International | As the order has them
      fr: Numéros de téléphone | La forme transmise au transporteur. | Internationale | Comme dans la commande`,
    always_email: setting(z.boolean().default(false))`
      en: Always send the e-mail address | Off: only where a carrier needs it. The service may write to the buyer.
      fr: Toujours transmettre l'e-mail | Désactivé : seulement si le transporteur l'exige. Le service peut écrire à l'acheteur.`,
    name_rule: setting(nameRuleSchema.default("dynamic"), "name_rule")`
      en: Name and address | What the label is built from. | Compare both addresses | Choose a source for each part
      fr: Nom et adresse | Ce qui compose l'étiquette. | Comparer les deux adresses | Choisir la source de chaque élément`,
    insurance: setting(z.enum(["none", "value"]).default("none"))`
      en: Insurance | Beyond what the carrier covers. | None | The value of the parcel
      fr: Assurance | Au-delà de ce que le transporteur couvre. | Aucune | La valeur du colis`,
    insurance_above: setting(z.number().min(0).max(5000).default(100))`
      en: Insure from (EUR) | Parcels worth less are not insured.
      fr: Assurer à partir de (EUR) | Les colis de moindre valeur ne sont pas assurés.`,
    daily_count: setting(wholeNumber(0, 100_000).default(200))`
      en: Labels a day | More wait for your approval, with one urgent notification.
      fr: Étiquettes par jour | Au-delà, elles attendent votre accord, avec une notification urgente.`,
    price_above: setting(z.number().min(0).max(10_000).default(25))`
      en: Highest price (EUR) | A label whose estimate is higher waits for your approval.
      fr: Prix maximal (EUR) | Une étiquette estimée plus chère attend votre accord.`,
    cancel_with_order: setting(z.enum(["ask", "automatic"]).default("ask"))`
      en: When its order is canceled | What happens to a label that was not scanned yet. | Ask | Cancel the label
      fr: Quand sa commande est annulée | Ce que devient une étiquette pas encore prise en charge. | Demander | Annuler l'étiquette`,
    no_label_option_ids: setting(z.array(code).max(500).default([]), "shipping_options")`
      en: Shipping options without a label | Collection in the shop or your own van, for example.
      fr: Options de livraison sans étiquette | Retrait en boutique ou livraison par vos soins, par exemple.`,
    is_test: setting(z.boolean().default(false))`
      en: Test mode | Only the service's free label is bought, and nothing is sent to a marketplace.
      fr: Mode test | Seule l'étiquette gratuite du service est achetée, et rien n'est transmis à une marketplace.`,
    bin_field: setting(code.nullable().default(null))`
      en: Field of the place in the warehouse | Key in the metadata of your variants, by which picking lists are sorted. Empty: by SKU.
      fr: Champ de l'emplacement en entrepôt | Clé des métadonnées de vos variantes, qui trie les listes de prélèvement. Vide : par SKU.`,
    retention_days: setting(wholeNumber(1, 3650).default(180))`
      en: Days to keep personal data | Corrections, the service's messages, and links are deleted after that.
      fr: Conservation des données personnelles (jours) | Les corrections, les messages du service et les liens sont ensuite effacés.`,
  })`
    en: Labels | When labels are made, from what, and up to which price.
    fr: Étiquettes | Quand les étiquettes sont faites, à partir de quoi et jusqu'à quel prix.`,
  print: section({
    format: setting(z.enum(["pdf", "zpl", "png"]).default("pdf"))`
      en: Format | ZPL is for label printers and can never be shown as a PDF. | PDF | ZPL | PNG
      fr: Format | Le ZPL est destiné aux imprimantes d'étiquettes et ne peut jamais être affiché en PDF. | PDF | ZPL | PNG`,
    paper_size: setting(z.enum(["a6", "a4"]).default("a6"))`
      en: Paper | What labels are printed on. | A6 | A4
      fr: Papier | Le support d'impression des étiquettes. | A6 | A4`,
    content: setting(z.enum(["labels", "labels_and_slips"]).default("labels"))`
      en: What is printed | Packing slips are PDF, and come behind the label of their parcel. | Labels | Labels and packing slips
      fr: Ce qui est imprimé | Les bons de livraison sont en PDF et suivent l'étiquette de leur colis. | Étiquettes | Étiquettes et bons de livraison`,
  })`
    en: Printing | How labels come out of the printer.
    fr: Impression | Comment les étiquettes sortent de l'imprimante.`,
  customs: section({
    reason: setting(
      z.enum(["commercial_goods", "gift", "documents", "commercial_sample"]).default("commercial_goods")
    )`
      en: Contents | What the customs are shown as the reason. | Goods | Gift | Documents | Sample
      fr: Contenu | Le motif présenté à la douane. | Marchandises | Cadeau | Documents | Échantillon`,
    type: setting(z.enum(["commercial_b2c", "commercial_b2b", "private"]).default("commercial_b2c"))`
      en: Kind of export | Who sells to whom. | To consumers | To companies | Private
      fr: Type d'exportation | Qui vend à qui. | À des particuliers | À des entreprises | Privée`,
    hs_code: setting(
      z
        .string()
        .trim()
        .regex(/^[\d. ]{6,14}$/, "A customs code has 6 to 12 digits")
        .nullable()
        .default(null)
    )`
      en: Customs code of other items | For items that have none, nor their product. Empty: the label waits.
      fr: Code douanier des autres articles | Pour les articles qui n'en ont pas, ni leur produit. Vide : l'étiquette attend.`,
    origin_country: setting(
      z
        .string()
        .trim()
        .toUpperCase()
        .regex(/^[A-Z]{2}$/, "A country is its two-letter ISO code")
        .nullable()
        .default(null)
    )`
      en: Origin of other items | Two-letter code of the country where they were made. Empty: the label waits.
      fr: Origine des autres articles | Code à deux lettres du pays de fabrication. Vide : l'étiquette attend.`,
    invoice_number: setting(z.string().trim().min(1).max(40).default("{order_number}"))`
      en: Invoice number | {order_number} and {date} are filled in.
      fr: Numéro de facture | {order_number} et {date} sont remplacés.`,
    eori: setting(code.nullable().default(null))`
      en: EORI number | Of your company, for parcels that leave the European Union.
      fr: Numéro EORI | Celui de votre entreprise, pour les colis qui quittent l'Union européenne.`,
    vat_number: setting(code.nullable().default(null))`
      en: VAT number | Of your company.
      fr: Numéro de TVA | Celui de votre entreprise.`,
    ioss: setting(code.nullable().default(null))`
      en: IOSS number | For parcels into the European Union.
      fr: Numéro IOSS | Pour les colis à destination de l'Union européenne.`,
  })`
    en: Customs | For parcels that leave the European Union, and for overseas territories.
    fr: Douane | Pour les colis qui quittent l'Union européenne et pour l'outre-mer.`,
}

const schema = strict(sections)
export type LabelSettings = z.infer<typeof schema>
export type PrintedContent = LabelSettings["print"]["content"]

/** Schema of one account's settings: the common ones and, under the service's id, its own. An unknown key is refused. */
export function labelSettingsSchema(
  serviceId: string,
  serviceSettingsSchema: z.ZodType<Record<string, unknown>>
): z.ZodType<LabelSettings> {
  if (serviceId in sections) {
    throw new Error(`A label service cannot be named "${serviceId}": it is a section of the settings`)
  }
  return strict({ ...sections, [serviceId]: serviceSettingsSchema.prefault({}) })
}

/** The settings without a service's own. */
export const commonLabelSettings = (settings: Record<string, unknown> = {}): LabelSettings =>
  schema.parse(
    Object.fromEntries(
      Object.keys(sections).flatMap((name) => (name in settings ? [[name, settings[name]]] : []))
    )
  )

/** The form of the common settings. */
export const describeLabelSettings = (): SettingSectionDescription[] =>
  Object.entries(sections).map(([name, one]) => ({
    name,
    ...sectionTexts(name, one),
    fields: describeSettings(one.unwrap()),
  }))
