import type { RakutenMarket } from "./market"
import { type RakutenItem, type RakutenSale, type Tracking } from "./sale"
import { isKnownTransporter, isOtherTransporter } from "./transporters"
import type { UploadedItem } from "./upload"

export type LineVerdict = {
  itemid: string
  found: { sale: RakutenSale; item: RakutenItem } | null
  tracking: Tracking
  /** Why the line is refused, in Rakuten's words; null when it is taken. */
  detail: string | null
  is_duplicate: boolean
}

const isShipped = (item: RakutenItem) => item.is_shipped || item.is_on_the_way
const canShip = (item: RakutenItem) =>
  ["accepted", "claim"].includes(item.situation) && !item.is_rsl && !item.is_fulfilment

/**
 * One line of importitemshippingstatus. The first three texts were seen by a client in production; the others are
 * invented, since the real ones are not known.
 */
export function judgeLine(market: RakutenMarket, login: string, line: UploadedItem): LineVerdict {
  const { itemid, transporter, number, url } = line
  const found = market.findItem(itemid, login)
  const refuse = (reason: string, is_duplicate = false): LineVerdict => ({
    itemid,
    found,
    tracking: { transporter, number, url: url || null },
    detail: `Article ${itemid} : ${reason}`,
    is_duplicate,
  })
  if (!found || found.sale.purchaseid !== line.purchaseid) return refuse("numéro incorrect")
  if (isShipped(found.item)) return refuse(market.settings.already_shipped_text, true)
  if (!canShip(found.item)) return refuse("statut incorrect. L'article doit être accepté et non clôturé.")

  const { shippingtype } = found.sale
  const { flag_word, transporter_case, tracking_url, takes_url_fragment } = market.settings
  const { prepaid_types, untracked_types, prepaid_takes, other_transporter } = market.settings
  const is_prepaid = prepaid_types.includes(shippingtype)
  const is_untracked = untracked_types.includes(shippingtype)
  const isFlag = (word: string) => (flag_word === null ? /^(oui|yes)$/i.test(word) : word === flag_word)
  const may_be_flag = is_untracked || (is_prepaid && prepaid_takes === "either")
  if (!number || (isFlag(number) && !may_be_flag)) return refuse("numéro de suivi obligatoire")
  if (!transporter && !(isFlag(number) && is_untracked)) {
    return refuse("transporteur obligatoire")
  }
  if (
    transporter &&
    market.settings.strict_transporters &&
    !isKnownTransporter(transporter, other_transporter)
  ) {
    return refuse("transporteur inconnu")
  }
  if (transporter_case === "upper" && transporter !== transporter.toUpperCase()) {
    return refuse("transporteur inconnu")
  }
  if (url && tracking_url === "only-autre" && !isOtherTransporter(transporter, other_transporter)) {
    return refuse("URL de suivi incorrecte")
  }
  if (url && !/^https?:\/\/\S+$/i.test(url)) return refuse("URL de suivi incorrecte")
  if (url.includes("#") && !takes_url_fragment) return refuse("URL de suivi incorrecte")
  if (isOtherTransporter(transporter, other_transporter) && !url) return refuse("URL de suivi obligatoire")
  return {
    itemid,
    found,
    tracking: { transporter, number, url: url || null },
    detail: null,
    is_duplicate: false,
  }
}

/** The one item of settrackingpackageinfos: a sentence when it is refused. */
export function judgeTracking(
  market: RakutenMarket,
  item: RakutenItem,
  { transporter, number, url }: Tracking
): { detail: string; is_duplicate: boolean } | null {
  const refuse = (detail: string, is_duplicate = false) => ({ detail, is_duplicate })
  if (!canShip(item)) return refuse("The parameter 'itemid' is invalid.")
  if (isShipped(item) && !market.settings.tracking_overwrite)
    return refuse("The parameter 'itemid' is invalid.", true)
  if (!transporter) return refuse("The parameter 'transporter_name' is mandatory.")
  if (
    market.settings.strict_transporters &&
    !isKnownTransporter(transporter, market.settings.other_transporter)
  ) {
    return refuse("The parameter 'transporter_name' is invalid.")
  }
  if (!number) return refuse("The parameter 'tracking_number' is mandatory.")
  if (isOtherTransporter(transporter, market.settings.other_transporter) && !url)
    return refuse("The parameter 'tracking_url' is mandatory.")
  if (url && !/^https?:\/\/\S+$/i.test(url)) return refuse("The parameter 'tracking_url' is invalid.")
  return null
}
