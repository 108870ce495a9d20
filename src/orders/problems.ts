/**
 * Every reason why something waits for a person, in the words of the person who has to act.
 *
 * Texts hold placeholders: `{name}` as it is, `{name|money}` an amount in `currency_code`, `{name|time}` a UTC time shown
 * in Paris time, `{name|list}` a list of field names or words, `{name|country}` an ISO code as the country's name.
 * Parameters never hold buyers' data.
 */

export type ProblemSubject = "order" | "action" | "connection"

/** What the admin can do about it on the spot. */
export type Remedy =
  | "map_sku"
  | "choose_region"
  | "choose_carrier"
  | "set_tracking"
  | "send_now"
  | "restock"
  | "set_shipping_profile"
  | "add_shipping_option"
  | "accept_total"
  | "fix_address"
  | "accept_or_refuse"
  | "cancel_in_store"
  | "confirm_cancellations"
  | "confirm_instance"
  | "set_credentials"
  | "edit_connection"
  | "mark_done"
  | "acknowledge"
  | "retry"

export type ProblemParams = Record<string, string | number | boolean | string[] | null>
export type Locale = "en" | "fr"

type Text = { message: string; hint: string }
type Definition = { subject: ProblemSubject; blocking: boolean; remedy: Remedy | null; en: Text; fr: Text }

function problem(
  subject: ProblemSubject,
  blocking: boolean,
  remedy: Remedy | null,
  en: [message: string, hint: string],
  fr: [message: string, hint: string]
): Definition {
  return {
    subject,
    blocking,
    remedy,
    en: { message: en[0], hint: en[1] },
    fr: { message: fr[0], hint: fr[1] },
  }
}

const BLOCKS = true
const INFORMS = false

