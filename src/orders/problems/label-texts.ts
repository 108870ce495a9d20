import type { ProblemTexts } from "./define-problems"
import type { LABEL_PROBLEMS } from "./label-problems"

/** What is wrong, and the next step. */
export const LABEL_TEXTS = {
  label_incomplete: {
    en: [
      "The label cannot be bought yet; missing or wrong: {fields|list}.",
      "Correct it in the order, the products, or the settings of the label account, and the label is made automatically; or correct it for this label only.",
    ],
    fr: [
      "L'étiquette ne peut pas encore être achetée ; manquant ou incorrect : {fields|list}.",
      "Corrigez-le dans la commande, les produits ou les réglages du compte d'étiquettes, et l'étiquette est faite automatiquement ; ou corrigez-le pour cette étiquette seulement.",
    ],
  },
  label_refused: {
    en: [
      "The label service refused the label: {marketplace_message}",
      "Correct what it names in the order or for this label only, then try again. Nothing is bought until then.",
    ],
    fr: [
      "Le service d'étiquettes a refusé l'étiquette : {marketplace_message}",
      "Corrigez ce qu'il indique dans la commande ou pour cette étiquette seulement, puis réessayez. Rien n'est acheté d'ici là.",
    ],
  },
  label_unclear: {
    en: [
      "The label service did not answer clearly: the label may have been bought.",
      "It is looked for at the service automatically, and never bought blindly. Do not make another one meanwhile.",
    ],
    fr: [
      "Le service d'étiquettes n'a pas répondu clairement : l'étiquette a peut-être été achetée.",
      "Elle est recherchée automatiquement auprès du service, et jamais achetée à l'aveugle. N'en faites pas d'autre entre-temps.",
    ],
  },
  label_needs_approval: {
    en: [
      "The limit for buying labels automatically is reached ({reason|list}).",
      "Approve the label, or raise the limit in the settings of the label account.",
    ],
    fr: [
      "La limite d'achat automatique d'étiquettes est atteinte ({reason|list}).",
      "Approuvez l'étiquette, ou relevez la limite dans les réglages du compte d'étiquettes.",
    ],
  },
  label_parcel_stopped: {
    en: [
      "No label was bought: the order has a problem to decide before its parcel leaves.",
      "Open the order and decide it: the label is then made automatically. To buy it all the same, approve it.",
    ],
    fr: [
      "Aucune étiquette n'a été achetée : la commande a un problème à régler avant le départ du colis.",
      "Ouvrez la commande et réglez-le : l'étiquette est ensuite faite automatiquement. Pour l'acheter malgré tout, approuvez-la.",
    ],
  },
  label_several: {
    en: [
      "The label service has {count} live labels for this parcel.",
      "Compare with its panel and cancel those that are not used. The one that is left is taken over: automatically where the order is labeled in the panel, else when you try again.",
    ],
    fr: [
      "Le service d'étiquettes a {count} étiquettes actives pour ce colis.",
      "Comparez avec son espace et annulez celles qui ne servent pas. Celle qui reste est reprise : automatiquement si la commande est étiquetée dans l'espace, sinon quand vous réessayez.",
    ],
  },
  label_of_panel: {
    en: [
      "The label service has a label with this order's number, for another address or perhaps for another parcel of the order.",
      "If it is this parcel's, enter its number when you mark the parcel as shipped. If not, change its order number in the service's panel or cancel it there. An order that is labeled in the panel is then looked at again automatically; else try again.",
    ],
    fr: [
      "Le service d'étiquettes a une étiquette au numéro de cette commande, pour une autre adresse ou peut-être pour un autre colis de la commande.",
      "Si c'est celle de ce colis, saisissez son numéro en marquant le colis comme expédié. Sinon, changez son numéro de commande dans l'espace du service ou annulez-la. Une commande étiquetée dans l'espace est alors vérifiée à nouveau automatiquement ; sinon, réessayez.",
    ],
  },
  label_panel_unpacked: {
    en: [
      "A label was made in the service's panel ({tracking_number}), and its order cannot be packed here: {reason|named}",
      "Remove the cause, and the order is packed and shipped with this number automatically; or pack it by hand and enter the number.",
    ],
    fr: [
      "Une étiquette a été faite dans l'espace du service ({tracking_number}), et sa commande ne peut pas être préparée ici : {reason|named}",
      "Corrigez la cause, et la commande est préparée et expédiée avec ce numéro automatiquement ; ou préparez-la à la main et saisissez le numéro.",
    ],
  },
  label_panel_canceled: {
    en: [
      "The order was canceled, and a label was made for it in the service's panel ({tracking_number}).",
      "Keep the parcel back and cancel the label in the service's panel; this clears automatically.",
    ],
    fr: [
      "La commande a été annulée, et une étiquette a été faite pour elle dans l'espace du service ({tracking_number}).",
      "Retenez le colis et annulez l'étiquette dans l'espace du service ; cela disparaît automatiquement.",
    ],
  },
  label_panel_closed: {
    en: [
      "A label was made in the service's panel ({tracking_number}) for an order of which nothing is left to ship here.",
      "If a parcel of the order carries it, enter its number on that parcel. If not, cancel the label in the service's panel. This clears automatically.",
    ],
    fr: [
      "Une étiquette a été faite dans l'espace du service ({tracking_number}) pour une commande dont il ne reste rien à expédier ici.",
      "Si un colis de la commande la porte, saisissez son numéro sur ce colis. Sinon, annulez l'étiquette dans l'espace du service. Cela disparaît automatiquement.",
    ],
  },
  label_not_shipped: {
    en: [
      "The label is made, but its parcel was not marked as shipped: the order has a problem to decide before the parcel leaves.",
      "Open the order and decide it: the parcel is then marked as shipped automatically. To send it all the same, mark it as shipped.",
    ],
    fr: [
      "L'étiquette est faite, mais son colis n'a pas été marqué comme expédié : la commande a un problème à régler avant le départ du colis.",
      "Ouvrez la commande et réglez-le : le colis est ensuite marqué comme expédié automatiquement. Pour l'envoyer malgré tout, marquez-le comme expédié.",
    ],
  },
  label_fulfillment_gone: {
    en: [
      "The fulfillment or its order is not in the store any more.",
      "Look in the label service's panel whether a label was made for it, and cancel it there.",
    ],
    fr: [
      "La préparation ou sa commande n'est plus dans la boutique.",
      "Vérifiez dans l'espace du service d'étiquettes si une étiquette a été faite, et annulez-la.",
    ],
  },
  label_account_off: {
    en: [
      "The label account is switched off or was deleted.",
      "Switch it on in the settings, then try again.",
    ],
    fr: [
      "Le compte d'étiquettes est désactivé ou a été supprimé.",
      "Réactivez-le dans les réglages, puis réessayez.",
    ],
  },
  label_store_failed: {
    en: [
      "The store could not take over the label, or its order.",
      "It is tried again automatically. If this persists, the store's log says why; a label that is listed here can be printed all the same.",
    ],
    fr: [
      "La boutique n'a pas pu reprendre l'étiquette ou sa commande.",
      "Une nouvelle tentative est faite automatiquement. Si cela persiste, le journal de la boutique dit pourquoi ; une étiquette affichée ici peut néanmoins être imprimée.",
    ],
  },
  label_canceling: {
    en: [
      "The carrier was asked to cancel the label, which can take up to 14 days.",
      "Do not use the label any more. The service is asked again automatically.",
    ],
    fr: [
      "L'annulation de l'étiquette a été demandée au transporteur ; cela peut prendre jusqu'à 14 jours.",
      "N'utilisez plus cette étiquette. Le service est interrogé à nouveau automatiquement.",
    ],
  },
  label_cancel_refused: {
    en: [
      "The label service does not cancel the label: {marketplace_message}",
      "The label is still valid and paid for. Ask the service's support if it was never used.",
    ],
    fr: [
      "Le service d'étiquettes n'annule pas l'étiquette : {marketplace_message}",
      "L'étiquette reste valable et payée. Contactez le support du service si elle n'a jamais servi.",
    ],
  },
  label_left_paid: {
    en: [
      "Only some of the parcels got a label, and the label service does not cancel those: {marketplace_message}",
      "Ask the service's support to cancel them. Trying again buys new labels for all parcels.",
    ],
    fr: [
      "Seuls certains colis ont reçu une étiquette, et le service d'étiquettes n'annule pas celles-ci : {marketplace_message}",
      "Demandez leur annulation au support du service. Réessayer achète à nouveau les étiquettes de tous les colis.",
    ],
  },
  label_call_refused: {
    en: [
      "The label service refuses what is asked of it for this order: {marketplace_message}",
      "Correct what it names, or look at the order and its label in the service's panel. It is tried again automatically.",
    ],
    fr: [
      "Le service d'étiquettes refuse ce qui lui est demandé pour cette commande : {marketplace_message}",
      "Corrigez ce qu'il indique, ou regardez la commande et son étiquette dans l'espace du service. Une nouvelle tentative est faite automatiquement.",
    ],
  },
  label_order_canceled: {
    en: [
      "The order was canceled, and its label {tracking_number} has not been scanned yet.",
      "Keep the parcel back and cancel the label.",
    ],
    fr: [
      "La commande a été annulée, et son étiquette {tracking_number} n'a pas encore été prise en charge.",
      "Retenez le colis et annulez l'étiquette.",
    ],
  },
  label_stop_parcel: {
    en: [
      "The order was canceled, and the carrier has its parcel {tracking_number} already.",
      "Call the carrier with this number if the parcel can still be stopped.",
    ],
    fr: [
      "La commande a été annulée, et le transporteur a déjà son colis {tracking_number}.",
      "Appelez le transporteur avec ce numéro si le colis peut encore être arrêté.",
    ],
  },
  label_not_scanned: {
    en: [
      "The label {tracking_number} was made days ago, and the carrier has not scanned its parcel.",
      "Hand the parcel over, or cancel the label: a refund is possible until {last_day|time}.",
    ],
    fr: [
      "L'étiquette {tracking_number} date de plusieurs jours, et le transporteur n'a pas pris son colis en charge.",
      "Remettez le colis, ou annulez l'étiquette : un remboursement est possible jusqu'au {last_day|time}.",
    ],
  },
  label_silent: {
    en: [
      "The carrier has not scanned parcel {tracking_number} since {since|time}.",
      "Follow the parcel's link, and open an inquiry with the carrier if it is lost.",
    ],
    fr: [
      "Le transporteur n'a pas scanné le colis {tracking_number} depuis le {since|time}.",
      "Suivez le lien du colis, et ouvrez une enquête auprès du transporteur s'il est perdu.",
    ],
  },
  label_trouble: {
    en: [
      "The carrier reports for parcel {tracking_number}: {status}.",
      "Follow the parcel's link and contact the carrier if needed. This clears when the carrier sends its next report.",
    ],
    fr: [
      "Le transporteur signale pour le colis {tracking_number} : {status}.",
      "Suivez le lien du colis et contactez le transporteur si nécessaire. Cela disparaît avec sa prochaine information.",
    ],
  },
  label_keys_refused: {
    en: [
      "The label service refuses the keys of the account. {marketplace_message}",
      "Enter the keys again in the settings of the label account. All labels wait until then.",
    ],
    fr: [
      "Le service d'étiquettes refuse les clés du compte. {marketplace_message}",
      "Saisissez à nouveau les clés dans les réglages du compte d'étiquettes. Toutes les étiquettes attendent jusque-là.",
    ],
  },
  label_no_rights: {
    en: [
      "The keys of the label account lack a right. {marketplace_message}",
      "Make new keys with all rights in the service's panel, and enter them in the settings of the label account.",
    ],
    fr: [
      "Il manque un droit aux clés du compte d'étiquettes. {marketplace_message}",
      "Créez de nouvelles clés avec tous les droits dans l'espace du service, et saisissez-les dans les réglages du compte d'étiquettes.",
    ],
  },
  label_no_payment_method: {
    en: [
      "The label service has no valid payment method for this account. {marketplace_message}",
      "Add one in the service's panel, then check the account here. All labels wait until then.",
    ],
    fr: [
      "Le service d'étiquettes n'a pas de moyen de paiement valable pour ce compte. {marketplace_message}",
      "Ajoutez-en un dans l'espace du service, puis vérifiez le compte ici. Toutes les étiquettes attendent jusque-là.",
    ],
  },
  label_reference_clash: {
    en: [
      "A label of another order has one of this store's references at the label service.",
      "Two stores use the same keys with the same data, perhaps a copy of this one. Connect the copy with keys of its own.",
    ],
    fr: [
      "L'étiquette d'une autre commande porte une référence de cette boutique auprès du service d'étiquettes.",
      "Deux boutiques utilisent les mêmes clés avec les mêmes données, peut-être une copie de celle-ci. Connectez la copie avec ses propres clés.",
    ],
  },
  label_account_invalid: {
    en: [
      "The label account cannot be used as it is set up.",
      "Open its settings, check the configuration, and correct what is shown there.",
    ],
    fr: [
      "Le compte d'étiquettes ne peut pas être utilisé tel qu'il est configuré.",
      "Ouvrez ses réglages, vérifiez la configuration et corrigez ce qui est indiqué.",
    ],
  },
  label_service_unreachable: {
    en: [
      "The label service does not answer as it should.",
      "It is tried again automatically; labels wait until then, and packing goes on.",
    ],
    fr: [
      "Le service d'étiquettes ne répond pas comme il le devrait.",
      "De nouvelles tentatives sont faites automatiquement ; les étiquettes attendent, et la préparation continue.",
    ],
  },
  label_copied_database: {
    en: [
      "The label account was connected in {activated_in}; this is {current}.",
      "If this installation should buy labels, confirm it in the settings of the label account.",
    ],
    fr: [
      "Le compte d'étiquettes a été connecté dans {activated_in} ; ici, c'est {current}.",
      "Si cette installation doit acheter des étiquettes, confirmez-le dans les réglages du compte d'étiquettes.",
    ],
  },
} satisfies ProblemTexts<keyof typeof LABEL_PROBLEMS>
