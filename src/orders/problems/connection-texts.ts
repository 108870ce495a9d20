import type { ProblemTexts } from "./define-problems"
import type { CONNECTION_PROBLEMS } from "./connection-problems"

/** What is wrong, and the next step. */
export const CONNECTION_TEXTS = {
  run_failed: {
    en: [
      "The last run ended with an unexpected error.",
      "It is repeated automatically. If it keeps failing, send the run's number and the server's log to the store's developer.{setting|setting}",
    ],
    fr: [
      "La dernière exécution s'est arrêtée sur une erreur inattendue.",
      "Elle est relancée automatiquement. Si l'erreur persiste, transmettez le numéro d'exécution et le journal du serveur au développeur de la boutique.{setting|setting}",
    ],
  },
  run_incomplete: {
    en: [
      "A part of the last run failed: {detail}",
      "The rest was done, and this part is tried again with the next run. If it keeps failing, report the message to the marketplace's support.{setting|setting}",
    ],
    fr: [
      "Une partie de la dernière exécution a échoué : {detail}",
      "Le reste a été fait, et cette partie est relancée à la prochaine exécution. Si l'échec persiste, transmettez le message au support de la marketplace.{setting|setting}",
    ],
  },
  page_limit: {
    en: [
      "The marketplace's list has more pages than the setting {setting|named} allows ({limit}). What was read is imported.",
      "Raise this setting of the connection.",
    ],
    fr: [
      "La liste de la marketplace a plus de pages que le réglage {setting|named} n'en autorise ({limit}). Ce qui a été lu est importé.",
      "Augmentez ce réglage de la connexion.",
    ],
  },
  credentials_refused: {
    en: [
      "The marketplace rejects the credentials.",
      "Enter new ones. Work resumes automatically as soon as they are accepted.",
    ],
    fr: [
      "La marketplace refuse les identifiants.",
      "Saisissez-en de nouveaux. La synchronisation reprend automatiquement dès qu'ils sont acceptés.",
    ],
  },
  not_linked: {
    en: [
      "The credentials are correct, but this seller account has not granted them access.",
      "Grant the access in the seller portal, and check the seller id.{setting|setting}",
    ],
    fr: [
      "Les identifiants sont bons, mais ce compte vendeur ne leur a pas donné accès.",
      "Accordez l'accès sur le portail de la marketplace et vérifiez l'identifiant vendeur.{setting|setting}",
    ],
  },
  login_is_email: {
    en: [
      "The login is an e-mail address; the marketplace expects the account name.",
      "Enter the account name as the seller portal shows it.",
    ],
    fr: [
      "L'identifiant saisi est une adresse e-mail ; la marketplace attend le nom du compte.",
      "Saisissez le nom du compte tel que l'affiche le portail de la marketplace.",
    ],
  },
  no_rights: {
    en: [
      "The account is not allowed to do this on the marketplace.",
      "Ask the marketplace to enable the service for this account.",
    ],
    fr: [
      "Le compte n'a pas les droits nécessaires sur la marketplace.",
      "Demandez à la marketplace d'ouvrir ce service à votre compte.",
    ],
  },
  quota: {
    en: [
      "The marketplace's call quota is used up.",
      "Nothing to do: work resumes automatically. If this happens often, import less often, or check whether another tool uses the same account.{setting|setting}",
    ],
    fr: [
      "Le quota d'appels de la marketplace est épuisé.",
      "Rien à faire : la synchronisation reprend automatiquement. Si cela se répète, espacez les imports ou vérifiez si un autre outil utilise le même compte.{setting|setting}",
    ],
  },
  rate_limited: {
    en: [
      "The marketplace asks for slower calls.",
      "Nothing to do: calls continue more slowly.{setting|setting}",
    ],
    fr: [
      "La marketplace demande de ralentir.",
      "Rien à faire : les appels continuent plus lentement.{setting|setting}",
    ],
  },
  unreachable: {
    en: [
      "The marketplace does not respond.",
      "Nothing to do: calls are retried automatically. If this lasts, check the server's network and the marketplace's status page.",
    ],
    fr: [
      "La marketplace ne répond pas.",
      "Rien à faire : de nouvelles tentatives sont faites automatiquement. Si cela dure, vérifiez le réseau du serveur et l'état de la marketplace.",
    ],
  },
  adapter_missing: {
    en: [
      "The adapter of the marketplace “{marketplace}” is no longer among the plugin's options, so this connection does nothing.",
      "Ask the store's developer to add it again and restart the server, or disable this connection.",
    ],
    fr: [
      "L'adaptateur de la marketplace « {marketplace} » ne figure plus dans les options du plugin : cette connexion ne fait rien.",
      "Demandez au développeur de la boutique de le rétablir et de redémarrer le serveur, ou désactivez cette connexion.",
    ],
  },
  settings_invalid: {
    en: [
      "The settings of this connection are not valid, so it does nothing: {detail}",
      "Correct these settings and save them.",
    ],
    fr: [
      "Les réglages de cette connexion ne sont pas valides, elle ne fait donc rien : {detail}",
      "Corrigez ces réglages et enregistrez-les.",
    ],
  },
  copied_database: {
    en: [
      "This connection was activated in another installation ({activated_in}); it is paused here ({current}).",
      "In a test copy, leave it paused. If the store has really moved, confirm: this installation then accepts and ships orders on the live account.",
    ],
    fr: [
      "Cette connexion a été activée dans une autre installation ({activated_in}) ; elle est en pause ici ({current}).",
      "Dans une copie de test, laissez-la en pause. Si la boutique a vraiment été déplacée, confirmez : cette installation acceptera et expédiera alors les commandes du compte réel.",
    ],
  },
  encryption_key_missing: {
    en: [
      "The plugin has no encryption key, so credentials can be neither saved nor read.",
      "Ask the store's developer to set MARKETPLACE_ENCRYPTION_KEY (at least 32 bytes) and restart the server.",
    ],
    fr: [
      "Le plugin n'a pas de clé de chiffrement : les identifiants ne peuvent être ni enregistrés ni lus.",
      "Demandez au développeur de la boutique de définir MARKETPLACE_ENCRYPTION_KEY (32 octets au moins) et de redémarrer le serveur.",
    ],
  },
  secrets_unreadable: {
    en: [
      "The saved credentials cannot be decrypted with the current key.",
      "Add the former key to the previous keys, or enter the credentials again.",
    ],
    fr: [
      "Les identifiants enregistrés ne peuvent pas être déchiffrés avec la clé actuelle.",
      "Ajoutez l'ancienne clé aux clés précédentes, ou saisissez à nouveau les identifiants.",
    ],
  },
  scheduler_stopped: {
    en: [
      "No scheduled job of the store has run for {minutes} minutes: orders and parcels may be late.",
      "Ask the store's developer to restart the workers, and to check that a worker runs and that Redis keeps its data.",
    ],
    fr: [
      "Aucune tâche planifiée de la boutique ne s'est exécutée depuis {minutes} minutes : commandes et colis peuvent être en retard.",
      "Demandez au développeur de la boutique de redémarrer les workers, et de vérifier qu'un worker tourne et que Redis conserve ses données.",
    ],
  },
  shared_locking_missing: {
    en: [
      "Several server processes run without a shared locking module, so stock may be reserved incorrectly.",
      "Ask the store's developer to set up Medusa's locking module on PostgreSQL or Redis.",
    ],
    fr: [
      "Plusieurs processus serveur tournent sans module de verrouillage partagé : des réservations de stock peuvent être fausses.",
      "Demandez au développeur de la boutique d'installer le module de verrouillage de Medusa sur PostgreSQL ou Redis.",
    ],
  },
  notification_channel_missing: {
    en: [
      "No notification provider of this store serves: {channels|list}. These recipients receive nothing.",
      "Ask the store's developer to add a provider for it, or choose another channel in the connection's notifications.",
    ],
    fr: [
      "Aucun fournisseur de notifications de cette boutique ne dessert : {channels|list}. Ces destinataires ne reçoivent rien.",
      "Demandez au développeur de la boutique d'ajouter un fournisseur, ou choisissez un autre canal dans les notifications de la connexion.",
    ],
  },
  comparison_failed: {
    en: [
      "The daily comparison with the marketplace could not be made: {detail}",
      "It is tried again every hour. If it keeps failing, report the message to the marketplace's support.",
    ],
    fr: [
      "La comparaison quotidienne avec la marketplace n'a pas pu être faite : {detail}",
      "Une nouvelle tentative est faite toutes les heures. Si l'échec persiste, transmettez le message au support de la marketplace.",
    ],
  },
  comparison_incomplete: {
    en: [
      "The daily comparison with the marketplace lacks a part: {detail}",
      "The rest was compared, and the part is tried again within six hours. If it keeps failing, report the message to the marketplace's support.",
    ],
    fr: [
      "Il manque une partie à la comparaison quotidienne avec la marketplace : {detail}",
      "Le reste a été comparé, et cette partie est relue dans les six heures. Si l'échec persiste, transmettez le message au support de la marketplace.",
    ],
  },
  place_gone: {
    en: [
      "Deleted in the store, and still used by this connection: {places|list}. New orders cannot be imported there.",
      "Choose others under “Where orders go”, and in its exceptions.",
    ],
    fr: [
      "Supprimé dans la boutique, et encore utilisé par cette connexion : {places|list}. Les nouvelles commandes ne peuvent pas y être importées.",
      "Choisissez-en d'autres sous « Où vont les commandes », et dans ses exceptions.",
    ],
  },
  filters_exclude_all: {
    en: [
      "All {count} orders of the last 30 days were left out by the connection's channels or countries. Channels seen: {channels|list}.",
      "Compare “Channels” and “Delivery countries” in the import settings with what was seen. Then import from an earlier date: what was left out is looked at again.",
    ],
    fr: [
      "Les {count} commandes des 30 derniers jours ont toutes été écartées par les canaux ou les pays de la connexion. Canaux vus : {channels|list}.",
      "Comparez « Canaux » et « Pays de livraison » dans les réglages d'import avec ce qui a été vu. Importez ensuite depuis une date antérieure : ce qui a été écarté est réexaminé.",
    ],
  },
  carriers_gone: {
    en: [
      "The marketplace no longer lists carriers that this connection uses: {carriers|list}.",
      "Choose others in the carrier rules before the next shipment.",
    ],
    fr: [
      "La marketplace ne propose plus des transporteurs utilisés par cette connexion : {carriers|list}.",
      "Choisissez-en d'autres dans les règles de transporteur avant la prochaine expédition.",
    ],
  },
  offers_braked: {
    en: [
      "Offers that would go to 0 without an order that explains it: {count}. They go on selling with the quantity that they show.",
      "Open “Stock and prices” of the connection, look at what changed, and send it as is or leave it unchanged.",
    ],
    fr: [
      "Offres qui passeraient à 0 sans commande qui l'explique : {count}. Elles continuent à se vendre avec la quantité affichée.",
      "Ouvrez « Stock et prix » de la connexion, vérifiez ce qui a changé, puis transmettez ou laissez tel quel.",
    ],
  },
  offers_lower_unconfirmed: {
    en: [
      "The marketplace has not confirmed lower quantities for more than {minutes} minutes: {count} offers, {units} units could be oversold.",
      "They are sent again automatically. If it lasts, check these offers in the seller portal and lower them there.",
    ],
    fr: [
      "La marketplace n'a pas confirmé des baisses de quantité depuis plus de {minutes} minutes : {count} offres, {units} unités pourraient être vendues en trop.",
      "Elles sont transmises à nouveau automatiquement. Si cela dure, vérifiez ces offres sur le portail de la marketplace et baissez-y la quantité.",
    ],
  },
} satisfies ProblemTexts<keyof typeof CONNECTION_PROBLEMS>