/** `blocking`: an order is not imported, an action not sent, a connection not working until it is fixed. */
export const PROBLEMS = {
  // What keeps an order out of the store.
  unreadable_order: problem(
    "order",
    BLOCKS,
    "retry",
    [
      "The marketplace sent an order that cannot be read: {detail}",
      "Open the order in the seller portal. It is kept as received and read again when the marketplace next sends it; report it if the problem persists.",
    ],
    [
      "La marketplace a envoyé une commande illisible : {detail}",
      "Consultez la commande sur le portail de la marketplace. Elle est conservée telle que reçue et sera relue quand la marketplace la renverra ; signalez-la si le problème persiste.",
    ]
  ),
  too_many_lines: problem(
    "order",
    BLOCKS,
    null,
    [
      "The order has {count} lines; at most {limit} are imported.",
      "Enter this order in the store by hand, then ignore it here.",
    ],
    [
      "La commande compte {count} lignes ; l'import en accepte au plus {limit}.",
      "Saisissez cette commande à la main dans la boutique, puis ignorez-la ici.",
    ]
  ),
  unknown_sku: problem(
    "order",
    BLOCKS,
    "map_sku",
    [
      "No product of the store has the SKU “{sku}” ({title}).",
      "Choose the variant that this SKU stands for, or create a product with this SKU. All orders waiting for it are then imported.",
    ],
    [
      "Aucun produit de la boutique ne porte la référence « {sku} » ({title}).",
      "Choisissez la variante correspondante, ou créez le produit avec cette référence. Toutes les commandes qui l'attendent seront alors importées.",
    ]
  ),
  ambiguous_ean: problem(
    "order",
    BLOCKS,
    "map_sku",
    [
      "No product has the SKU “{sku}”, but the EAN {ean} belongs to “{variant_title}”.",
      "Confirm the suggested variant if it is the same item: an EAN can also stand for a used item or a bundle.",
    ],
    [
      "Aucun produit ne porte la référence « {sku} », mais l'EAN {ean} est celui de « {variant_title} ».",
      "Confirmez la variante proposée s'il s'agit bien du même article : un même EAN peut aussi désigner un article d'occasion ou un lot.",
    ]
  ),
  variant_deleted: problem(
    "order",
    BLOCKS,
    "map_sku",
    [
      "The SKU “{sku}” is mapped to a variant that has been deleted.",
      "Choose another variant for this SKU, or restore the product.",
    ],
    [
      "La référence « {sku} » est associée à une variante supprimée.",
      "Associez cette référence à une autre variante, ou rétablissez le produit.",
    ]
  ),
  missing_inventory_level: problem(
    "order",
    BLOCKS,
    "restock",
    [
      "“{sku}” is not stocked at any location of this connection.",
      "Add the item to the location's inventory, even with quantity 0, or choose another location for the connection.",
    ],
    [
      "« {sku} » n'est géré dans aucun des entrepôts de cette connexion.",
      "Ajoutez l'article au stock de l'entrepôt, même à 0, ou choisissez un autre entrepôt pour la connexion.",
    ]
  ),
  no_shipping_profile: problem(
    "order",
    BLOCKS,
    "set_shipping_profile",
    [
      "The product of “{sku}” has no shipping profile, so it could not be packed.",
      "Choose a shipping profile on the product's page.",
    ],
    [
      "Le produit de « {sku} » n'a pas de profil d'expédition : il ne pourrait pas être préparé.",
      "Attribuez un profil d'expédition au produit dans sa fiche.",
    ]
  ),
  no_shipping_option: problem(
    "order",
    BLOCKS,
    "add_shipping_option",
    [
      "No shipping option serves the location and shipping profile of “{sku}”.",
      "Save the connection again to create the missing option, or choose one in its settings.",
    ],
    [
      "Aucune option de livraison ne correspond à l'entrepôt et au profil d'expédition de « {sku} ».",
      "Enregistrez à nouveau la connexion pour créer l'option manquante, ou choisissez-en une dans ses réglages.",
    ]
  ),
  out_of_stock: problem(
    "order",
    BLOCKS,
    "restock",
    [
      "Not enough stock of “{sku}”: {needed} sold, {available} available.",
      "Restock the item, or allow this connection to import beyond the stock.",
    ],
    [
      "Stock insuffisant pour « {sku} » : {needed} vendu(s), {available} disponible(s).",
      "Réapprovisionnez l'article, ou autorisez cette connexion à importer au-delà du stock.",
    ]
  ),
  oversold: problem(
    "order",
    INFORMS,
    "restock",
    [
      "“{sku}” was oversold: {needed} sold, {available} available.",
      "Restock before packing: while stock is short, Medusa may refuse to pack the order or to undo the packing. Otherwise, cancel the order on the marketplace.",
    ],
    [
      "« {sku} » a été vendu au-delà du stock : {needed} vendu(s), {available} disponible(s).",
      "Réapprovisionnez avant de préparer : tant que le stock est insuffisant, Medusa peut refuser la préparation, ou son annulation. Sinon, annulez la commande sur la marketplace.",
    ]
  ),
  currency_mismatch: problem(
    "order",
    BLOCKS,
    "choose_region",
    [
      "The order is in {order_currency}, but its region sells in {region_currency}.",
      "Add a destination with a region in {order_currency} to the connection.",
    ],
    [
      "La commande est en {order_currency}, mais sa région vend en {region_currency}.",
      "Ajoutez à la connexion une destination dont la région est en {order_currency}.",
    ]
  ),
  country_not_in_region: problem(
    "order",
    BLOCKS,
    "choose_region",
    [
      "The order goes to {country|country}, which is not in the region “{region}”.",
      "Add the country to the region, or a destination for it to the connection.",
    ],
    [
      "Le pays de livraison, {country|country}, n'est pas dans la région « {region} ».",
      "Ajoutez ce pays à la région, ou une destination pour ce pays à la connexion.",
    ]
  ),
  missing_address: problem(
    "order",
    BLOCKS,
    "fix_address",
    [
      "The delivery address is incomplete. Missing: {fields|list}.",
      "Complete the address here, or wait for the marketplace to send it.",
    ],
    [
      "L'adresse de livraison est incomplète ; il manque : {fields|list}.",
      "Complétez l'adresse ici, ou attendez que la marketplace l'envoie.",
    ]
  ),
  lost_letters: problem(
    "order",
    INFORMS,
    "acknowledge",
    [
      "The marketplace sent the address with letters that cannot be read: {fields|list}.",
      "Look the address up on the marketplace's portal, and correct it in the store's order before you print a label.",
    ],
    [
      "La marketplace a transmis l'adresse avec des lettres illisibles : {fields|list}.",
      "Consultez l'adresse sur le portail de la marketplace, et corrigez-la dans la commande de la boutique avant d'imprimer une étiquette.",
    ]
  ),
  total_mismatch: problem(
    "order",
    BLOCKS,
    "accept_total",
    [
      "The marketplace's total is {expected|money}, but the lines add up to {computed|money}.",
      "Compare with the seller portal. If the difference is right, accept it with a reason; the order then takes the marketplace's total.",
    ],
    [
      "La marketplace annonce {expected|money}, mais la somme des lignes est de {computed|money}.",
      "Comparez avec le portail de la marketplace. Si l'écart est justifié, acceptez-le en indiquant un motif ; la commande prendra le total de la marketplace.",
    ]
  ),
  unpaid: problem(
    "order",
    INFORMS,
    null,
    [
      "The marketplace has not confirmed the payment yet.",
      "Do not ship before it is confirmed. The order is updated automatically.",
    ],
    [
      "La marketplace n'a pas encore confirmé le paiement.",
      "N'expédiez pas avant la confirmation. La commande est mise à jour automatiquement.",
    ]
  ),
  mixed_marketplace_connections: problem(
    "order",
    BLOCKS,
    "edit_connection",
    [
      "This order comes from the channel “{channel}”, which is also connected directly (“{connection}”).",
      "Exclude the channel from one of the two connections, so that no order is imported twice; then retry or ignore this one.",
    ],
    [
      "Cette commande vient du canal « {channel} », déjà connecté en direct (« {connection} »).",
      "Excluez ce canal de l'une des deux connexions pour qu'aucune commande ne soit importée deux fois, puis relancez ou ignorez celle-ci.",
    ]
  ),
  store_setup_missing: problem(
    "order",
    BLOCKS,
    "edit_connection",
    [
      "The connection refers to something that no longer exists in the store: {missing|list}.",
      "Choose a replacement in the connection's settings.",
    ],
    [
      "La connexion désigne un élément qui n'existe plus dans la boutique : {missing|list}.",
      "Choisissez-en un autre dans les réglages de la connexion.",
    ]
  ),
  rejected_by_hook: problem(
    "order",
    BLOCKS,
    "retry",
    [
      "A rule of this store holds the order: {detail}",
      "Fix the cause, or ask the store's developer; then retry.",
    ],
    [
      "Une règle propre à cette boutique retient la commande : {detail}",
      "Corrigez la cause ou voyez avec le développeur de la boutique, puis relancez.",
    ]
  ),
  import_failed: problem(
    "order",
    BLOCKS,
    "retry",
    [
      "The import failed for an unexpected reason (reference {reference}).",
      "The import is retried automatically. If it keeps failing, look for the reference in the server's log.",
    ],
    [
      "L'import a échoué pour une raison inattendue (référence {reference}).",
      "Une nouvelle tentative sera faite automatiquement. Si l'échec persiste, cherchez la référence dans le journal du serveur.",
    ]
  ),
  late_lines: problem(
    "order",
    INFORMS,
    "acknowledge",
    [
      "Lines became ready to ship after the import: {lines|list}.",
      "Add them to the order with an order edit, or ship them separately and declare them in the seller portal.",
    ],
    [
      "Des lignes sont devenues prêtes à expédier après l'import : {lines|list}.",
      "Ajoutez-les par une modification de commande, ou expédiez-les à part en les déclarant sur le portail de la marketplace.",
    ]
  ),
  unknown_status: problem(
    "order",
    INFORMS,
    null,
    [
      "The marketplace reports an unknown status: “{status}”.",
      "Check the order in the seller portal. Nothing is done until its status is known.",
    ],
    [
      "La marketplace indique un statut inconnu : « {status} ».",
      "Consultez la commande sur le portail de la marketplace. Rien n'est fait tant que son statut reste inconnu.",
    ]
  ),

  // Cancellations and changes.
  cancel_requested: problem(
    "order",
    INFORMS,
    "acknowledge",
    [
      "Cancellation requested: {lines|list}.",
      "Do not pack these lines until the request is decided in the seller portal.",
    ],
    [
      "Annulation demandée : {lines|list}.",
      "Ne préparez pas ces lignes avant que la demande soit tranchée sur le portail de la marketplace.",
    ]
  ),
  canceled_at_marketplace: problem(
    "order",
    INFORMS,
    "cancel_in_store",
    [
      "Canceled on the marketplace, not packed yet.",
      "Cancel the order here to release its stock. The marketplace has refunded the buyer.",
    ],
    [
      "Annulée sur la marketplace, pas encore préparée.",
      "Annulez la commande ici pour libérer son stock. La marketplace a remboursé l'acheteur.",
    ]
  ),
  cancel_stop_parcel: problem(
    "order",
    INFORMS,
    "cancel_in_store",
    [
      "Canceled on the marketplace, but already packed: stop this parcel.",
      "Hold the parcel back from the carrier, cancel its fulfillment, then cancel the order here. If it has left, keep the order and contact the marketplace.",
    ],
    [
      "Annulée sur la marketplace alors qu'elle est déjà préparée : retenez ce colis.",
      "Retirez le colis de l'enlèvement, annulez sa préparation, puis annulez la commande ici. S'il est déjà parti, gardez la commande et contactez la marketplace.",
    ]
  ),
  canceled_after_shipping: problem(
    "order",
    INFORMS,
    "acknowledge",
    [
      "The marketplace shows the order as canceled, but the parcel has been shipped.",
      "Contest the cancellation in the seller portal with the tracking number, or expect the parcel back.",
    ],
    [
      "La marketplace indique la commande comme annulée, mais le colis a été expédié.",
      "Contestez l'annulation sur le portail de la marketplace avec le numéro de suivi, ou attendez le retour du colis.",
    ]
  ),
  partial_cancellation: problem(
    "order",
    INFORMS,
    "acknowledge",
    [
      "Canceled on the marketplace: {lines|list}.",
      "Remove these quantities with an order edit before packing; do not ship them.",
    ],
    [
      "Annulé sur la marketplace : {lines|list}.",
      "Retirez ces quantités par une modification de commande avant la préparation ; ne les expédiez pas.",
    ]
  ),
  mass_cancellation: problem(
    "order",
    INFORMS,
    "confirm_cancellations",
    [
      "{count} of {open} open orders appear canceled all at once; none has been canceled here.",
      "Check in the seller portal, then confirm or discard the cancellations together.",
    ],
    [
      "{count} commandes sur {open} en cours apparaissent annulées d'un coup ; aucune ne l'a été ici.",
      "Vérifiez sur le portail de la marketplace, puis confirmez ou écartez ces annulations ensemble.",
    ]
  ),
  cancellation_reverted: problem(
    "order",
    BLOCKS,
    "retry",
    [
      "The marketplace had canceled this order and now shows it as open.",
      "Check it in the seller portal. If it has to be shipped, retry; an order already canceled in the store must be entered again.",
    ],
    [
      "La marketplace avait annulé cette commande et l'affiche de nouveau comme ouverte.",
      "Vérifiez sur le portail de la marketplace. S'il faut l'expédier, relancez ; une commande déjà annulée dans la boutique doit être ressaisie.",
    ]
  ),
  canceled_in_store: problem(
    "order",
    INFORMS,
    "acknowledge",
    [
      "Canceled in the store, still open on the marketplace.",
      "Cancel it on the marketplace too, with a reason, or ship it after all. The marketplace refunds the buyer.",
    ],
    [
      "Annulée dans la boutique, toujours ouverte sur la marketplace.",
      "Annulez-la aussi sur la marketplace, avec un motif, ou expédiez-la malgré tout. La marketplace rembourse l'acheteur.",
    ]
  ),
  claim_open: problem(
    "order",
    INFORMS,
    "acknowledge",
    [
      "The buyer has opened a claim on the marketplace ({items|list}).",
      "Answer it in the seller portal. Whatever you agree on, the marketplace refunds the buyer: a refund in the store is only a bookkeeping entry.",
    ],
    [
      "L'acheteur a ouvert une réclamation sur la marketplace ({items|list}).",
      "Répondez-y sur le portail de la marketplace. Quel que soit l'accord, c'est la marketplace qui rembourse l'acheteur : un remboursement dans la boutique n'est qu'une écriture comptable.",
    ]
  ),
  returned_at_marketplace: problem(
    "order",
    INFORMS,
    "acknowledge",
    [
      "The marketplace announces a return ({returns|list}).",
      "When the items arrive, put them back in stock with a return in the store. The marketplace refunds the buyer: a refund in the store is only a bookkeeping entry.",
    ],
    [
      "La marketplace annonce un retour ({returns|list}).",
      "À réception, remettez les articles en stock par un retour dans la boutique. C'est la marketplace qui rembourse l'acheteur : un remboursement dans la boutique n'est qu'une écriture comptable.",
    ]
  ),
  refunded_at_marketplace: problem(
    "order",
    INFORMS,
    "acknowledge",
    [
      "The marketplace has refunded the buyer ({refunds|list}).",
      "You have nothing to pay here: the marketplace deducts it from what it owes you. A refund in the store is only a bookkeeping entry.",
    ],
    [
      "La marketplace a remboursé l'acheteur ({refunds|list}).",
      "Vous n'avez rien à payer ici : la marketplace le déduit de ce qu'elle vous doit. Un remboursement dans la boutique n'est qu'une écriture comptable.",
    ]
  ),
  address_changed_after_packing: problem(
    "order",
    INFORMS,
    "acknowledge",
    [
      "The buyer's address changed on the marketplace after packing or after it was corrected here.",
      "Compare both addresses and reprint the label if needed.",
    ],
    [
      "L'adresse de l'acheteur a changé sur la marketplace après la préparation ou après une correction faite ici.",
      "Comparez les deux adresses et réimprimez l'étiquette si nécessaire.",
    ]
  ),

  // Decisions and deadlines.
  price_guard: problem(
    "order",
    INFORMS,
    "accept_or_refuse",
    [
      "“{sku}” was sold at {price|money}; the store's price is {store_price|money}. Not accepted automatically.",
      "Accept or refuse the order yourself.",
    ],
    [
      "« {sku} » a été vendu {price|money} ; son prix en boutique est de {store_price|money}. Pas d'acceptation automatique.",
      "Acceptez ou refusez la commande vous-même.",
    ]
  ),
  not_accepted_automatically: problem(
    "order",
    INFORMS,
    "accept_or_refuse",
    ["Not accepted automatically: {reasons|list}.", "Accept or refuse the order yourself."],
    ["Pas d'acceptation automatique : {reasons|list}.", "Acceptez ou refusez la commande vous-même."]
  ),
  deadline_accept_risk: problem(
    "order",
    INFORMS,
    "accept_or_refuse",
    [
      "Must be accepted or refused before {accept_by|time}.",
      "Without an answer, the marketplace cancels the order, and the cancellation counts against you.",
    ],
    [
      "À accepter ou refuser avant le {accept_by|time}.",
      "Sans réponse, la marketplace annule la commande, et votre taux d'annulation en souffre.",
    ]
  ),
  deadline_accept_missed: problem(
    "order",
    INFORMS,
    null,
    [
      "Not answered before {accept_by|time}: the marketplace may have canceled the order.",
      "Check it in the seller portal.",
    ],
    [
      "Sans réponse avant le {accept_by|time} : la marketplace a pu annuler la commande.",
      "Vérifiez sur le portail de la marketplace.",
    ]
  ),
  deadline_ship_risk: problem(
    "order",
    INFORMS,
    null,
    ["Must be shipped before {ship_by|time}.", "Pack and ship it now, with its tracking number."],
    [
      "À expédier avant le {ship_by|time}.",
      "Préparez et expédiez-la dès maintenant, avec son numéro de suivi.",
    ]
  ),
  overdue_shipment: problem(
    "order",
    INFORMS,
    null,
    [
      "Should have been shipped before {ship_by|time}.",
      "Ship it now, or cancel it on the marketplace with a reason.",
    ],
    [
      "Aurait dû être expédiée avant le {ship_by|time}.",
      "Expédiez-la sans attendre, ou annulez-la sur la marketplace avec un motif.",
    ]
  ),
  fulfillment_not_marketplace_lines: problem(
    "order",
    INFORMS,
    "acknowledge",
    [
      "A parcel contains nothing that the marketplace sold, so it is not declared there.",
      "Nothing to do if this is intended.",
    ],
    [
      "Un colis ne contient rien de ce que la marketplace a vendu ; il ne lui est donc pas déclaré.",
      "Rien à faire si c'est volontaire.",
    ]
  ),

  // What keeps a shipment or a decision from the marketplace.
  may_not_be_shipped: problem(
    "action",
    BLOCKS,
    "retry",
    [
      "The marketplace does not allow this order to be shipped now: {status}.",
      "Stop the parcel if you can, and check the order in the seller portal.",
    ],
    [
      "La marketplace ne permet pas d'expédier cette commande pour l'instant : {status}.",
      "Retenez le colis si possible, et consultez la commande sur le portail de la marketplace.",
    ]
  ),
  shown_differently: problem(
    "action",
    BLOCKS,
    "mark_done",
    [
      "The marketplace shows something other than what was to be sent (its status: {status}).",
      "Compare with the seller portal, then correct the shipment here or mark it as done.",
    ],
    [
      "La marketplace affiche autre chose que ce qui devait être transmis (son statut : {status}).",
      "Comparez avec le portail de la marketplace, puis corrigez l'expédition ici ou marquez-la comme faite.",
    ]
  ),
  order_gone: problem(
    "action",
    BLOCKS,
    "mark_done",
    [
      "The store order of this shipment no longer exists.",
      "Declare the parcel in the seller portal, then mark this as done.",
    ],
    [
      "La commande de cette expédition n'existe plus dans la boutique.",
      "Déclarez le colis sur le portail de la marketplace, puis marquez cette action comme faite.",
    ]
  ),
  run_failed: problem(
    "connection",
    INFORMS,
    "retry",
    [
      "The last run ended with an unexpected error.",
      "It is repeated automatically. If it keeps failing, send the run's number and the server's log to the store's developer.",
    ],
    [
      "La dernière exécution s'est arrêtée sur une erreur inattendue.",
      "Elle est relancée automatiquement. Si l'erreur persiste, transmettez le numéro d'exécution et le journal du serveur au développeur de la boutique.",
    ]
  ),
  carrier_missing: problem(
    "action",
    BLOCKS,
    "choose_carrier",
    [
      "No carrier is known for this parcel (its number could belong to: {candidates|list}).",
      "Choose the carrier for this parcel, add a carrier rule, or set a default carrier for the connection.",
    ],
    [
      "Aucun transporteur n'est connu pour ce colis (son numéro peut être celui de : {candidates|list}).",
      "Choisissez le transporteur de ce colis, ajoutez une règle de transporteur, ou définissez un transporteur par défaut pour la connexion.",
    ]
  ),
  carrier_unknown: problem(
    "action",
    BLOCKS,
    "choose_carrier",
    [
      "The marketplace does not know the carrier “{carrier}”.",
      "Match it to one of the marketplace's own carriers.",
    ],
    [
      "La marketplace ne connaît pas le transporteur « {carrier} ».",
      "Faites-le correspondre à l'un des transporteurs de la marketplace.",
    ]
  ),
  tracking_url_missing: problem(
    "action",
    BLOCKS,
    "set_tracking",
    [
      "The marketplace does not list the carrier “{carrier}”, and it accepts such carriers only with a tracking link.",
      "Enter the link here, or add a link template to the carrier's rule.",
    ],
    [
      "La marketplace ne connaît pas le transporteur « {carrier} » et exige alors un lien de suivi.",
      "Saisissez le lien ici, ou ajoutez un modèle de lien à la règle de ce transporteur.",
    ]
  ),
  tracking_number_missing: problem(
    "action",
    BLOCKS,
    "set_tracking",
    ["The parcel has no tracking number.", "Enter it here. The marketplace accepts no shipment without it."],
    [
      "Le colis n'a pas de numéro de suivi.",
      "Saisissez-le ici : la marketplace n'accepte pas d'expédition sans numéro.",
    ]
  ),
  tracking_number_invalid: problem(
    "action",
    BLOCKS,
    "set_tracking",
    [
      "The marketplace cannot accept the tracking number “{tracking_number}” ({detail|list}).",
      "Correct the number here; nothing has been sent.",
    ],
    [
      "La marketplace ne peut pas accepter le numéro de suivi « {tracking_number} » ({detail|list}).",
      "Corrigez le numéro ici ; rien n'a été transmis.",
    ]
  ),
  waiting_split: problem(
    "action",
    INFORMS,
    "send_now",
    [
      "The marketplace accepts one parcel per order: waiting until the rest is shipped or canceled ({lines|list}).",
      "Ship the rest, or send this parcel now for the whole order. This becomes urgent on {until|time}.",
    ],
    [
      "La marketplace n'accepte qu'un colis par commande : en attente de l'expédition ou de l'annulation du reste ({lines|list}).",
      "Expédiez le reste, ou déclarez dès maintenant ce colis pour toute la commande. Cela deviendra urgent le {until|time}.",
    ]
  ),
  split_deadline: problem(
    "action",
    BLOCKS,
    "send_now",
    [
      "Only part of the order has been shipped, and it is due on {ship_by|time}; still missing: {lines|list}.",
      "Send this parcel now for the whole order, or cancel the rest on the marketplace.",
    ],
    [
      "Une partie seulement de la commande est expédiée, et l'échéance est le {ship_by|time} ; il manque : {lines|list}.",
      "Déclarez dès maintenant ce colis pour toute la commande, ou annulez le reste sur la marketplace.",
    ]
  ),
  refused_by_marketplace: problem(
    "action",
    BLOCKS,
    "retry",
    [
      "The marketplace refused: {detail}",
      "Correct what it names, then retry; or do it in the seller portal and mark this as done.",
    ],
    [
      "La marketplace a refusé : {detail}",
      "Corrigez ce qu'elle indique, puis relancez ; ou faites-le sur son portail et marquez ceci comme fait.",
    ]
  ),
  outcome_unknown: problem(
    "action",
    INFORMS,
    null,
    [
      "The marketplace gave no readable answer. Whether it received this is being checked.",
      "Nothing to do: the order is read again before anything is repeated.",
    ],
    [
      "La marketplace n'a pas donné de réponse exploitable ; vérification en cours.",
      "Rien à faire : la commande est relue avant toute nouvelle tentative.",
    ]
  ),
  sent_not_confirmed: problem(
    "action",
    INFORMS,
    "mark_done",
    [
      "Sent, but the marketplace does not show it yet.",
      "Check the order in the seller portal: if it is there, mark this as done; otherwise retry.",
    ],
    [
      "Transmis, mais la marketplace ne l'affiche toujours pas.",
      "Consultez la commande sur son portail : si c'est bien pris en compte, marquez ceci comme fait ; sinon, relancez.",
    ]
  ),
  correction_not_shown: problem(
    "action",
    INFORMS,
    "mark_done",
    [
      "The correction was sent and accepted, but this marketplace does not show parcel numbers, so its effect cannot be verified from here.",
      "Check the order once in the seller portal: if the new number is there, mark this as done; otherwise correct it there or retry.",
    ],
    [
      "La correction a été transmise et acceptée, mais cette marketplace n'affiche pas les numéros de colis : impossible de vérifier d'ici qu'elle est prise en compte.",
      "Consultez une fois la commande sur le portail de la marketplace : si le nouveau numéro y figure, marquez ceci comme fait ; sinon, corrigez-le sur ce portail ou relancez.",
    ]
  ),
  wrong_account: problem(
    "action",
    BLOCKS,
    "edit_connection",
    [
      "The connection now uses a different seller account than this order.",
      "Restore the credentials of the account “{account}”, or do it in the seller portal and mark this as done.",
    ],
    [
      "La connexion utilise désormais un autre compte vendeur que celui de cette commande.",
      "Rétablissez les identifiants du compte « {account} », ou faites-le sur le portail de la marketplace et marquez ceci comme fait.",
    ]
  ),
  connection_gone: problem(
    "action",
    BLOCKS,
    "mark_done",
    [
      "The connection of this order has been deleted or disabled.",
      "Enable it or connect the account again, or do it in the seller portal and mark this as done.",
    ],
    [
      "La connexion de cette commande a été supprimée ou désactivée.",
      "Réactivez-la ou reconnectez le compte, ou faites-le sur le portail de la marketplace et marquez ceci comme fait.",
    ]
  ),
  too_many_attempts: problem(
    "action",
    BLOCKS,
    "retry",
    [
      "{attempts} attempts failed; last answer: {detail}",
      "Retry once the marketplace works again, or do it in the seller portal and mark this as done.",
    ],
    [
      "{attempts} tentatives sans succès ; dernière réponse : {detail}",
      "Relancez quand la marketplace fonctionne de nouveau, ou faites-le sur son portail et marquez ceci comme fait.",
    ]
  ),
  untracked_not_allowed: problem(
    "action",
    BLOCKS,
    "set_tracking",
    [
      "This delivery mode ({delivery_mode}) requires a tracking number.",
      "Enter the carrier and the number here.",
    ],
    [
      "Ce mode de livraison ({delivery_mode}) exige un numéro de suivi.",
      "Saisissez ici le transporteur et le numéro.",
    ]
  ),
  correction_not_supported: problem(
    "action",
    BLOCKS,
    "mark_done",
    [
      "The marketplace already has another tracking number for this parcel and does not accept corrections.",
      "Correct it in the seller portal, then mark this as done.",
    ],
    [
      "La marketplace a déjà un autre numéro de suivi pour ce colis et n'accepte pas de correction.",
      "Corrigez-le sur le portail de la marketplace, puis marquez ceci comme fait.",
    ]
  ),
  relay_carrier_mismatch: problem(
    "action",
    INFORMS,
    "choose_carrier",
    [
      "The parcel goes to a pickup point of {network}, but its carrier is {carrier}.",
      "Check that this carrier serves the buyer's pickup point. Nothing is on hold.",
    ],
    [
      "Le colis va vers un point relais {network}, mais son transporteur est {carrier}.",
      "Vérifiez que ce transporteur dessert le point relais de l'acheteur. Rien n'est bloqué.",
    ]
  ),

  // What keeps a whole connection from working.
  credentials_refused: problem(
    "connection",
    BLOCKS,
    "set_credentials",
    [
      "The marketplace rejects the credentials.",
      "Enter new ones. Work resumes automatically as soon as they are accepted.",
    ],
    [
      "La marketplace refuse les identifiants.",
      "Saisissez-en de nouveaux. La synchronisation reprend automatiquement dès qu'ils sont acceptés.",
    ]
  ),
  not_linked: problem(
    "connection",
    BLOCKS,
    "set_credentials",
    [
      "The credentials are correct, but this seller account has not granted them access.",
      "Grant the access in the seller portal, and check the seller id.",
    ],
    [
      "Les identifiants sont bons, mais ce compte vendeur ne leur a pas donné accès.",
      "Accordez l'accès sur le portail de la marketplace et vérifiez l'identifiant vendeur.",
    ]
  ),
  login_is_email: problem(
    "connection",
    BLOCKS,
    "set_credentials",
    [
      "The login is an e-mail address; the marketplace expects the account name.",
      "Enter the account name as the seller portal shows it.",
    ],
    [
      "L'identifiant saisi est une adresse e-mail ; la marketplace attend le nom du compte.",
      "Saisissez le nom du compte tel que l'affiche le portail de la marketplace.",
    ]
  ),
  no_rights: problem(
    "connection",
    BLOCKS,
    "set_credentials",
    [
      "The account is not allowed to do this on the marketplace.",
      "Ask the marketplace to enable the service for this account.",
    ],
    [
      "Le compte n'a pas les droits nécessaires sur la marketplace.",
      "Demandez à la marketplace d'ouvrir ce service à votre compte.",
    ]
  ),
  quota: problem(
    "connection",
    INFORMS,
    null,
    [
      "The marketplace's call quota is used up.",
      "Nothing to do: work resumes automatically. If this happens often, import less often, or check whether another tool uses the same account.",
    ],
    [
      "Le quota d'appels de la marketplace est épuisé.",
      "Rien à faire : la synchronisation reprend automatiquement. Si cela se répète, espacez les imports ou vérifiez si un autre outil utilise le même compte.",
    ]
  ),
  rate_limited: problem(
    "connection",
    INFORMS,
    null,
    ["The marketplace asks for slower calls.", "Nothing to do: calls continue more slowly."],
    ["La marketplace demande de ralentir.", "Rien à faire : les appels continuent plus lentement."]
  ),
  unreachable: problem(
    "connection",
    INFORMS,
    null,
    [
      "The marketplace does not respond.",
      "Nothing to do: calls are retried automatically. If this lasts, check the server's network and the marketplace's status page.",
    ],
    [
      "La marketplace ne répond pas.",
      "Rien à faire : de nouvelles tentatives sont faites automatiquement. Si cela dure, vérifiez le réseau du serveur et l'état de la marketplace.",
    ]
  ),
  copied_database: problem(
    "connection",
    BLOCKS,
    "confirm_instance",
    [
      "This connection was activated in another installation ({activated_in}); it is paused here ({current}).",
      "In a test copy, leave it paused. If the store has really moved, confirm: this installation then accepts and ships orders on the live account.",
    ],
    [
      "Cette connexion a été activée dans une autre installation ({activated_in}) ; elle est en pause ici ({current}).",
      "Dans une copie de test, laissez-la en pause. Si la boutique a vraiment été déplacée, confirmez : cette installation acceptera et expédiera alors les commandes du compte réel.",
    ]
  ),
  encryption_key_missing: problem(
    "connection",
    BLOCKS,
    null,
    [
      "The plugin has no encryption key, so credentials can be neither saved nor read.",
      "Ask the store's developer to set MARKETPLACE_ENCRYPTION_KEY (at least 32 bytes) and restart the server.",
    ],
    [
      "Le plugin n'a pas de clé de chiffrement : les identifiants ne peuvent être ni enregistrés ni lus.",
      "Demandez au développeur de la boutique de définir MARKETPLACE_ENCRYPTION_KEY (32 octets au moins) et de redémarrer le serveur.",
    ]
  ),
  secrets_unreadable: problem(
    "connection",
    BLOCKS,
    "set_credentials",
    [
      "The saved credentials cannot be decrypted with the current key.",
      "Add the former key to the previous keys, or enter the credentials again.",
    ],
    [
      "Les identifiants enregistrés ne peuvent pas être déchiffrés avec la clé actuelle.",
      "Ajoutez l'ancienne clé aux clés précédentes, ou saisissez à nouveau les identifiants.",
    ]
  ),
  shared_locking_missing: problem(
    "connection",
    INFORMS,
    null,
    [
      "Several server processes run without a shared locking module, so stock may be reserved incorrectly.",
      "Ask the store's developer to set up Medusa's locking module on PostgreSQL or Redis.",
    ],
    [
      "Plusieurs processus serveur tournent sans module de verrouillage partagé : des réservations de stock peuvent être fausses.",
      "Demandez au développeur de la boutique d'installer le module de verrouillage de Medusa sur PostgreSQL ou Redis.",
    ]
  ),
  notification_channel_missing: problem(
    "connection",
    INFORMS,
    "edit_connection",
    [
      "No notification provider of this store serves: {channels|list}. These recipients receive nothing.",
      "Ask the store's developer to add a provider for it, or choose another channel in the connection's notifications.",
    ],
    [
      "Aucun fournisseur de notifications de cette boutique ne dessert : {channels|list}. Ces destinataires ne reçoivent rien.",
      "Demandez au développeur de la boutique d'ajouter un fournisseur, ou choisissez un autre canal dans les notifications de la connexion.",
    ]
  ),
  carriers_gone: problem(
    "connection",
    INFORMS,
    "choose_carrier",
    [
      "The marketplace no longer lists carriers that this connection uses: {carriers|list}.",
      "Choose others in the carrier rules before the next shipment.",
    ],
    [
      "La marketplace ne propose plus des transporteurs utilisés par cette connexion : {carriers|list}.",
      "Choisissez-en d'autres dans les règles de transporteur avant la prochaine expédition.",
    ]
  ),
} satisfies Record<string, Definition>

