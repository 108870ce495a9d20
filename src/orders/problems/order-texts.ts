import type { ProblemTexts } from "./define-problems"
import type { ORDER_PROBLEMS } from "./order-problems"

/** What is wrong, and the next step. */
export const ORDER_TEXTS = {
  unreadable_order: {
    en: [
      "The marketplace sent an order that the plugin cannot read.",
      "Open the order in the seller portal. It is kept as received and read again when the marketplace next sends it; report it if the problem persists.",
    ],
    fr: [
      "La marketplace a envoyé une commande que le plugin ne sait pas lire.",
      "Consultez la commande sur le portail de la marketplace. Elle est conservée telle que reçue et sera relue quand la marketplace la renverra ; signalez-la si le problème persiste.",
    ],
  },
  unreadable_part: {
    en: [
      "Parts of the order cannot be read for certain: {parts|list}.",
      "Compare with the seller portal.{setting|setting} The order is read again when the marketplace next sends it; if a part stays unreadable, enter the order in the store by hand and ignore it here.",
    ],
    fr: [
      "Des éléments de la commande ne peuvent pas être lus avec certitude : {parts|list}.",
      "Comparez avec le portail de la marketplace.{setting|setting} La commande sera relue quand la marketplace la renverra ; si un élément reste illisible, saisissez-la à la main dans la boutique et ignorez-la ici.",
    ],
  },
  unread_detail: {
    en: [
      "Part of what the marketplace sends for this order cannot be read: {parts|list}. The store's order stays without it, or has what the order's total leaves for it.",
      "Compare the order with the seller portal, and complete it in the store where something is missing.{setting|setting}",
    ],
    fr: [
      "Ce que la marketplace envoie de cette commande est en partie illisible : {parts|list}. La commande de la boutique reste sans ces éléments, ou porte ce que le total de la commande laisse pour eux.",
      "Comparez la commande avec le portail de la marketplace, et complétez-la dans la boutique s'il manque quelque chose.{setting|setting}",
    ],
  },
  several_addresses: {
    en: [
      "Some lines go to another address than the first: {lines|list}.",
      "Compare all addresses: the order's page here shows each of them. If everything goes to one of them, enter it here as the delivery address: the order is then imported. Otherwise enter one order for each address in the store by hand, and ignore this one.",
    ],
    fr: [
      "Des lignes vont à une autre adresse que la première : {lines|list}.",
      "Comparez toutes les adresses : la page de la commande ici les montre toutes. Si tout part à l'une d'elles, saisissez-la ici comme adresse de livraison : la commande sera alors importée. Sinon, saisissez à la main une commande par adresse dans la boutique et ignorez celle-ci.",
    ],
  },
  too_many_lines: {
    en: [
      "The order has {count} lines; at most {limit} are imported.",
      "Enter this order in the store by hand, then ignore it here.",
    ],
    fr: [
      "La commande compte {count} lignes ; l'import en accepte au plus {limit}.",
      "Saisissez cette commande à la main dans la boutique, puis ignorez-la ici.",
    ],
  },
  unknown_sku: {
    en: [
      "No product of the store has the SKU “{sku}” ({title}).",
      "Choose the variant that this SKU stands for, or create a product with this SKU. All orders waiting for it are then imported.",
    ],
    fr: [
      "Aucun produit de la boutique ne porte la référence « {sku} » ({title}).",
      "Choisissez la variante correspondante, ou créez le produit avec cette référence. Toutes les commandes qui l'attendent seront alors importées.",
    ],
  },
  ambiguous_ean: {
    en: [
      "No product has the SKU “{sku}”, but the EAN {ean} belongs to “{variant_title}”.",
      "Confirm the suggested variant if it is the same item: an EAN can also stand for a used item or a bundle.",
    ],
    fr: [
      "Aucun produit ne porte la référence « {sku} », mais l'EAN {ean} est celui de « {variant_title} ».",
      "Confirmez la variante proposée s'il s'agit bien du même article : un même EAN peut aussi désigner un article d'occasion ou un lot.",
    ],
  },
  variant_deleted: {
    en: [
      "The SKU “{sku}” is mapped to a variant that has been deleted.",
      "Choose another variant for this SKU, or restore the product.",
    ],
    fr: [
      "La référence « {sku} » est associée à une variante supprimée.",
      "Associez cette référence à une autre variante, ou rétablissez le produit.",
    ],
  },
  missing_inventory_level: {
    en: [
      "“{sku}” is not stocked at any location of this connection.",
      "Add the item to the location's inventory, even with quantity 0, or choose another location for the connection.",
    ],
    fr: [
      "« {sku} » n'est géré dans aucun des entrepôts de cette connexion.",
      "Ajoutez l'article au stock de l'entrepôt, même à 0, ou choisissez un autre entrepôt pour la connexion.",
    ],
  },
  no_shipping_profile: {
    en: [
      "The product of “{sku}” has no shipping profile, so it could not be packed.",
      "Choose a shipping profile on the product's page.",
    ],
    fr: [
      "Le produit de « {sku} » n'a pas de profil d'expédition : il ne pourrait pas être préparé.",
      "Attribuez un profil d'expédition au produit dans sa fiche.",
    ],
  },
  no_shipping_option: {
    en: [
      "No shipping option serves the location and shipping profile of “{sku}”.",
      "Save the connection again to create the missing option, or choose one in its settings.",
    ],
    fr: [
      "Aucune option de livraison ne correspond à l'entrepôt et au profil d'expédition de « {sku} ».",
      "Enregistrez à nouveau la connexion pour créer l'option manquante, ou choisissez-en une dans ses réglages.",
    ],
  },
  out_of_stock: {
    en: [
      "Not enough stock of “{sku}”: {needed} sold, {available} available.",
      "Restock the item, or allow this connection to import beyond the stock.",
    ],
    fr: [
      "Stock insuffisant pour « {sku} » : {needed} vendu(s), {available} disponible(s).",
      "Réapprovisionnez l'article, ou autorisez cette connexion à importer au-delà du stock.",
    ],
  },
  oversold: {
    en: [
      "“{sku}” was oversold: {needed} sold, {available} available.",
      "Restock before packing: while stock is short, Medusa may refuse to pack the order or to undo the packing. Otherwise, cancel the order on the marketplace.",
    ],
    fr: [
      "« {sku} » a été vendu au-delà du stock : {needed} vendu(s), {available} disponible(s).",
      "Réapprovisionnez avant de préparer : tant que le stock est insuffisant, Medusa peut refuser la préparation, ou son annulation. Sinon, annulez la commande sur la marketplace.",
    ],
  },
  stock_elsewhere: {
    en: [
      "{needed} × “{sku}” are in stock, but not all at one location.",
      "Before packing, move the missing units to one location in Medusa's inventory: Medusa packs a line from one location.",
    ],
    fr: [
      "{needed} × « {sku} » sont en stock, mais pas dans un seul entrepôt.",
      "Avant de préparer, transférez les unités manquantes vers un seul entrepôt dans le stock de Medusa : Medusa prépare une ligne depuis un seul entrepôt.",
    ],
  },
  currency_mismatch: {
    en: [
      "The order is in {order_currency}, but its region sells in {region_currency}.",
      "Add a destination with a region in {order_currency} to the connection.",
    ],
    fr: [
      "La commande est en {order_currency}, mais sa région vend en {region_currency}.",
      "Ajoutez à la connexion une destination dont la région est en {order_currency}.",
    ],
  },
  country_not_in_region: {
    en: [
      "The order goes to {country|country}, which is not in the region “{region}”.",
      "Add the country to the region, or a destination for it to the connection.",
    ],
    fr: [
      "Le pays de livraison, {country|country}, n'est pas dans la région « {region} ».",
      "Ajoutez ce pays à la région, ou une destination pour ce pays à la connexion.",
    ],
  },
  missing_address: {
    en: [
      "The delivery address is incomplete. Missing: {fields|list}.",
      "Complete the address here, or wait for the marketplace to send it.{setting|setting}",
    ],
    fr: [
      "L'adresse de livraison est incomplète ; il manque : {fields|list}.",
      "Complétez l'adresse ici, ou attendez que la marketplace l'envoie.{setting|setting}",
    ],
  },
  lost_letters: {
    en: [
      "The marketplace sent the address with letters that cannot be read: {fields|list}.",
      "Look up the address in the seller portal, and correct it on the store order before you print a label.",
    ],
    fr: [
      "La marketplace a transmis l'adresse avec des lettres illisibles : {fields|list}.",
      "Consultez l'adresse sur le portail de la marketplace, et corrigez-la dans la commande de la boutique avant d'imprimer une étiquette.",
    ],
  },
  total_mismatch: {
    en: [
      "The marketplace's total is {expected|money}, but the lines add up to {computed|money}.",
      "Compare with the seller portal. If the difference is right, accept it with a reason; the order then takes the marketplace's total.{setting|setting}",
    ],
    fr: [
      "La marketplace annonce {expected|money}, mais la somme des lignes est de {computed|money}.",
      "Comparez avec le portail de la marketplace. Si l'écart est justifié, acceptez-le en indiquant un motif ; la commande prendra le total de la marketplace.{setting|setting}",
    ],
  },
  unpaid: {
    en: [
      "The marketplace has not confirmed the payment yet.",
      "Do not ship before it is confirmed. The order is updated automatically.",
    ],
    fr: [
      "La marketplace n'a pas encore confirmé le paiement.",
      "N'expédiez pas avant la confirmation. La commande est mise à jour automatiquement.",
    ],
  },
  mixed_marketplace_connections: {
    en: [
      "This order comes from the channel “{channel}”, which is also connected directly (“{connection}”).",
      "Exclude the channel from one of the two connections, so that no order is imported twice; then retry or ignore this one.",
    ],
    fr: [
      "Cette commande vient du canal « {channel} », déjà connecté en direct (« {connection} »).",
      "Excluez ce canal de l'une des deux connexions pour qu'aucune commande ne soit importée deux fois, puis relancez ou ignorez celle-ci.",
    ],
  },
  store_setup_missing: {
    en: [
      "The connection refers to something that no longer exists in the store: {missing|list}.",
      "Choose a replacement in the connection's settings.",
    ],
    fr: [
      "La connexion désigne un élément qui n'existe plus dans la boutique : {missing|list}.",
      "Choisissez-en un autre dans les réglages de la connexion.",
    ],
  },
  rejected_by_hook: {
    en: [
      "A rule of this store holds the order: {detail}",
      "Fix the cause, or ask the store's developer; then retry.",
    ],
    fr: [
      "Une règle propre à cette boutique retient la commande : {detail}",
      "Corrigez la cause ou voyez avec le développeur de la boutique, puis relancez.",
    ],
  },
  import_failed: {
    en: [
      "The import failed for an unexpected reason (reference {reference}).",
      "The import is retried automatically. If it keeps failing, look for the reference in the server's log.",
    ],
    fr: [
      "L'import a échoué pour une raison inattendue (référence {reference}).",
      "Une nouvelle tentative sera faite automatiquement. Si l'échec persiste, cherchez la référence dans le journal du serveur.",
    ],
  },
  late_lines: {
    en: [
      "Lines became ready to ship after the import: {lines|list}.",
      "Add them to the order with an order edit (Medusa refuses that without stock), or ship them separately and declare them in the seller portal.",
    ],
    fr: [
      "Des lignes sont devenues prêtes à expédier après l'import : {lines|list}.",
      "Ajoutez-les par une modification de commande (Medusa la refuse sans stock), ou expédiez-les à part en les déclarant sur le portail de la marketplace.",
    ],
  },
  removed_here: {
    en: [
      "Taken out of the store's order, and still expected by the marketplace: {lines|list}.",
      "Cancel it on the marketplace: here, where that is offered for single items, else in the seller portal. Or put it back with an order edit, and ship it.",
    ],
    fr: [
      "Retiré de la commande de la boutique, mais toujours attendu par la marketplace : {lines|list}.",
      "Annulez-le sur la marketplace : ici, si l'annulation par article est proposée, sinon sur son portail. Ou remettez-le par une modification de commande, et expédiez-le.",
    ],
  },
  items_not_shown: {
    en: [
      "The marketplace no longer shows a part of this order, even when asked for this order alone ({lines|list}).",
      "Check the order in the seller portal before packing: remove what is gone there with an order edit, and ship the rest. If Medusa refuses for lack of stock, restock these items first.",
    ],
    fr: [
      "La marketplace n'affiche plus une partie de cette commande, même interrogée sur elle seule ({lines|list}).",
      "Consultez la commande sur le portail de la marketplace avant de la préparer : retirez par une modification de commande ce qui n'y est plus, et expédiez le reste. Si Medusa refuse faute de stock, réapprovisionnez d'abord ces articles.",
    ],
  },
  unknown_status: {
    en: [
      "The marketplace reports an unknown status: “{status}”.",
      "Check the order in the seller portal. Nothing is done until its status is known.{setting|setting}",
    ],
    fr: [
      "La marketplace indique un statut inconnu : « {status} ».",
      "Consultez la commande sur le portail de la marketplace. Rien n'est fait tant que son statut reste inconnu.{setting|setting}",
    ],
  },
  cancel_requested: {
    en: [
      "Cancellation requested: {lines|list}.",
      "Do not pack these lines until the request is decided in the seller portal.",
    ],
    fr: [
      "Annulation demandée : {lines|list}.",
      "Ne préparez pas ces lignes avant que la demande soit tranchée sur le portail de la marketplace.",
    ],
  },
  canceled_at_marketplace: {
    en: [
      "Canceled on the marketplace, not packed yet.",
      "Cancel the order here to release its stock; Medusa cannot cancel a completed order: delete its reservations in the inventory. The marketplace has refunded the buyer.",
    ],
    fr: [
      "Annulée sur la marketplace, pas encore préparée.",
      "Annulez la commande ici pour libérer son stock ; d'une commande terminée, que Medusa n'annule pas, supprimez les réservations dans le stock. La marketplace a remboursé l'acheteur.",
    ],
  },
  cancel_stop_parcel: {
    en: [
      "Canceled on the marketplace, but already packed: stop this parcel.",
      "Hold the parcel back from the carrier, cancel its fulfillment, then cancel the order here; if Medusa refuses for lack of stock, restock its items first. If it has left, keep the order and contact the marketplace.",
    ],
    fr: [
      "Annulée sur la marketplace alors qu'elle est déjà préparée : retenez ce colis.",
      "Retirez le colis de l'enlèvement, annulez sa préparation, puis annulez la commande ici ; si Medusa refuse faute de stock, réapprovisionnez d'abord ses articles. S'il est déjà parti, gardez la commande et contactez la marketplace.",
    ],
  },
  canceled_after_shipping: {
    en: [
      "The marketplace shows the order as canceled, but the parcel has been shipped.",
      "Contest the cancellation in the seller portal with the tracking number, or expect the parcel back.",
    ],
    fr: [
      "La marketplace indique la commande comme annulée, mais le colis a été expédié.",
      "Contestez l'annulation sur le portail de la marketplace avec le numéro de suivi, ou attendez le retour du colis.",
    ],
  },
  partial_cancellation: {
    en: [
      "Canceled on the marketplace: {lines|list}.",
      "Remove these quantities with an order edit before packing, and do not ship them; if Medusa refuses for lack of stock, restock these items first.",
    ],
    fr: [
      "Annulé sur la marketplace : {lines|list}.",
      "Retirez ces quantités par une modification de commande avant la préparation, et ne les expédiez pas ; si Medusa refuse faute de stock, réapprovisionnez d'abord ces articles.",
    ],
  },
  mass_cancellation: {
    en: [
      "{count} of {open} open orders appear canceled all at once; none has been canceled here.",
      "Check in the seller portal, then confirm or discard the cancellations together.",
    ],
    fr: [
      "{count} commandes sur {open} en cours apparaissent annulées d'un coup ; aucune ne l'a été ici.",
      "Vérifiez sur le portail de la marketplace, puis confirmez ou écartez ces annulations ensemble.",
    ],
  },
  cancellation_reverted: {
    en: [
      "The marketplace had canceled this order and now shows it as open.",
      "Check it in the seller portal. If it has to be shipped, retry; an order already canceled in the store must be entered again.",
    ],
    fr: [
      "La marketplace avait annulé cette commande et l'affiche de nouveau comme ouverte.",
      "Vérifiez sur le portail de la marketplace. S'il faut l'expédier, relancez ; une commande déjà annulée dans la boutique doit être ressaisie.",
    ],
  },
  shipped_only_there: {
    en: [
      "The marketplace counts as shipped: {lines|list} (tracking number: {numbers|list}). No parcel with these items has left from here.",
      "Do not send it twice. If it left from here, pack it and mark it as shipped: the marketplace is not sent anything again. If it left from elsewhere, take it out with an order edit, or cancel the order here, to release its stock. If Medusa refuses for lack of stock, restock these items first.",
    ],
    fr: [
      "La marketplace considère comme expédié : {lines|list} (numéro de suivi : {numbers|list}). Aucun colis correspondant n'est parti d'ici.",
      "Ne l'envoyez pas deux fois. Si c'est parti d'ici, préparez-le et marquez-le comme expédié : rien n'est retransmis à la marketplace. Si c'est parti d'ailleurs, retirez-le par une modification de commande, ou annulez la commande ici, pour libérer son stock. Si Medusa refuse faute de stock, réapprovisionnez d'abord ces articles.",
    ],
  },
  canceled_in_store: {
    en: [
      "Canceled in the store, still open on the marketplace.",
      "Cancel it on the marketplace too, with a reason, or ship it after all. The marketplace refunds the buyer.",
    ],
    fr: [
      "Annulée dans la boutique, toujours ouverte sur la marketplace.",
      "Annulez-la aussi sur la marketplace, avec un motif, ou expédiez-la malgré tout. La marketplace rembourse l'acheteur.",
    ],
  },
  claim_open: {
    en: [
      "The buyer has opened a claim on the marketplace ({items|list}).",
      "Answer it in the seller portal. Whatever you agree on, the marketplace refunds the buyer: a refund in the store is only a bookkeeping entry.",
    ],
    fr: [
      "L'acheteur a ouvert une réclamation sur la marketplace ({items|list}).",
      "Répondez-y sur le portail de la marketplace. Quel que soit l'accord, c'est la marketplace qui rembourse l'acheteur : un remboursement dans la boutique n'est qu'une écriture comptable.",
    ],
  },
  returned_at_marketplace: {
    en: [
      "The marketplace announces a return ({returns|list}).",
      "When the items arrive, put them back in stock with a return in the store. The marketplace refunds the buyer: a refund in the store is only a bookkeeping entry.",
    ],
    fr: [
      "La marketplace annonce un retour ({returns|list}).",
      "À réception, remettez les articles en stock par un retour dans la boutique. C'est la marketplace qui rembourse l'acheteur : un remboursement dans la boutique n'est qu'une écriture comptable.",
    ],
  },
  refunded_at_marketplace: {
    en: [
      "The marketplace has refunded the buyer ({refunds|list}).",
      "You have nothing to pay here: the marketplace deducts it from what it owes you. A refund in the store is only a bookkeeping entry.",
    ],
    fr: [
      "La marketplace a remboursé l'acheteur ({refunds|list}).",
      "Vous n'avez rien à payer ici : la marketplace le déduit de ce qu'elle vous doit. Un remboursement dans la boutique n'est qu'une écriture comptable.",
    ],
  },
  address_changed_after_packing: {
    en: [
      "The buyer's address or pickup point changed on the marketplace after packing.",
      "Compare both. To take the new one, cancel the fulfillment: it is then taken over, and you pack again with a new label. If Medusa refuses for lack of stock, restock these items first.",
    ],
    fr: [
      "L'adresse de l'acheteur ou son point relais a changé sur la marketplace après la préparation.",
      "Comparez les deux. Pour reprendre la nouvelle, annulez la préparation : elle sera reprise, et vous préparerez à nouveau avec une autre étiquette. Si Medusa refuse faute de stock, réapprovisionnez d'abord ces articles.",
    ],
  },
  address_changed_after_correction: {
    en: [
      "The buyer's address or pickup point was corrected here, and then changed on the marketplace. The order keeps the correction.",
      "Compare both here. If the marketplace's is right, enter it in the store order before you pack it.",
    ],
    fr: [
      "L'adresse de l'acheteur ou son point relais a été corrigé ici, puis modifié sur la marketplace. La commande garde la correction.",
      "Comparez les deux ici. Si celle de la marketplace est la bonne, saisissez-la dans la commande de la boutique avant de la préparer.",
    ],
  },
  address_changed_incomplete: {
    en: [
      "The buyer's address changed on the marketplace to one that is incomplete. Missing: {fields|list}. The order keeps the previous one.",
      "Look up the address in the seller portal, and enter it in the store order before you pack it.",
    ],
    fr: [
      "L'adresse de l'acheteur a changé sur la marketplace, mais la nouvelle est incomplète ; il manque : {fields|list}. La commande garde la précédente.",
      "Consultez l'adresse sur le portail de la marketplace, et saisissez-la dans la commande de la boutique avant de la préparer.",
    ],
  },
  country_changed: {
    en: [
      "The buyer's address changed on the marketplace to another country or tax territory: {country|country}. The order keeps the previous one, with its taxes.",
      "Do not ship to the old address. Cancel the order on the marketplace, or agree with the buyer there on an address in the same country.",
    ],
    fr: [
      "L'adresse de l'acheteur a changé sur la marketplace pour un autre pays ou territoire fiscal : {country|country}. La commande garde la précédente, avec ses taxes.",
      "N'expédiez pas à l'ancienne adresse. Annulez la commande sur la marketplace, ou convenez avec l'acheteur, sur la marketplace, d'une adresse dans le même pays.",
    ],
  },
  delivery_mode_changed: {
    en: [
      "The delivery mode changed on the marketplace: {mode}. The order keeps its shipping option.",
      "Choose the shipping option that fits when you pack the order.",
    ],
    fr: [
      "Le mode de livraison a changé sur la marketplace : {mode}. La commande garde son option de livraison.",
      "Choisissez l'option de livraison qui convient en préparant la commande.",
    ],
  },
  lines_go_elsewhere: {
    en: [
      "Lines go to another address on the marketplace since the import: {lines|list}.",
      "Compare all addresses in the seller portal. Pack these lines in a parcel of their own, and put its address on the label.",
    ],
    fr: [
      "Depuis l'import, des lignes vont à une autre adresse sur la marketplace : {lines|list}.",
      "Comparez toutes les adresses sur le portail de la marketplace. Préparez ces lignes dans un colis à part, et mettez leur adresse sur l'étiquette.",
    ],
  },
  buyer_changed: {
    en: [
      "Changed on the marketplace, and different here: {facts|list}. The store keeps what it has.",
      "Compare them with the seller portal, and correct them in the store where the marketplace is right.",
    ],
    fr: [
      "Modifié sur la marketplace, et différent ici : {facts|list}. La boutique garde ce qu'elle a.",
      "Comparez avec le portail de la marketplace, et corrigez dans la boutique si la marketplace a raison.",
    ],
  },
  price_guard: {
    en: [
      "“{sku}” was sold at {price|money}; the store's price is {store_price|money}. Not accepted automatically.",
      "Accept or refuse the order yourself.",
    ],
    fr: [
      "« {sku} » a été vendu {price|money} ; son prix en boutique est de {store_price|money}. Pas d'acceptation automatique.",
      "Acceptez ou refusez la commande vous-même.",
    ],
  },
  not_accepted_automatically: {
    en: ["Not accepted automatically: {reasons|list}.", "Accept or refuse the order yourself."],
    fr: ["Pas d'acceptation automatique : {reasons|list}.", "Acceptez ou refusez la commande vous-même."],
  },
  deadline_accept_risk: {
    en: [
      "Must be accepted or refused before {accept_by|time}.",
      "Without an answer, the marketplace cancels the order, and the cancellation counts against you.",
    ],
    fr: [
      "À accepter ou refuser avant le {accept_by|time}.",
      "Sans réponse, la marketplace annule la commande, et votre taux d'annulation en souffre.",
    ],
  },
  deadline_accept_missed: {
    en: [
      "Not answered before {accept_by|time}: the marketplace may have canceled the order.",
      "Check it in the seller portal.",
    ],
    fr: [
      "Sans réponse avant le {accept_by|time} : la marketplace a pu annuler la commande.",
      "Vérifiez sur le portail de la marketplace.",
    ],
  },
  deadline_ship_risk: {
    en: ["Must be shipped before {ship_by|time}.", "Pack and ship it now, with its tracking number."],
    fr: [
      "À expédier avant le {ship_by|time}.",
      "Préparez et expédiez-la dès maintenant, avec son numéro de suivi.",
    ],
  },
  overdue_shipment: {
    en: [
      "Should have been shipped before {ship_by|time}.",
      "Ship it now, or cancel it on the marketplace with a reason.",
    ],
    fr: [
      "Aurait dû être expédiée avant le {ship_by|time}.",
      "Expédiez-la sans attendre, ou annulez-la sur la marketplace avec un motif.",
    ],
  },
  deadline_waiting_risk: {
    en: [
      "Must be shipped before {ship_by|time}, and the marketplace has not released it for shipping.",
      "Look at it in the seller portal. If it can be shipped there, check in the connection's settings how its status is read.",
    ],
    fr: [
      "À expédier avant le {ship_by|time}, mais la marketplace ne l'a pas encore libérée pour l'expédition.",
      "Regardez-la sur le portail de la marketplace. Si elle peut y être expédiée, vérifiez dans les réglages de la connexion comment son statut est lu.",
    ],
  },
  deadline_waiting_missed: {
    en: [
      "Should have been shipped before {ship_by|time}, and the marketplace has still not released it for shipping.",
      "Look at it in the seller portal, and ask the marketplace what it is waiting for. If it can be shipped there, check in the connection's settings how its status is read.",
    ],
    fr: [
      "Aurait dû être expédiée avant le {ship_by|time}, et la marketplace ne l'a toujours pas libérée pour l'expédition.",
      "Regardez-la sur le portail de la marketplace, et demandez à celle-ci ce qu'elle attend. Si elle peut y être expédiée, vérifiez dans les réglages de la connexion comment son statut est lu.",
    ],
  },
  fulfillment_not_marketplace_lines: {
    en: [
      "A parcel contains nothing that the marketplace sold, so it is not declared there.",
      "Nothing to do if this is intended.",
    ],
    fr: [
      "Un colis ne contient rien de ce que la marketplace a vendu ; il ne lui est donc pas déclaré.",
      "Rien à faire si c'est volontaire.",
    ],
  },
} satisfies ProblemTexts<keyof typeof ORDER_PROBLEMS>
