import { defineProblems } from "./define-problems"

/** Why a label is not there, or needs a person although it is. */
export const LABEL_PROBLEMS = defineProblems("label", {
  // One label
  label_incomplete: {
    blocks: true,
    looked_at_again: true,
    en: "Something is missing",
    fr: "Il manque une information",
  },
  label_refused: {
    blocks: true,
    waits_for_person: true,
    en: "Refused by the label service",
    fr: "Refusée par le service d'étiquettes",
  },
  label_unclear: {
    blocks: true,
    cleared_by: ["call"],
    en: "Purchase being checked",
    fr: "Achat en cours de vérification",
  },
  label_needs_approval: {
    blocks: true,
    urgent: true,
    scope: "cause",
    en: "Waiting for your approval",
    fr: "En attente de votre accord",
  },
  label_parcel_stopped: {
    blocks: true,
    looked_at_again: true,
    urgent: true,
    en: "Not bought: the parcel may have to stay",
    fr: "Non achetée : le colis doit peut-être rester",
  },
  label_several: {
    blocks: true,
    waits_for_person: true,
    urgent: true,
    en: "Several labels for the same goods",
    fr: "Plusieurs étiquettes pour les mêmes articles",
  },
  label_of_panel: {
    blocks: true,
    waits_for_person: true,
    en: "A label that may be this parcel's",
    fr: "Une étiquette qui est peut-être celle de ce colis",
  },
  label_fulfillment_gone: {
    blocks: true,
    en: "Parcel not found",
    fr: "Colis introuvable",
  },
  label_account_off: {
    blocks: true,
    scope: "cause",
    en: "Label account switched off",
    fr: "Compte d'étiquettes désactivé",
  },
  label_store_failed: {
    blocks: true,
    cleared_by: ["call"],
    en: "Not shown on the parcel yet",
    fr: "Pas encore affichée sur le colis",
  },
  label_canceling: {
    blocks: false,
    cleared_by: ["call"],
    en: "Cancellation requested",
    fr: "Annulation demandée",
  },
  label_cancel_refused: {
    blocks: false,
    urgent: true,
    en: "Cancellation refused",
    fr: "Annulation refusée",
  },
  label_left_paid: {
    blocks: true,
    waits_for_person: true,
    urgent: true,
    en: "Partly made, and paid for",
    fr: "Faite en partie, et payée",
  },
  label_call_refused: {
    blocks: true,
    cleared_by: ["call"],
    en: "Refused by the service, tried again",
    fr: "Refusé par le service, nouvel essai prévu",
  },
  label_order_canceled: {
    blocks: false,
    urgent: true,
    en: "Order canceled, label still valid",
    fr: "Commande annulée, étiquette encore valable",
  },
  label_stop_parcel: {
    blocks: false,
    urgent: true,
    en: "Order canceled, parcel on its way",
    fr: "Commande annulée, colis en route",
  },
  label_not_scanned: {
    blocks: false,
    en: "Paid, not scanned",
    fr: "Payée, pas prise en charge",
  },
  label_silent: {
    blocks: false,
    en: "No scan for days",
    fr: "Aucune nouvelle depuis des jours",
  },
  label_trouble: {
    blocks: false,
    en: "Trouble on the way",
    fr: "Incident de livraison",
  },
  // The account
  label_keys_refused: {
    blocks: true,
    urgent: true,
    scope: "cause",
    en: "Keys refused",
    fr: "Clés refusées",
  },
  label_no_rights: {
    blocks: true,
    urgent: true,
    scope: "cause",
    en: "Rights missing",
    fr: "Droits manquants",
  },
  label_no_payment_method: {
    blocks: true,
    urgent: true,
    scope: "cause",
    en: "No payment method",
    fr: "Aucun moyen de paiement",
  },
  label_reference_clash: {
    blocks: true,
    urgent: true,
    scope: "cause",
    en: "References of another store",
    fr: "Références d'une autre boutique",
  },
  label_account_invalid: {
    blocks: true,
    urgent: true,
    scope: "cause",
    en: "Account misconfigured",
    fr: "Compte mal configuré",
  },
  label_service_unreachable: {
    blocks: false,
    scope: "cause",
    en: "Label service unreachable",
    fr: "Service d'étiquettes injoignable",
  },
  label_copied_database: {
    blocks: true,
    urgent: true,
    scope: "cause",
    en: "Copy of another store",
    fr: "Copie d'une autre boutique",
  },
})