export type ProblemCode = keyof typeof PROBLEMS
export type Problem = { code: ProblemCode; params: ProblemParams }

export const PROBLEM_CODES = Object.keys(PROBLEMS) as ProblemCode[]

export function isProblemCode(code: string): code is ProblemCode {
  return Object.hasOwn(PROBLEMS, code)
}

/** Whether the subject stands still until the problem is fixed. A code that a hook gave always blocks. */
export function isBlocking(code: string): boolean {
  return isProblemCode(code) ? PROBLEMS[code].blocking : true
}

/**
 * The problem in the operator's language. A code from outside the catalog (a store's own hook) is described as
 * `rejected_by_hook`, with its code kept.
 */
export function describeProblem(
  code: string,
  params: ProblemParams,
  locale: Locale
): { code: string; message: string; hint: string; remedy: Remedy | null } {
  const { remedy, ...texts } = PROBLEMS[isProblemCode(code) ? code : "rejected_by_hook"]
  const { message, hint } = texts[locale]
  return { code, message: fillText(message, params, locale), hint: fillText(hint, params, locale), remedy }
}

/** A text with its placeholders filled. */
export const fillText = (text: string, params: ProblemParams, locale: Locale): string =>
  text.replace(/\{(\w+)(?:\|(\w+))?\}/g, (_, name: string, format?: string) =>
    formatted(params[name] ?? null, format, params, locale)
  )

