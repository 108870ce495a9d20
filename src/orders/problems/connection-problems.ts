import { defineProblems } from "./define-problems"

/** Why a connection does not work, or what it works in spite of. */
export const CONNECTION_PROBLEMS = defineProblems("connection", {
  run_failed: {
    blocks: false,
    remedy: "retry",
    en: "Run failed",
    fr: "Échec de la dernière exécution",
  },
  run_incomplete: {
    blocks: false,
    remedy: "retry",
    en: "Import incomplete",
    fr: "Import incomplet",
  },
  page_limit: {
    blocks: false,
    remedy: "edit_connection",
    en: "More orders than one import reads",
    fr: "Plus de commandes qu'un import n'en lit",
  },
  // What keeps a whole connection from working.
  credentials_refused: {
    blocks: true,
    remedy: "set_credentials",
    urgent: true,
    cleared_by: ["check"],
    en: "Credentials rejected",
    fr: "Identifiants refusés",
  },
  not_linked: {
    blocks: true,
    remedy: "set_credentials",
    urgent: true,
    cleared_by: ["check"],
    en: "Seller account not linked",
    fr: "Compte vendeur non rattaché",
  },
  login_is_email: {
    blocks: true,
    remedy: "set_credentials",
    en: "E-mail address as login",
    fr: "Adresse e-mail comme identifiant",
  },
  no_rights: {
    blocks: true,
    remedy: "set_credentials",
    urgent: true,
    cleared_by: ["check"],
    en: "No access to the web services",
    fr: "Pas d'accès aux services web",
  },
  quota: {
    blocks: false,
    en: "Call quota used up",
    fr: "Quota d'appels épuisé",
  },
  rate_limited: {
    blocks: false,
    cleared_by: ["call"],
    en: "Too many calls",
    fr: "Trop d'appels",
  },
  unreachable: {
    blocks: false,
    cleared_by: ["call"],
    en: "Marketplace unreachable",
    fr: "Marketplace injoignable",
  },
  adapter_missing: {
    blocks: true,
    urgent: true,
    en: "Marketplace not installed",
    fr: "Marketplace non installée",
  },
  settings_invalid: {
    blocks: true,
    remedy: "edit_connection",
    urgent: true,
    en: "Settings not valid",
    fr: "Réglages non valides",
  },
  copied_database: {
    blocks: true,
    remedy: "confirm_instance",
    urgent: true,
    en: "Activated elsewhere",
    fr: "Activée ailleurs",
  },
  encryption_key_missing: {
    blocks: true,
    urgent: true,
    en: "No encryption key",
    fr: "Pas de clé de chiffrement",
  },
  secrets_unreadable: {
    blocks: true,
    remedy: "set_credentials",
    urgent: true,
    en: "Credentials unreadable",
    fr: "Identifiants illisibles",
  },
  scheduler_stopped: {
    blocks: false,
    urgent: true,
    en: "Scheduled jobs do not run",
    fr: "Tâches planifiées à l'arrêt",
  },
  shared_locking_missing: {
    blocks: false,
    en: "No shared locking",
    fr: "Pas de verrouillage partagé",
  },
  notification_channel_missing: {
    blocks: false,
    remedy: "edit_connection",
    en: "Notification channel not supported",
    fr: "Canal de notification non desservi",
  },
  comparison_failed: {
    blocks: false,
    en: "Orders not compared",
    fr: "Commandes non comparées",
  },
  comparison_incomplete: {
    blocks: false,
    en: "Comparison incomplete",
    fr: "Comparaison incomplète",
  },
  place_gone: {
    blocks: false,
    remedy: "edit_connection",
    urgent: true,
    en: "A destination was deleted in the store",
    fr: "Destination supprimée dans la boutique",
  },
  filters_exclude_all: {
    blocks: false,
    remedy: "edit_connection",
    urgent: true,
    en: "Every order is left out",
    fr: "Toutes les commandes sont écartées",
  },
  carriers_gone: {
    blocks: false,
    remedy: "choose_carrier",
    en: "Carriers no longer listed",
    fr: "Transporteurs retirés de la liste",
  },
  // Stock and prices.
  offers_braked: {
    blocks: false,
    urgent: true,
    en: "Unusual change of stock held",
    fr: "Changement de stock inhabituel retenu",
  },
  offers_lower_unconfirmed: {
    blocks: false,
    urgent: true,
    en: "Lower quantities not confirmed",
    fr: "Baisses de quantité non confirmées",
  },
})
