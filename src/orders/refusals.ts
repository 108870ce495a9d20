import { fillText, type Locale, type ProblemParams } from "./problems"

/** Why the API does not do what an operator asks, each with the next step. Placeholders as in the problem catalogue. */
const REFUSALS = {
  order_not_found: {
    en: "There is no marketplace order {id}.",
    fr: "La commande de marketplace {id} n'existe pas.",
  },
  imported_order_not_found: {
    en: "There is no imported marketplace order {id}.",
    fr: "Aucune commande importée ne porte l'identifiant {id}.",
  },
  fulfillment_not_found: {
    en: "The order has no fulfilment {id}.",
    fr: "La commande n'a pas de préparation {id}.",
  },
  action_not_found: { en: "There is no action {id}.", fr: "L'envoi {id} n'existe pas." },
  run_not_found: { en: "There is no run {id}.", fr: "L'import {id} n'existe pas." },
  connection_not_found: {
    en: "There is no marketplace connection {id}.",
    fr: "La connexion {id} n'existe pas.",
  },
  carrier_rule_not_found: {
    en: "The connection has no carrier rule {id}.",
    fr: "La connexion n'a pas de règle de transporteur {id}.",
  },
  listing_not_found: { en: "There is no listing {id}.", fr: "La correspondance {id} n'existe pas." },
  listing_variant_not_found: {
    en: "variant_id: there is no variant {id}. Choose one of the store's products.",
    fr: "variant_id : la variante {id} n'existe pas. Choisissez un produit de la boutique.",
  },
  variant_not_found: { en: "There is no variant {id}.", fr: "La variante {id} n'existe pas." },
  sku_not_found: {
    en: "There is no variant with the SKU {sku}.",
    fr: "Aucune variante ne porte le SKU {sku}.",
  },
  variant_without_sku: {
    en: "This variant has no SKU: the marketplace would not know it either. Give it one first.",
    fr: "Cette variante n'a pas de SKU : la marketplace ne la connaîtrait pas non plus. Donnez-lui-en un d'abord.",
  },
  shipping_option_not_found: {
    en: "shipping_option_id: there is no shipping option {id}.",
    fr: "shipping_option_id : l'option de livraison {id} n'existe pas.",
  },
  shipping_option_without_location: {
    en: "shipping_option_ids: there is no shipping option {id} at a stock location.",
    fr: "shipping_option_ids : aucun entrepôt n'a d'option de livraison {id}.",
  },

  connection_deleted: {
    en: "The connection “{name}” was deleted: connect the account again first.",
    fr: "La connexion « {name} » a été supprimée : reconnectez d'abord le compte.",
  },
  connection_inactive: {
    en: "The connection “{name}” is not active here: activate it first.",
    fr: "La connexion « {name} » n'est pas active ici : activez-la d'abord.",
  },
  activate_before_import: {
    en: "Activate the connection before importing.",
    fr: "Activez la connexion avant d'importer.",
  },
  activate_first: {
    en: "Activate the connection first: POST /admin/marketplaces/connections/{id}/activate.",
    fr: "Activez d'abord la connexion : POST /admin/marketplaces/connections/{id}/activate.",
  },
  not_activated: {
    en: "The connection was not activated: {detail}",
    fr: "La connexion n'a pas été activée : {detail}",
  },
  account_has_orders: {
    en: "This connection has orders, so its account cannot change. Make a new connection for the other account.",
    fr: "Cette connexion a déjà des commandes : son compte ne peut plus changer. Créez une connexion pour l'autre compte.",
  },
  account_shared: {
    en: "The connection “{name}” already has this account. Two connections on one account need different import.channels or different import.countries.",
    fr: "La connexion « {name} » utilise déjà ce compte. Deux connexions au même compte doivent avoir des import.channels ou des import.countries différents.",
  },
  secrets_needed: {
    en: "The account changed, so its secrets are needed again: {fields|list}.",
    fr: "Le compte a changé : ses secrets doivent être saisis de nouveau ({fields|list}).",
  },
  channel_unserved: {
    en: "settings.notifications.recipients: no notification provider of this store serves the channel “{channel}” (served: {served}). Add one to the notification module in medusa-config.ts first.",
    fr: "settings.notifications.recipients : aucun fournisseur de notifications de la boutique ne dessert le canal « {channel} » (desservis : {served}). Ajoutez-en un au module de notifications dans medusa-config.ts.",
  },
  choice_unknown: {
    en: "{field}: there is no {kind|list} {id}. Choose one of: {choices}.",
    fr: "{field} : {id} n'existe pas ({kind|list}). Choisissez parmi : {choices}.",
  },
  choice_needed: {
    en: "{field} is needed, since the store has several. Choose one of: {choices}.",
    fr: "{field} est nécessaire, car la boutique en a plusieurs. Choisissez parmi : {choices}.",
  },
  choice_missing: {
    en: "The store has no {kind|list} yet: create one first ({field}).",
    fr: "Rien à choisir pour {field} : créez d'abord cet élément dans la boutique ({kind|list}).",
  },
  default_carrier_unknown: {
    en: "settings.shipping.default_carrier: nobody is called “{name}”. Choose a carrier of the catalogue ({catalogue|list}) or of the marketplace ({listed|list}).",
    fr: "settings.shipping.default_carrier : « {name} » est inconnu. Choisissez un transporteur du catalogue ({catalogue|list}) ou de la marketplace ({listed|list}).",
  },
  carrier_rules_full: {
    en: "A connection has at most {count} carrier rules: delete those that are not needed any more.",
    fr: "Une connexion a au plus {count} règles de transporteur : supprimez celles qui ne servent plus.",
  },
  carrier_rules_order: {
    en: "ids: name every rule of the connection once, in the order wanted. It has: {ids}.",
    fr: "ids : nommez chaque règle de la connexion une fois, dans l'ordre voulu. Elle a : {ids}.",
  },
  fulfilment_provider_missing: {
    en: "The store has no fulfilment provider: register @medusajs/medusa/fulfillment-manual in medusa-config.ts.",
    fr: "La boutique n'a pas de fournisseur de préparation : déclarez @medusajs/medusa/fulfillment-manual dans medusa-config.ts.",
  },
  encryption_key_missing: {
    en: "Credentials cannot be saved: set the plugin option encryption_key or the environment variable MARKETPLACE_ENCRYPTION_KEY to a secret of at least 32 bytes and restart.",
    fr: "Les identifiants ne peuvent pas être enregistrés : donnez à l'option encryption_key du plugin ou à la variable MARKETPLACE_ENCRYPTION_KEY un secret d'au moins 32 octets, puis redémarrez.",
  },

  test_order: {
    en: "This is a test order: nothing of it is told to a marketplace.",
    fr: "C'est une commande de test : rien n'en est transmis à une marketplace.",
  },
  not_a_test_order: {
    en: "Only test orders can be removed: a marketplace's order stays, so that it cannot come in twice. Ignore it instead.",
    fr: "Seules les commandes de test peuvent être retirées : une commande de marketplace reste, pour ne pas entrer deux fois. Ignorez-la plutôt.",
  },
  order_unreadable: {
    en: "The order cannot be read; use the marketplace's own site.",
    fr: "La commande est illisible ; passez par le site de la marketplace.",
  },
  answer_unreadable: {
    en: "The marketplace's last answer about this order cannot be read: {detail}",
    fr: "La dernière réponse de la marketplace sur cette commande est illisible : {detail}",
  },
  order_in_store: {
    en: "This order is in the store already.",
    fr: "Cette commande est déjà dans la boutique.",
  },
  address_in_store: {
    en: "This order is in the store already: change its address there, on the order.",
    fr: "Cette commande est déjà dans la boutique : changez son adresse là, sur la commande.",
  },
  ignore_in_store: {
    en: "This order is in the store already: cancel it there if it shall not be shipped.",
    fr: "Cette commande est déjà dans la boutique : annulez-la là si elle ne doit pas partir.",
  },
  buyer_purged: {
    en: "The buyer's data of this order was removed for good.",
    fr: "Les données de l'acheteur de cette commande ont été effacées définitivement.",
  },
  not_coming_in: {
    en: "This order is not on its way into the store: take it back with a retry first.",
    fr: "Cette commande n'est pas en route vers la boutique : reprenez-la d'abord.",
  },
  being_imported: {
    en: "This order is being imported right now.",
    fr: "Cette commande est en cours d'import.",
  },
  being_imported_or_over: {
    en: "This order is being imported right now, or is over at the marketplace.",
    fr: "Cette commande est en cours d'import, ou terminée sur la marketplace.",
  },
  decision_on_its_way: {
    en: "A decision on this order is on its way: wait for it, or skip that action first.",
    fr: "Une décision sur cette commande est en route : attendez-la, ou abandonnez d'abord cet envoi.",
  },
  purge_before_import: {
    en: "Without its buyer this order could not be imported any more: import it, or ignore it first.",
    fr: "Sans son acheteur, cette commande ne pourrait plus être importée : importez-la, ou ignorez-la d'abord.",
  },

  no_acceptance: { en: "{name} asks for no acceptance.", fr: "{name} ne demande pas d'acceptation." },
  undecidable: {
    en: "Nothing to decide on {ids}: reload the order.",
    fr: "Rien à décider pour {ids} : rechargez la commande.",
  },
  nothing_to_decide: {
    en: "There is nothing to decide: the marketplace shows “{status}”.",
    fr: "Il n'y a rien à décider : la marketplace affiche « {status} ».",
  },
  one_decision: {
    en: "{name} takes one decision for the whole order: leave line_external_ids out.",
    fr: "{name} n'accepte qu'une décision pour toute la commande : retirez line_external_ids.",
  },
  refusal_on_its_way: {
    en: "The refusal of this order is on its way or done. To accept it all the same, skip that action first.",
    fr: "Le refus de cette commande est en route ou fait. Pour l'accepter quand même, abandonnez d'abord cet envoi.",
  },
  acceptance_on_its_way: {
    en: "The acceptance of this order is on its way or done. To refuse it all the same, skip that action first.",
    fr: "L'acceptation de cette commande est en route ou faite. Pour la refuser quand même, abandonnez d'abord cet envoi.",
  },

  no_cancellation: {
    en: "{name} lets no seller cancel an order through its interface: use its own site.",
    fr: "{name} ne laisse pas le vendeur annuler par son interface : passez par son site.",
  },
  cancellation_off: {
    en: "Cancelling at {name} is switched off in this connection's settings: switch it on there, or use the marketplace's own site.",
    fr: "L'annulation chez {name} est désactivée dans les réglages de cette connexion : activez-la, ou passez par le site de la marketplace.",
  },
  one_cancellation: {
    en: "{name} takes one cancellation for the whole order: leave line_external_ids out.",
    fr: "{name} n'accepte qu'une annulation pour toute la commande : retirez line_external_ids.",
  },
  refuse_instead: {
    en: "The marketplace waits for your answer: refuse these items instead of cancelling them.",
    fr: "La marketplace attend votre réponse : refusez ces articles au lieu de les annuler.",
  },
  nothing_to_cancel: {
    en: "There is nothing to cancel: the marketplace shows “{status}”.",
    fr: "Il n'y a rien à annuler : la marketplace affiche « {status} ».",
  },
  shipment_on_its_way: {
    en: "A shipment of these items is on its way to the marketplace: skip that action first.",
    fr: "L'expédition de ces articles est en route vers la marketplace : abandonnez d'abord cet envoi.",
  },
  reasons_unknown: {
    en: "The marketplace does not name its reasons now: {detail}",
    fr: "La marketplace n'indique pas ses motifs pour l'instant : {detail}",
  },

  action_orphaned: {
    en: "The connection of this action was deleted: connect the account again, or mark the action as done.",
    fr: "La connexion de cet envoi a été supprimée : reconnectez le compte, ou marquez l'envoi comme fait.",
  },
  action_done: { en: "This action is done.", fr: "Cet envoi est fait." },
  action_skipped: { en: "This action is skipped already.", fr: "Cet envoi est déjà abandonné." },
  action_sent: {
    en: "This action was sent; it can only be marked as done.",
    fr: "Cet envoi est parti ; il ne peut plus qu'être marqué comme fait.",
  },
  action_being_sent: {
    en: "This action is being sent right now: try again in a few minutes.",
    fr: "Cet envoi est en cours : réessayez dans quelques minutes.",
  },

  shipment_connection_deleted: {
    en: "The connection “{name}” was deleted. Connect the account again, or do it on the marketplace's portal.",
    fr: "La connexion « {name} » a été supprimée. Reconnectez le compte, ou faites-le sur le portail de la marketplace.",
  },
  shipment_being_sent: {
    en: "This shipment is being sent right now. Look again in a minute.",
    fr: "Cette expédition est en cours d'envoi. Revenez dans une minute.",
  },
  shipment_unsettled: {
    en: "The marketplace gave no readable answer to this shipment, and whether it has it is being checked. Try again when that is known, within half an hour.",
    fr: "La marketplace n'a pas donné de réponse exploitable à cette expédition ; on vérifie si elle l'a. Réessayez quand ce sera connu, d'ici une demi-heure.",
  },
  shipped_by_marketplace: {
    en: "The marketplace ships these lines itself: there is nothing to tell it.",
    fr: "La marketplace expédie ces lignes elle-même : il n'y a rien à lui transmettre.",
  },
  no_correction: {
    en: "{name} takes no correction of a parcel that it was told of. Correct it on the marketplace's portal; here the shipment stays as it was sent.",
    fr: "{name} n'accepte pas de correction d'un colis déjà déclaré. Corrigez-le sur le portail de la marketplace ; ici, l'expédition reste telle qu'envoyée.",
  },
  correction_off: {
    en: "Parcels of this order are not corrected from here: the connection's settings leave that to the marketplace's own site, or {name} made the label itself. Correct it there.",
    fr: "Les colis de cette commande ne se corrigent pas d'ici : les réglages de la connexion le laissent au site de la marketplace, ou l'étiquette vient de {name}. Corrigez-le là-bas.",
  },
  correction_without_number: {
    en: "tracking_number: a correction needs a number.",
    fr: "tracking_number : une correction demande un numéro.",
  },
  correction_ambiguous: {
    en: "Several parcels of this order were told ({ids|list}): correct the one that is meant.",
    fr: "Plusieurs colis de cette commande ont été déclarés ({ids|list}) : corrigez celui dont il s'agit.",
  },
  nothing_to_correct: {
    en: "Nothing of this order was told from here, so there is nothing to correct: use the marketplace's portal.",
    fr: "Rien de cette commande n'a été déclaré d'ici, il n'y a donc rien à corriger : passez par le portail de la marketplace.",
  },
  parcel_told: {
    en: "{name} counts this parcel of order {order} as shipped, and the buyer has been told. It cannot be cancelled here: correct its number, or cancel or refund the order on the marketplace's portal.",
    fr: "{name} compte ce colis de la commande {order} comme expédié, et l'acheteur est prévenu. Il ne peut plus être annulé ici : corrigez son numéro, ou annulez ou remboursez la commande sur le portail de la marketplace.",
  },
  parcel_being_told: {
    en: "This parcel of order {order} is just being declared to {name}, which may count it as shipped. Look again in half an hour.",
    fr: "Ce colis de la commande {order} est en train d'être déclaré à {name}, qui le compte peut-être déjà comme expédié. Revenez dans une demi-heure.",
  },
  unexpected: {
    en: "Unexpected error; the server's log has more.",
    fr: "Erreur inattendue ; le journal du serveur en dit plus.",
  },
} satisfies Record<string, Record<Locale, string>>

export type RefusalCode = keyof typeof REFUSALS

/** What is refused and why, not said yet in any language. */
export type Refusal = { code: RefusalCode; params: ProblemParams }

export const REFUSAL_CODES = Object.keys(REFUSALS) as RefusalCode[]

/** The sentence in the operator's language. */
export const describeRefusal = (code: RefusalCode, params: ProblemParams, locale: Locale): string =>
  fillText(REFUSALS[code][locale], params, locale)
