import { fillText, type Locale } from "./fill-text"
import { type ProblemParams } from "./problems"

/** Why the API does not do what an operator asks, each with the next step. Placeholders as in the problem catalog. */
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
    en: "The order has no fulfillment {id}.",
    fr: "La commande n'a pas de préparation {id}.",
  },
  action_not_found: { en: "There is no action {id}.", fr: "L'action {id} n'existe pas." },
  offer_not_found: { en: "There is no offer {id}.", fr: "L'offre {id} n'existe pas." },
  run_not_found: { en: "There is no run {id}.", fr: "L'exécution {id} n'existe pas." },
  connection_not_found: {
    en: "There is no marketplace connection {id}.",
    fr: "La connexion {id} n'existe pas.",
  },
  carrier_rule_not_found: {
    en: "The connection has no carrier rule {id}.",
    fr: "La connexion n'a pas de règle de transporteur {id}.",
  },
  label_not_found: { en: "There is no label {id}.", fr: "L'étiquette {id} n'existe pas." },
  label_account_not_found: {
    en: "There is no label account {id}.",
    fr: "Le compte d'étiquettes {id} n'existe pas.",
  },
  label_rule_not_found: {
    en: "The label account has no rule {id}.",
    fr: "Le compte d'étiquettes n'a pas de règle {id}.",
  },
  label_rules_full: {
    en: "A label account has at most {count} rules.",
    fr: "Un compte d'étiquettes a au plus {count} règles.",
  },
  label_fulfillment_not_found: {
    en: "There is no fulfillment {id} of an order.",
    fr: "Aucune commande n'a de préparation {id}.",
  },
  label_fulfillment_canceled: {
    en: "The fulfillment was canceled. Pack the order again first.",
    fr: "La préparation a été annulée. Préparez d'abord à nouveau la commande.",
  },
  label_return_not_found: {
    en: "There is no return {id}, or it was not requested yet.",
    fr: "Il n'y a pas de retour {id}, ou il n'est pas encore demandé.",
  },
  label_return_over: {
    en: "The return was canceled, or its goods are back already.",
    fr: "Le retour a été annulé, ou les articles sont déjà revenus.",
  },
  label_returns_off: {
    en: "This label account makes no return labels. Its setting “Return labels” says so.",
    fr: "Ce compte d'étiquettes ne fait pas d'étiquettes de retour : voir son réglage « Étiquettes de retour ».",
  },
  label_exists: {
    en: "This parcel has a label already, or it is being made. Cancel it first if you want another one.",
    fr: "Ce colis a déjà une étiquette, ou elle est en cours de création. Annulez-la d'abord si vous en voulez une autre.",
  },
  label_under_way: {
    en: "The label is being worked on. Look again in a moment.",
    fr: "L'étiquette est en cours de traitement. Regardez à nouveau dans un instant.",
  },
  label_canceled_already: {
    en: "The label is canceled already.",
    fr: "L'étiquette est déjà annulée.",
  },
  label_not_waiting: {
    en: "The label does not wait for an approval.",
    fr: "L'étiquette n'attend pas d'accord.",
  },
  label_account_needed: {
    en: "account_id: choose the label account that makes this label.",
    fr: "account_id : choisissez le compte d'étiquettes qui fait cette étiquette.",
  },
  label_account_exists: {
    en: "These keys are connected already, as “{name}”.",
    fr: "Ces clés sont déjà connectées, sous « {name} ».",
  },
  label_account_fixed: {
    en: "These keys are another account's. Connect them as an account of their own: labels are found again only where they were bought.",
    fr: "Ces clés sont celles d'un autre compte. Connectez-les comme un compte à part : les étiquettes ne se retrouvent que là où elles ont été achetées.",
  },
  label_no_public_address: {
    en: "The store has no public address: set the plugin option backend_url first.",
    fr: "La boutique n'a pas d'adresse publique : renseignez d'abord l'option backend_url du plugin.",
  },
  label_document_missing: {
    en: "There is no such document for this label.",
    fr: "Ce document n'existe pas pour cette étiquette.",
  },
  label_print_accounts: {
    en: "These labels are of several label accounts, which do not all print PDF. Print those of one account at a time.",
    fr: "Ces étiquettes viennent de plusieurs comptes d'étiquettes, qui n'impriment pas tous en PDF. Imprimez-les compte par compte.",
  },
  label_print_too_many: {
    en: "Print at most {count} labels at a time.",
    fr: "Imprimez {count} étiquettes au plus à la fois.",
  },
  label_print_format: {
    en: "Packing slips are PDF and cannot be in one file with labels in {format}. Print them apart.",
    fr: "Les bons de livraison sont en PDF et ne peuvent pas être dans un même fichier que des étiquettes en {format}. Imprimez-les à part.",
  },
  label_service_failed: {
    en: "The label service does not answer as it should: {detail}",
    fr: "Le service d'étiquettes ne répond pas comme il le devrait : {detail}",
  },
  listing_not_found: { en: "There is no mapping {id}.", fr: "L'association {id} n'existe pas." },
  listing_variant_not_found: {
    en: "variant_id: there is no variant {id}. Choose one of the store's products.",
    fr: "variant_id : la variante {id} n'existe pas. Choisissez un produit de la boutique.",
  },
  variant_not_found: { en: "There is no variant {id}.", fr: "La variante {id} n'existe pas." },
  sku_not_found: {
    en: "There is no variant with the SKU {sku}.",
    fr: "Aucune variante ne porte le SKU {sku}.",
  },
  variant_without_sku: {
    en: "This variant has no SKU, so the marketplace could not name it either. Give it one first.",
    fr: "Cette variante n'a pas de SKU : la marketplace ne pourrait pas la désigner non plus. Donnez-lui-en un d'abord.",
  },
  shipping_option_not_found: {
    en: "shipping_option_id: there is no shipping option {id}.",
    fr: "shipping_option_id : l'option de livraison {id} n'existe pas.",
  },
  shipping_option_without_location: {
    en: "shipping_option_ids: there is no shipping option {id} at a stock location.",
    fr: "shipping_option_ids : aucun entrepôt n'a d'option de livraison {id}.",
  },

  accept_ignored: {
    en: "The order is ignored. Take it back first, then accept it.",
    fr: "La commande est ignorée. Reprenez-la d'abord, puis acceptez-la.",
  },
  cancellation_on_its_way: {
    en: "Canceling these items has already been requested. See the actions of the order.",
    fr: "L'annulation de ces articles a déjà été demandée. Consultez les actions de la commande.",
  },
  changed_meanwhile: {
    en: "This has changed since it was shown to you. Compare, then try again.",
    fr: "Ces données ont changé depuis leur affichage. Comparez, puis recommencez.",
  },
  row_changed_meanwhile: {
    en: "Row {row} (“{sku}”) has changed since the file was looked at. Nothing was imported: look at the file again.",
    fr: "La ligne {row} (« {sku} ») a changé depuis la lecture du fichier. Rien n'a été importé : relisez le fichier.",
  },
  connection_deleted: {
    en: "The connection “{name}” was deleted: connect the account again first.",
    fr: "La connexion « {name} » a été supprimée : reconnectez d'abord le compte.",
  },
  connection_inactive: {
    en: "The connection “{name}” is not active here: activate it first.",
    fr: "La connexion « {name} » n'est pas active ici : activez-la d'abord.",
  },
  activate_before_import: {
    en: "Activate the connection before importing.",
    fr: "Activez la connexion avant d'importer.",
  },
  offers_not_here: {
    en: "Offers cannot be sent to {marketplace} through this connection.",
    fr: "Les offres ne peuvent pas être transmises à {marketplace} par cette connexion.",
  },
  offers_not_created_here: {
    en: "Offers cannot be created at {marketplace} through this connection.",
    fr: "Cette connexion ne permet pas de créer des offres chez {marketplace}.",
  },
  offers_created_with_both: {
    en: "A new offer needs a quantity and a price: switch on stock and prices first, in the tab “Stock and prices” of the connection.",
    fr: "Une nouvelle offre demande une quantité et un prix : activez d'abord le stock et les prix, dans l'onglet « Stock et prix » de la connexion.",
  },
  offers_creation_lacks: {
    en: "New offers need these settings of the connection first: {settings|named}.",
    fr: "Les nouvelles offres demandent d'abord ces réglages de la connexion : {settings|named}.",
  },
  offers_file_no_sku: {
    en: "The file has no column “sku”. Export the offers first and change that file.",
    fr: "Le fichier n'a pas de colonne « sku ». Exportez d'abord les offres et modifiez ce fichier.",
  },
  listings_file_no_sku: {
    en: "The file needs the columns “external_sku” and “store_sku”. Export the SKUs first and fill in that file.",
    fr: "Il faut au fichier les colonnes « external_sku » et « store_sku ». Exportez d'abord les SKU et complétez ce fichier.",
  },
  offers_file_empty: { en: "The file has no rows.", fr: "Le fichier n'a pas de lignes." },
  offers_file_too_long: {
    en: "The file has more than {most} rows. Split it.",
    fr: "Le fichier a plus de {most} lignes. Divisez-le.",
  },
  offers_aspect_not_here: {
    en: "This marketplace does not take it through this connection: {aspect|list}.",
    fr: "Cette marketplace ne l'accepte pas par cette connexion : {aspect|list}.",
  },
  offers_owned_elsewhere: {
    en: "The connection “{name}” already sends this for the same account ({aspect|list}). Switch it off there first.",
    fr: "La connexion « {name} » le transmet déjà pour ce compte ({aspect|list}). Désactivez-le d'abord sur celle-ci.",
  },
  offers_orders_not_imported: {
    en: "Not all orders of this account are imported (channels: {channels}), so stock that was sold there would be offered again. Activate the connection, and import all channels and countries.",
    fr: "Toutes les commandes de ce compte ne sont pas importées (canaux : {channels}) : le stock vendu serait proposé à nouveau. Activez la connexion et importez tous les canaux et tous les pays.",
  },
  offers_stock_is_off: {
    en: "Stock is not sent by this connection, so it cannot be set to 0 from here. Switch it on first.",
    fr: "Cette connexion ne transmet pas le stock : il ne peut pas être mis à 0 d'ici. Activez-le d'abord.",
  },
  offers_switched_apart: {
    en: "settings.offers: stock, price, and delivery are switched in the tab “Stock and prices” of the connection, after a preview.",
    fr: "settings.offers : le stock, les prix et la livraison s'activent dans l'onglet « Stock et prix » de la connexion, après un aperçu.",
  },
  activate_first: {
    en: "Activate the connection first: POST /admin/marketplaces/connections/{id}/activate.",
    fr: "Activez d'abord la connexion : POST /admin/marketplaces/connections/{id}/activate.",
  },
  not_activated: {
    en: "The connection was not activated: {detail}",
    fr: "La connexion n'a pas été activée : {detail}",
  },
  adapter_missing: {
    en: "The adapter of “{marketplace}” is not among the plugin's options: this connection can only be disabled or deleted.",
    fr: "L'adaptateur de « {marketplace} » ne figure pas dans les options du plugin : cette connexion peut seulement être désactivée ou supprimée.",
  },
  comparison_failed: {
    en: "The orders were not compared: {detail} It is tried again within the hour.",
    fr: "Les commandes n'ont pas été comparées : {detail} Une nouvelle tentative suit dans l'heure.",
  },
  comparison_busy: {
    en: "The orders were not compared: another run is working on this connection. Try again when it has ended.",
    fr: "Les commandes n'ont pas été comparées : une autre exécution est en cours sur cette connexion. Réessayez quand elle sera terminée.",
  },
  comparison_paused: {
    en: "The orders were not compared: this connection makes no calls before {until|time}. Try again then.",
    fr: "Les commandes n'ont pas été comparées : cette connexion ne fait aucun appel avant le {until|time}. Réessayez ensuite.",
  },
  account_has_orders: {
    en: "This connection has orders, so its account cannot change. Create a new connection for the other account.",
    fr: "Cette connexion a déjà des commandes : son compte ne peut plus changer. Créez une connexion pour l'autre compte.",
  },
  account_shared: {
    en: "The connection “{name}” already has this account. Two connections on one account need different import.channels or different import.countries.",
    fr: "La connexion « {name} » utilise déjà ce compte. Deux connexions au même compte doivent avoir des import.channels ou des import.countries différents.",
  },
  secrets_needed: {
    en: "The account changed, so its secrets must be entered again: {fields|list}.",
    fr: "Le compte a changé : ses secrets doivent être saisis de nouveau ({fields|list}).",
  },
  address_invalid: {
    en: "settings.notifications.recipients: “{to}” is not an e-mail address.",
    fr: "settings.notifications.recipients : « {to} » n'est pas une adresse e-mail.",
  },
  channel_unserved: {
    en: "settings.notifications.recipients: no notification provider of this store supports the channel “{channel}” (supported: {served}). Add one to the notification module in medusa-config.ts first.",
    fr: "settings.notifications.recipients : aucun fournisseur de notifications de la boutique ne prend en charge le canal « {channel} » (pris en charge : {served}). Ajoutez-en un au module de notifications dans medusa-config.ts.",
  },
  choice_unknown: {
    en: "{field}: there is no {kind|list} {id}. Choose one of: {choices}.",
    fr: "{field} : {id} n'existe pas ({kind|list}). Choisissez parmi : {choices}.",
  },
  choice_needed: {
    en: "{field} is required, since the store has several. Choose one of: {choices}.",
    fr: "{field} est obligatoire, car la boutique en a plusieurs. Choisissez parmi : {choices}.",
  },
  choice_missing: {
    en: "The store has no {kind|list} yet: create one first ({field}).",
    fr: "Rien à choisir pour {field} : créez d'abord cet élément dans la boutique ({kind|list}).",
  },
  default_carrier_unknown: {
    en: "settings.shipping.default_carrier: there is no carrier “{name}”. Choose one from the catalog ({catalog|list}) or from the marketplace's list ({listed|list}).",
    fr: "settings.shipping.default_carrier : le transporteur « {name} » n'existe pas. Choisissez-en un dans le catalogue ({catalog|list}) ou dans la liste de la marketplace ({listed|list}).",
  },
  carrier_rules_full: {
    en: "A connection can have at most {count} carrier rules: delete those that are no longer needed.",
    fr: "Une connexion a au plus {count} règles de transporteur : supprimez celles qui ne servent plus.",
  },
  carrier_rules_order: {
    en: "ids: list every rule of the connection once, in the order that you want. It has: {ids}.",
    fr: "ids : indiquez chaque règle de la connexion une fois, dans l'ordre voulu. Elle a : {ids}.",
  },
  fulfillment_provider_missing: {
    en: "The store has no fulfillment provider: register @medusajs/medusa/fulfillment-manual in medusa-config.ts.",
    fr: "La boutique n'a pas de prestataire d'expédition : déclarez @medusajs/medusa/fulfillment-manual dans medusa-config.ts.",
  },
  encryption_key_missing: {
    en: "Credentials cannot be saved: set the plugin option encryption_key or the environment variable MARKETPLACE_ENCRYPTION_KEY to a secret of at least 32 bytes and restart.",
    fr: "Les identifiants ne peuvent pas être enregistrés : donnez à l'option encryption_key du plugin ou à la variable MARKETPLACE_ENCRYPTION_KEY un secret d'au moins 32 octets, puis redémarrez.",
  },

  test_order: {
    en: "This is a test order: nothing about it is sent to a marketplace.",
    fr: "C'est une commande de test : rien n'est transmis à une marketplace.",
  },
  not_a_test_order: {
    en: "Only test orders can be removed: a marketplace order stays, so that it cannot be imported twice. Ignore it instead.",
    fr: "Seules les commandes de test peuvent être supprimées : une commande de marketplace reste, pour ne pas être importée deux fois. Ignorez-la plutôt.",
  },
  order_unreadable: {
    en: "The order cannot be read; use the seller portal.",
    fr: "La commande est illisible ; passez par le portail de la marketplace.",
  },
  answer_unreadable: {
    en: "The marketplace's last answer about this order cannot be read: {detail}",
    fr: "La dernière réponse de la marketplace sur cette commande est illisible : {detail}",
  },
  order_in_store: {
    en: "This order is already in the store.",
    fr: "Cette commande est déjà dans la boutique.",
  },
  address_in_store: {
    en: "This order is already in the store: change the address on the store order.",
    fr: "Cette commande est déjà dans la boutique : changez l'adresse sur la commande de la boutique.",
  },
  ignore_in_store: {
    en: "This order is already in the store: cancel it there if it should not be shipped.",
    fr: "Cette commande est déjà dans la boutique : annulez-y la commande si elle ne doit pas partir.",
  },
  buyer_purged: {
    en: "The buyer's data of this order was permanently deleted.",
    fr: "Les données de l'acheteur de cette commande ont été effacées définitivement.",
  },
  not_coming_in: {
    en: "This order is not about to be imported: take it back first.",
    fr: "L'import de cette commande n'est pas prévu : reprenez-la d'abord.",
  },
  being_imported: {
    en: "This order is being imported right now.",
    fr: "Cette commande est en cours d'import.",
  },
  order_in_hand: {
    en: "The order is being imported or changed right now: try again in a few minutes.",
    fr: "La commande est en cours d'import ou de modification : réessayez dans quelques minutes.",
  },
  being_imported_or_over: {
    en: "This order is being imported right now, or is closed on the marketplace.",
    fr: "Cette commande est en cours d'import, ou clôturée sur la marketplace.",
  },
  decision_on_its_way: {
    en: "A decision on this order is being sent: wait for it, or skip that action first.",
    fr: "Une décision sur cette commande est en cours de transmission : attendez-la, ou abandonnez d'abord cette action.",
  },
  purge_before_import: {
    en: "Without the buyer's data, this order could no longer be imported: import or ignore it first.",
    fr: "Sans les données de l'acheteur, cette commande ne pourrait plus être importée : importez-la ou ignorez-la d'abord.",
  },

  no_acceptance: { en: "{name} does not ask for acceptance.", fr: "{name} ne demande pas d'acceptation." },
  undecidable: {
    en: "Nothing to decide on {ids}: reload the order.",
    fr: "Rien à décider pour {ids} : rechargez la commande.",
  },
  nothing_to_decide: {
    en: "There is nothing to decide: the marketplace shows “{status}”.",
    fr: "Il n'y a rien à décider : la marketplace affiche « {status} ».",
  },
  decided_by_marketplace: {
    en: "The marketplace ships some of these items itself, so it decides on them: leave them out.",
    fr: "La marketplace expédie elle-même certains de ces articles et en décide : ne les indiquez pas.",
  },
  one_decision: {
    en: "{name} accepts one decision for the whole order: leave line_external_ids out.",
    fr: "{name} n'accepte qu'une décision pour toute la commande : retirez line_external_ids.",
  },
  decide_all_items: {
    en: "{name} takes one decision on all items: those that are accepted in line_external_ids, the others in refuse_line_external_ids.",
    fr: "{name} prend une seule décision pour tous les articles : ceux qui sont acceptés dans line_external_ids, les autres dans refuse_line_external_ids.",
  },
  decided_twice: {
    en: "An item is accepted and refused at once: name it in one of the two lists.",
    fr: "Un article est à la fois accepté et refusé : nommez-le dans une seule des deux listes.",
  },
  refusal_on_its_way: {
    en: "The refusal of this order is being sent or done. To accept the order anyway, skip that action first.",
    fr: "Le refus de cette commande est en cours de transmission ou fait. Pour accepter la commande quand même, abandonnez d'abord cette action.",
  },
  acceptance_on_its_way: {
    en: "The acceptance of this order is being sent or done. To refuse the order anyway, skip that action first.",
    fr: "L'acceptation de cette commande est en cours de transmission ou faite. Pour refuser la commande quand même, abandonnez d'abord cette action.",
  },

  no_cancellation: {
    en: "{name} does not let sellers cancel an order through its API: use the seller portal.",
    fr: "{name} ne permet pas au vendeur d'annuler une commande par son API : passez par son portail.",
  },
  cancellation_off: {
    en: "Canceling at {name} is disabled in this connection's settings: enable it there, or use the seller portal.",
    fr: "L'annulation chez {name} est désactivée dans les réglages de cette connexion : activez-la, ou passez par le portail de la marketplace.",
  },
  one_cancellation: {
    en: "{name} accepts one cancellation for the whole order: leave line_external_ids out.",
    fr: "{name} n'accepte qu'une annulation pour toute la commande : retirez line_external_ids.",
  },
  refuse_instead: {
    en: "The marketplace is waiting for your answer: refuse these items instead of canceling them.",
    fr: "La marketplace attend votre réponse : refusez ces articles au lieu de les annuler.",
  },
  nothing_to_cancel: {
    en: "There is nothing to cancel: the marketplace shows “{status}”.",
    fr: "Il n'y a rien à annuler : la marketplace affiche « {status} ».",
  },
  shipment_on_its_way: {
    en: "A shipment of these items is being sent to the marketplace: skip that action first.",
    fr: "L'expédition de ces articles est en cours de transmission à la marketplace : abandonnez d'abord cette action.",
  },
  reasons_unknown: {
    en: "The marketplace cannot list its reasons at the moment: {detail}",
    fr: "La marketplace ne peut pas donner ses motifs pour l'instant : {detail}",
  },

  action_orphaned: {
    en: "The connection of this action was deleted: connect the account again, or mark the action as done.",
    fr: "La connexion de cette action a été supprimée : reconnectez le compte, ou marquez l'action comme faite.",
  },
  action_done: { en: "This action is done.", fr: "Cette action est faite." },
  action_skipped: { en: "This action is already skipped.", fr: "Cette action est déjà abandonnée." },
  action_sent: {
    en: "This action was sent; it can only be marked as done.",
    fr: "Cette action est transmise ; elle ne peut plus qu'être marquée comme faite.",
  },
  action_being_sent: {
    en: "This action is being sent right now: try again in a few minutes.",
    fr: "Cette action est en cours de transmission : réessayez dans quelques minutes.",
  },

  shipment_connection_deleted: {
    en: "The connection “{name}” was deleted. Connect the account again, or do it in the seller portal.",
    fr: "La connexion « {name} » a été supprimée. Reconnectez le compte, ou faites-le sur le portail de la marketplace.",
  },
  shipment_being_sent: {
    en: "This shipment is being sent right now. Check again in a minute.",
    fr: "Cette expédition est en cours de transmission. Revenez dans une minute.",
  },
  shipment_unsettled: {
    en: "The marketplace gave no readable answer to this shipment. Whether it received it is being checked. Try again once that is known, within half an hour.",
    fr: "La marketplace n'a pas donné de réponse exploitable à cette expédition ; une vérification est en cours. Réessayez quand le résultat sera connu, d'ici une demi-heure.",
  },
  shipped_by_marketplace: {
    en: "The marketplace ships these lines itself: there is nothing to send.",
    fr: "La marketplace expédie ces lignes elle-même : il n'y a rien à lui transmettre.",
  },
  no_correction: {
    en: "{name} accepts no correction of a parcel that was already declared. Correct it in the seller portal; here, the shipment stays as it was sent.",
    fr: "{name} n'accepte pas de correction d'un colis déjà déclaré. Corrigez-le sur le portail de la marketplace ; ici, l'expédition reste telle que transmise.",
  },
  correction_off: {
    en: "Parcels of this order cannot be corrected from here: the connection's settings leave that to the seller portal, or {name} provided the label. Correct the parcel there.{setting|setting}",
    fr: "Les colis de cette commande ne se corrigent pas d'ici : les réglages de la connexion réservent la correction au portail de la marketplace, ou l'étiquette vient de {name}. Corrigez le colis sur ce portail.{setting|setting}",
  },
  correction_without_number: {
    en: "tracking_number: a correction needs a number.",
    fr: "tracking_number : une correction exige un numéro.",
  },
  correction_ambiguous: {
    en: "Several parcels of this order were declared ({ids|list}): correct the right one.",
    fr: "Plusieurs colis de cette commande ont été déclarés ({ids|list}) : corrigez le bon.",
  },
  nothing_to_correct: {
    en: "No parcel of this order was declared from here, so there is nothing to correct: use the seller portal.",
    fr: "Aucun colis de cette commande n'a été déclaré d'ici : il n'y a rien à corriger. Passez par le portail de la marketplace.",
  },
  parcel_declared: {
    en: "{name} counts this parcel of order {order} as shipped and has notified the buyer. It can no longer be canceled here: correct its number, or cancel or refund the order in the seller portal.",
    fr: "{name} considère ce colis de la commande {order} comme expédié et a prévenu l'acheteur. Il ne peut plus être annulé ici : corrigez son numéro, ou bien annulez ou remboursez la commande sur le portail de la marketplace.",
  },
  parcel_being_declared: {
    en: "This parcel of order {order} is being declared to {name} right now, which may already count it as shipped. Check again in half an hour.",
    fr: "Ce colis de la commande {order} est en cours de déclaration à {name}, qui le considère peut-être déjà comme expédié. Revenez dans une demi-heure.",
  },
  row_unknown_order: {
    en: "No imported order has the number {number}.",
    fr: "Aucune commande importée ne porte le numéro {number}.",
  },
  row_several_orders: {
    en: "Several orders have the number {number}: ship this one on its own page.",
    fr: "Plusieurs commandes portent le numéro {number} : expédiez celle-ci depuis sa page.",
  },
  row_duplicate: {
    en: "The order is in several rows.",
    fr: "La commande figure sur plusieurs lignes.",
  },
  row_closed_order: {
    en: "The order has nothing left to ship, or is not imported yet.",
    fr: "Cette commande n'a plus rien à expédier, ou n'est pas encore importée.",
  },
  row_connection_paused: {
    en: "Its connection is paused: resume it first.",
    fr: "Sa connexion est en pause : reprenez-la d'abord.",
  },
  row_parcel_stopped: {
    en: "Nothing of it may leave before its problem is decided: {problem}.",
    fr: "Rien ne doit partir avant que son problème soit tranché : {problem}.",
  },
  row_parcel_declared: {
    en: "Its packed parcel has a label, a number, or a carrier already: ship it on its own page.",
    fr: "Son colis préparé a déjà une étiquette, un numéro ou un transporteur : expédiez-la depuis sa page.",
  },
  row_number_shared: {
    en: "The number {tracking_number} is also given to an order with another address: {numbers|list}. Check that no column is shifted.",
    fr: "Le numéro {tracking_number} est aussi donné à une commande d'une autre adresse : {numbers|list}. Vérifiez qu'aucune colonne n'est décalée.",
  },
  row_number_declared: {
    en: "The number {tracking_number} was already sent, for the order {number}.",
    fr: "Le numéro {tracking_number} a déjà été transmis, pour la commande {number}.",
  },
  row_several_locations: {
    en: "Its stock is at several locations: pack it on its own page.",
    fr: "Son stock se trouve dans plusieurs entrepôts : préparez-la depuis sa page.",
  },
  row_several_parcels: {
    en: "It is packed in several parcels, or in part: ship it on its own page.",
    fr: "Elle est préparée en plusieurs colis, ou en partie : expédiez-la depuis sa page.",
  },
  row_not_reserved: {
    en: "Its stock is not reserved: Medusa cannot pack it. See its problem.",
    fr: "Son stock n'est pas réservé : Medusa ne peut pas la préparer. Voyez son problème.",
  },
  unexpected: {
    en: "Unexpected error; see the server's log for details.",
    fr: "Erreur inattendue ; consultez le journal du serveur.",
  },
} satisfies Record<string, Record<Locale, string>>

export type RefusalCode = keyof typeof REFUSALS

/** What is refused and why, not worded yet in any language. */
export type Refusal = { code: RefusalCode; params: ProblemParams }

export const REFUSAL_CODES = Object.keys(REFUSALS) as RefusalCode[]

/** The sentence in the operator's language. */
export const describeRefusal = (code: RefusalCode, params: ProblemParams, locale: Locale): string =>
  fillText(REFUSALS[code][locale], params, locale)