const WORDS: Record<Locale, Record<string, string>> = {
  en: {
    name: "name",
    address: "address",
    street: "street",
    postal_code: "postal code",
    city: "city",
    country: "country",
    region: "region",
    sales_channel: "sales channel",
    stock_location: "stock location",
    negotiated: "the price was negotiated",
    preorder: "it is a pre-order",
    unknown_sku: "an item is unknown",
    out_of_stock: "there is not enough stock",
    too_long: "too long",
    forbidden_characters: "characters that are not allowed",
    price_unknown: "the store has no price to compare with",
  },
  fr: {
    name: "nom",
    address: "adresse",
    street: "rue",
    postal_code: "code postal",
    city: "ville",
    country: "pays",
    region: "région",
    sales_channel: "canal de vente",
    stock_location: "entrepôt",
    negotiated: "le prix a été négocié",
    preorder: "c'est une précommande",
    unknown_sku: "un article est inconnu",
    out_of_stock: "le stock est insuffisant",
    too_long: "trop long",
    forbidden_characters: "des caractères interdits",
    price_unknown: "la boutique n'a pas de prix de comparaison",
  },
}

const CURRENCY = /^[A-Za-z]{3}$/
const COUNTRY = /^[A-Za-z]{2}$/

function formatted(
  value: ProblemParams[string],
  format: string | undefined,
  params: ProblemParams,
  locale: Locale
): string {
  if (value === null) {
    return "–"
  }
  const language = locale === "fr" ? "fr-FR" : "en-GB"
  if (format === "money" && typeof value === "number" && CURRENCY.test(String(params.currency_code))) {
    return new Intl.NumberFormat(language, {
      style: "currency",
      currency: String(params.currency_code),
    }).format(value)
  }
  if (format === "country" && typeof value === "string" && COUNTRY.test(value)) {
    return new Intl.DisplayNames(language, { type: "region" }).of(value.toUpperCase()) ?? value
  }
  if (format === "time" && typeof value === "string" && !Number.isNaN(Date.parse(value))) {
    return new Intl.DateTimeFormat(language, {
      dateStyle: "short",
      timeStyle: "short",
      timeZone: "Europe/Paris",
    }).format(new Date(value))
  }
  if (Array.isArray(value)) {
    return value.map((word) => (Object.hasOwn(WORDS[locale], word) ? WORDS[locale][word] : word)).join(", ")
  }
  return typeof value === "number" ? new Intl.NumberFormat(language).format(value) : String(value)
}
