import type { ProblemTexts } from "./define-problems"
import type { OFFER_PROBLEMS } from "./offer-problems"

/** What is wrong, and the next step. */
export const OFFER_TEXTS = {
  offer_no_location: {
    en: [
      "The connection has no stock location, so no quantity is known.",
      "Choose the stock locations of the connection. Until then the marketplace keeps the quantity that it shows.",
    ],
    fr: [
      "La connexion n'a pas d'entrepôt : aucune quantité n'est connue.",
      "Choisissez les entrepôts de la connexion. D'ici là, la marketplace garde la quantité affichée.",
    ],
  },
  offer_no_inventory_item: {
    en: [
      "The stock of “{sku}” is managed by the store, but no inventory item belongs to it.",
      "Add an inventory item to the variant, or switch off its stock management.",
    ],
    fr: [
      "Le stock de « {sku} » est géré par la boutique, mais aucun article de stock ne lui est associé.",
      "Associez un article de stock à la variante, ou désactivez la gestion de son stock.",
    ],
  },
  offer_no_level: {
    en: [
      "“{sku}” has no stock level at the connection's stock locations ({count} inventory items without one).",
      "Add the item to one of these locations, with 0 if there is none. What is absent is never taken for 0.",
    ],
    fr: [
      "« {sku} » n'a pas de niveau de stock dans les entrepôts de la connexion (articles de stock concernés : {count}).",
      "Ajoutez l'article à l'un de ces entrepôts, avec 0 s'il n'y en a pas. Une absence n'est jamais prise pour 0.",
    ],
  },
  offer_requirement_unreadable: {
    en: [
      "The variant “{sku}” needs a quantity of an inventory item that is not above zero.",
      "Correct the required quantities of the variant's inventory items.",
    ],
    fr: [
      "La variante « {sku} » demande d'un article de stock une quantité qui n'est pas supérieure à zéro.",
      "Corrigez les quantités requises des articles de stock de la variante.",
    ],
  },
  offer_stock_unreadable: {
    en: [
      "The stock of “{sku}” cannot be read, so no quantity is sent.",
      "Check its stock levels. The marketplace keeps the quantity that it shows.",
    ],
    fr: [
      "Le stock de « {sku} » ne peut pas être lu : aucune quantité n'est transmise.",
      "Vérifiez ses niveaux de stock. La marketplace garde la quantité affichée.",
    ],
  },
  offer_zero_not_sent: {
    en: [
      "“{sku}” is sold out, and the connection is set to send no quantity of 0.",
      "Take the offer off in the seller portal, or let the connection send 0.",
    ],
    fr: [
      "« {sku} » est épuisé, et la connexion est réglée pour ne pas transmettre une quantité de 0.",
      "Retirez l'offre sur le portail de la marketplace, ou laissez la connexion transmettre 0.",
    ],
  },
  offer_no_price: {
    en: [
      "The store has no price of “{sku}” for this region and currency.",
      "Add the price to the variant. The marketplace keeps the price that it shows; stock is sent all the same.",
    ],
    fr: [
      "La boutique n'a pas de prix de « {sku} » pour cette région et cette devise.",
      "Ajoutez le prix à la variante. La marketplace garde le prix affiché ; le stock est transmis malgré tout.",
    ],
  },
  offer_price_not_positive: {
    en: [
      "The price of “{sku}” comes to zero or less, and is not sent.",
      "Correct the store's price, the price rules, or the offer's own price.",
    ],
    fr: [
      "Le prix de « {sku} » est nul ou négatif ; il n'est pas transmis.",
      "Corrigez le prix de la boutique, les règles de prix ou le prix propre à l'offre.",
    ],
  },
  offer_other_currency: {
    en: [
      "The store's price of “{sku}” is in {given}, and the marketplace sells in {currency_code}.",
      "Add a price in {currency_code} to the variant. Prices are never converted.",
    ],
    fr: [
      "Le prix de « {sku} » est en {given}, et la marketplace vend en {currency_code}.",
      "Ajoutez un prix en {currency_code} à la variante. Les prix ne sont jamais convertis.",
    ],
  },
  offer_no_tax_region: {
    en: [
      "The store has no tax region or rate for “{sku}” in the country where the marketplace sells, so its price with tax is not known.",
      "Add a tax region with a default rate for this country to the store.",
    ],
    fr: [
      "La boutique n'a pas de région fiscale ni de taux pour « {sku} » dans le pays de la marketplace : le prix TTC n'est pas connu.",
      "Ajoutez à la boutique une région fiscale avec un taux par défaut pour ce pays.",
    ],
  },
  offer_no_list_price: {
    en: [
      "No price list of the chosen customer group has a price of “{sku}” at the moment. The last confirmed price stays.",
      "Add it to a price list of the group, or let the store's price be sent instead.",
    ],
    fr: [
      "Aucune liste de prix du groupe de clients choisi ne contient « {sku} » pour le moment. Le dernier prix confirmé reste affiché.",
      "Ajoutez-le à une liste de prix du groupe, ou choisissez de transmettre le prix de la boutique.",
    ],
  },
  offer_floor_unreadable: {
    en: [
      "The variant's field for the lowest price of “{sku}” does not hold a price, so none is sent.",
      "Enter a price such as 12.50 into this field of the variant, or leave it empty.",
    ],
    fr: [
      "Le champ du prix plancher de « {sku} » ne contient pas un prix : aucun n'est transmis.",
      "Saisissez dans ce champ de la variante un prix comme 12,50, ou laissez-le vide.",
    ],
  },
  offer_eco_part_unreadable: {
    en: [
      "The variant's field for the eco-participation of “{sku}” does not hold an amount, so its price is not sent.",
      "Enter an amount such as 0.35 into this field of the variant, or leave it empty.",
    ],
    fr: [
      "Le champ de l'éco-participation de « {sku} » ne contient pas un montant : son prix n'est pas transmis.",
      "Saisissez dans ce champ de la variante un montant comme 0,35, ou laissez-le vide.",
    ],
  },
  offer_below_floor: {
    en: [
      "The price of “{sku}” comes to {amount|money}; the lowest allowed is {floor|money}. It is not sent.",
      "Check the store's price and the price rules, or lower the floor.",
    ],
    fr: [
      "Le prix de « {sku} » serait de {amount|money} ; le plancher est de {floor|money}. Il n'est pas transmis.",
      "Vérifiez le prix de la boutique et les règles de prix, ou abaissez le plancher.",
    ],
  },
  offer_not_below_struck: {
    en: [
      "The price of “{sku}” comes to {amount|money}, and the marketplace shows {struck|money} as its strikethrough price.",
      "Remove the strikethrough price in the seller portal, or let the connection remove strikethrough prices.",
    ],
    fr: [
      "Le prix de « {sku} » serait de {amount|money}, et la marketplace affiche {struck|money} comme prix barré.",
      "Supprimez le prix barré sur le portail de la marketplace, ou laissez la connexion supprimer les prix barrés.",
    ],
  },
  offer_sku_refused: {
    en: [
      "The marketplace does not accept the SKU “{sku}”: {why|list}.",
      "Create the offer there under another SKU and map it to this variant, or change the variant's SKU.",
    ],
    fr: [
      "La marketplace n'accepte pas le SKU « {sku} » : {why|list}.",
      "Créez-y l'offre sous un autre SKU et associez-le à cette variante, ou changez le SKU de la variante.",
    ],
  },
  offer_ean_refused: {
    en: [
      "The EAN “{ean}” of “{sku}” cannot be used: {why|list}.",
      "Correct the EAN, barcode or UPC of the variant.",
    ],
    fr: [
      "L'EAN « {ean} » de « {sku} » n'est pas utilisable : {why|list}.",
      "Corrigez l'EAN, le code-barres ou l'UPC de la variante.",
    ],
  },
  offer_sku_twice: {
    en: [
      "Two variants are offered under the SKU “{sku}”: {variants|list}. Nothing is sent for either.",
      "Correct the SKU mappings, so that the SKU stands for one variant.",
    ],
    fr: [
      "Deux variantes sont proposées sous le SKU « {sku} » : {variants|list}. Rien n'est transmis pour elles.",
      "Corrigez les associations de SKU, pour que ce SKU désigne une seule variante.",
    ],
  },
  offer_refused: {
    en: [
      "The marketplace refused it: {detail}",
      "Correct the cause. The same values are not sent again; a changed one is sent automatically.",
    ],
    fr: [
      "La marketplace l'a refusée : {detail}",
      "Corrigez la cause. Les mêmes valeurs ne sont pas transmises à nouveau ; une valeur changée l'est automatiquement.",
    ],
  },
  offer_unknown_there: {
    en: [
      "The marketplace knows no offer with the SKU “{sku}”.",
      "Create the offer in the seller portal, or let the connection create offers.",
    ],
    fr: [
      "La marketplace ne connaît aucune offre avec le SKU « {sku} ».",
      "Créez l'offre sur le portail de la marketplace, ou laissez la connexion créer les offres.",
    ],
  },
  offer_needs_product: {
    en: [
      "The marketplace has no product with the EAN “{ean}”, so “{sku}” cannot be offered.",
      "Create the product page in the seller portal, then create the offer again; or correct the EAN of the variant: the offer is then created automatically. Otherwise it is tried again after a week.",
    ],
    fr: [
      "La marketplace n'a pas de produit avec l'EAN « {ean} » : « {sku} » ne peut pas y être proposé.",
      "Créez la fiche produit sur le portail de la marketplace, puis créez de nouveau l'offre ; ou corrigez l'EAN de la variante : l'offre est alors créée automatiquement. Sinon, une nouvelle tentative a lieu au bout d'une semaine.",
    ],
  },
  offer_inventory_unread: {
    en: [
      "Offers are created only after all existing ones were read, and the last complete read is older than a day.",
      "Compare the offers of the connection, then try again. Where they cannot be read, create the offer in the seller portal.",
    ],
    fr: [
      "Une offre n'est créée qu'après lecture de toutes les offres existantes, et la dernière lecture complète date de plus d'un jour.",
      "Comparez les offres de la connexion, puis réessayez. Si elles ne peuvent pas être lues, créez l'offre sur le portail de la marketplace.",
    ],
  },
  offer_exists_there: {
    en: [
      "The product of “{sku}” is already offered there under the SKU “{other}”.",
      "Map that SKU to this variant instead of creating a second offer.",
    ],
    fr: [
      "Le produit de « {sku} » est déjà proposé sur la marketplace sous le SKU « {other} ».",
      "Associez ce SKU à cette variante au lieu de créer une seconde offre.",
    ],
  },
  offer_zero_braked: {
    en: [
      "Offers that would go to 0 within an hour without an order that explains it: {count}. At most {limit} do so unseen.",
      "Look at the list, then release it, or correct the stock in the store.",
    ],
    fr: [
      "Offres qui passeraient à 0 en une heure sans commande qui l'explique : {count}. Au plus {limit} le font sans contrôle.",
      "Consultez la liste, puis libérez l'envoi, ou corrigez le stock de la boutique.",
    ],
  },
  offer_held_by_store: {
    en: [
      "The store's hook “offersPlanned” holds “{sku}”: {reason}.",
      "Remove the reason, or ask the store's developer.",
    ],
    fr: [
      "Le hook « offersPlanned » de la boutique retient « {sku} » : {reason}.",
      "Supprimez la raison, ou demandez au développeur de la boutique.",
    ],
  },
  offer_price_braked: {
    en: [
      "The price of “{sku}” would change from {from|money} to {to|money} ({percent} %).",
      "Release it if it is right; otherwise correct the price in the store.",
    ],
    fr: [
      "Le prix de « {sku} » passerait de {from|money} à {to|money} ({percent} %).",
      "Libérez l'envoi s'il est juste ; sinon, corrigez le prix dans la boutique.",
    ],
  },
} satisfies ProblemTexts<keyof typeof OFFER_PROBLEMS>
