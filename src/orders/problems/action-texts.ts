import type { ProblemTexts } from "./define-problems"
import type { ACTION_PROBLEMS } from "./action-problems"

/** What is wrong, and the next step. */
export const ACTION_TEXTS = {
  may_not_be_shipped: {
    en: [
      "The marketplace does not allow this order to be shipped now: {status}.",
      "Stop the parcel if you can, and check the order in the seller portal.",
    ],
    fr: [
      "La marketplace ne permet pas d'expédier cette commande pour l'instant : {status}.",
      "Retenez le colis si possible, et consultez la commande sur le portail de la marketplace.",
    ],
  },
  shown_differently: {
    en: [
      "The marketplace shows something other than what was to be sent (its status: {status}).",
      "Compare with the seller portal, then correct the shipment here or mark it as done.",
    ],
    fr: [
      "La marketplace affiche autre chose que ce qui devait être transmis (son statut : {status}).",
      "Comparez avec le portail de la marketplace, puis corrigez l'expédition ici ou marquez-la comme faite.",
    ],
  },
  order_gone: {
    en: [
      "The store order of this shipment no longer exists.",
      "Declare the parcel in the seller portal, then mark this as done.",
    ],
    fr: [
      "La commande de cette expédition n'existe plus dans la boutique.",
      "Déclarez le colis sur le portail de la marketplace, puis marquez cette action comme faite.",
    ],
  },
  carrier_missing: {
    en: [
      "No carrier is known for this parcel (its number could belong to: {candidates|list}).",
      "Choose the carrier for this parcel, add a carrier rule, or set a default carrier for the connection.",
    ],
    fr: [
      "Aucun transporteur n'est connu pour ce colis (son numéro peut être celui de : {candidates|list}).",
      "Choisissez le transporteur de ce colis, ajoutez une règle de transporteur, ou définissez un transporteur par défaut pour la connexion.",
    ],
  },
  carrier_unknown: {
    en: [
      "The marketplace does not know the carrier “{carrier}”.",
      "Match it to one of the marketplace's own carriers.",
    ],
    fr: [
      "La marketplace ne connaît pas le transporteur « {carrier} ».",
      "Faites-le correspondre à l'un des transporteurs de la marketplace.",
    ],
  },
  tracking_url_missing: {
    en: [
      "The marketplace does not list the carrier “{carrier}”, and it accepts such carriers only with a tracking link.",
      "Enter the link here, or add a link template to the carrier's rule.",
    ],
    fr: [
      "La marketplace ne connaît pas le transporteur « {carrier} » et exige alors un lien de suivi.",
      "Saisissez le lien ici, ou ajoutez un modèle de lien à la règle de ce transporteur.",
    ],
  },
  tracking_number_missing: {
    en: [
      "The parcel has no tracking number.",
      "Enter it here. The marketplace accepts no shipment without it.",
    ],
    fr: [
      "Le colis n'a pas de numéro de suivi.",
      "Saisissez-le ici : la marketplace n'accepte pas d'expédition sans numéro.",
    ],
  },
  tracking_number_invalid: {
    en: [
      "The marketplace cannot accept the tracking number “{tracking_number}” ({detail|list}).",
      "Correct the number here: a single one, without text around it, and without spaces. Nothing has been sent.",
    ],
    fr: [
      "La marketplace ne peut pas accepter le numéro de suivi « {tracking_number} » ({detail|list}).",
      "Corrigez le numéro ici : un seul, sans texte autour et sans espaces. Rien n'a été transmis.",
    ],
  },
  tracking_number_unusual: {
    en: [
      "The number “{tracking_number}” does not look like one from {carrier} (it looks like: {other}), and the marketplace accepts no correction.",
      "Correct the number or the carrier here, or send it as it is if the label shows it so. Nothing has been sent.",
    ],
    fr: [
      "Le numéro « {tracking_number} » ne ressemble pas à un numéro {carrier} (il ressemble à : {other}), et la marketplace n'accepte pas de correction.",
      "Corrigez ici le numéro ou le transporteur, ou transmettez-le tel quel si c'est bien celui de l'étiquette. Rien n'a été transmis.",
    ],
  },
  tracking_number_doubtful: {
    en: [
      "The number “{tracking_number}” does not look like one from {carrier} (it looks like: {other}).",
      "Compare it with the label, and correct it if it is wrong.",
    ],
    fr: [
      "Le numéro « {tracking_number} » ne ressemble pas à un numéro {carrier} (il ressemble à : {other}).",
      "Comparez-le à l'étiquette et corrigez-le s'il est faux.",
    ],
  },
  carrier_sent_as_other: {
    en: [
      "The marketplace does not list the carrier {carrier}: the parcel is sent as “{name}”, with a tracking link.",
      "If the marketplace lists this carrier under another name, give that name in a carrier rule. Nothing is on hold.",
    ],
    fr: [
      "La marketplace ne connaît pas le transporteur {carrier} : le colis est transmis sous « {name} », avec un lien de suivi.",
      "Si la marketplace connaît ce transporteur sous un autre nom, indiquez ce nom dans une règle. Rien n'est bloqué.",
    ],
  },
  waiting_split: {
    en: [
      "The marketplace accepts one parcel per order: waiting until the rest is shipped or canceled ({lines|list}).",
      "Ship the rest, or send this parcel now for the whole order. This becomes urgent on {until|time}.",
    ],
    fr: [
      "La marketplace n'accepte qu'un colis par commande : en attente de l'expédition ou de l'annulation du reste ({lines|list}).",
      "Expédiez le reste, ou déclarez dès maintenant ce colis pour toute la commande. Cela deviendra urgent le {until|time}.",
    ],
  },
  split_deadline: {
    en: [
      "Only part of the order has been shipped, and it is due on {ship_by|time}; still missing: {lines|list}.",
      "Send this parcel now for the whole order, or cancel the rest on the marketplace.",
    ],
    fr: [
      "Une partie seulement de la commande est expédiée, et l'échéance est le {ship_by|time} ; il manque : {lines|list}.",
      "Déclarez dès maintenant ce colis pour toute la commande, ou annulez le reste sur la marketplace.",
    ],
  },
  refused_by_marketplace: {
    en: [
      "The marketplace refused: {detail}",
      "Correct what it names, then retry; or do it in the seller portal and mark this as done.{setting|setting}",
    ],
    fr: [
      "La marketplace a refusé : {detail}",
      "Corrigez ce qu'elle indique, puis relancez ; ou faites-le sur son portail et marquez ceci comme fait.{setting|setting}",
    ],
  },
  outcome_unknown: {
    en: [
      "The marketplace gave no readable answer. Whether it received this is being checked.",
      "Nothing to do: the order is read again before anything is repeated.",
    ],
    fr: [
      "La marketplace n'a pas donné de réponse exploitable ; vérification en cours.",
      "Rien à faire : la commande est relue avant toute nouvelle tentative.",
    ],
  },
  refusal_being_checked: {
    en: [
      "The marketplace refused a repeated call ({detail}); whether it received this with the first one is being checked.",
      "Nothing to do: the order is read again, and you are asked only if nothing of it shows.",
    ],
    fr: [
      "La marketplace a refusé un nouvel appel ({detail}) ; vérification en cours : le premier a peut-être été pris en compte.",
      "Rien à faire : la commande est relue, et vous n'êtes sollicité que si rien n'apparaît.",
    ],
  },
  sent_not_confirmed: {
    en: [
      "Sent, but the marketplace does not show it yet.",
      "Check the order in the seller portal: if it is there, mark this as done; otherwise retry.",
    ],
    fr: [
      "Transmis, mais la marketplace ne l'affiche toujours pas.",
      "Consultez la commande sur son portail : si c'est bien pris en compte, marquez ceci comme fait ; sinon, relancez.",
    ],
  },
  correction_not_shown: {
    en: [
      "The correction was sent and accepted, but this marketplace does not show parcel numbers, so its effect cannot be verified from here.",
      "Check the order once in the seller portal: if the new number is there, mark this as done; otherwise correct it there or retry.",
    ],
    fr: [
      "La correction a été transmise et acceptée, mais cette marketplace n'affiche pas les numéros de colis : impossible de vérifier d'ici qu'elle est prise en compte.",
      "Consultez une fois la commande sur le portail de la marketplace : si le nouveau numéro y figure, marquez ceci comme fait ; sinon, corrigez-le sur ce portail ou relancez.",
    ],
  },
  wrong_account: {
    en: [
      "The connection now uses a different seller account than this order.",
      "Restore the credentials of the account “{account}”, or do it in the seller portal and mark this as done.",
    ],
    fr: [
      "La connexion utilise désormais un autre compte vendeur que celui de cette commande.",
      "Rétablissez les identifiants du compte « {account} », ou faites-le sur le portail de la marketplace et marquez ceci comme fait.",
    ],
  },
  connection_gone: {
    en: [
      "The connection of this order has been deleted or disabled.",
      "Enable it or connect the account again, or do it in the seller portal and mark this as done.",
    ],
    fr: [
      "La connexion de cette commande a été supprimée ou désactivée.",
      "Réactivez-la ou reconnectez le compte, ou faites-le sur le portail de la marketplace et marquez ceci comme fait.",
    ],
  },
  too_many_attempts: {
    en: [
      "{attempts} attempts failed; last answer: {detail}",
      "Retry once the marketplace works again, or do it in the seller portal and mark this as done.",
    ],
    fr: [
      "{attempts} tentatives sans succès ; dernière réponse : {detail}",
      "Relancez quand la marketplace fonctionne de nouveau, ou faites-le sur son portail et marquez ceci comme fait.",
    ],
  },
  untracked_not_allowed: {
    en: [
      "This delivery mode ({delivery_mode}) requires a tracking number.",
      "Enter the carrier and the number here.",
    ],
    fr: [
      "Ce mode de livraison ({delivery_mode}) exige un numéro de suivi.",
      "Saisissez ici le transporteur et le numéro.",
    ],
  },
  correction_not_supported: {
    en: [
      "The marketplace already has another tracking number for this parcel and does not accept corrections.",
      "Correct it in the seller portal, then mark this as done.",
    ],
    fr: [
      "La marketplace a déjà un autre numéro de suivi pour ce colis et n'accepte pas de correction.",
      "Corrigez-le sur le portail de la marketplace, puis marquez ceci comme fait.",
    ],
  },
  labels_differ: {
    en: [
      "The marketplace was sent {sent|list} for this parcel; its labels here now say {labels|list}.",
      "If the marketplace shows a wrong number, correct it in the seller portal, then mark this as done. It also ends when the parcel has its former labels again.",
    ],
    fr: [
      "La marketplace a reçu {sent|list} pour ce colis ; ses étiquettes indiquent maintenant {labels|list}.",
      "Si la marketplace affiche un mauvais numéro, corrigez-le sur son portail, puis marquez ceci comme fait. Le problème disparaît aussi si le colis retrouve ses étiquettes d'avant.",
    ],
  },
  relay_carrier_mismatch: {
    en: [
      "The parcel goes to a pickup point of {network}, but its carrier is {carrier}.",
      "Check that this carrier serves the buyer's pickup point. Nothing is on hold.",
    ],
    fr: [
      "Le colis va vers un point relais {network}, mais son transporteur est {carrier}.",
      "Vérifiez que ce transporteur dessert le point relais de l'acheteur. Rien n'est bloqué.",
    ],
  },
} satisfies ProblemTexts<keyof typeof ACTION_PROBLEMS>
