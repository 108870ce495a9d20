import { isMarketplaceError, MarketplaceError, type MarketplaceErrorKind } from "../errors"
import type { Snapshot } from "../port"
import type { RakutenClient } from "./client"
import { lacksBilling } from "./order-mapper"
import type { SaleLists } from "./sale-lists"
import { billingSchema, itemInfosSchema, shippingInformationSchema } from "./schemas"
import type { RakutenSettings } from "./settings"
import { shippingModeOf } from "./shipping-modes"
import {
  emptyPurchase,
  mergePurchases,
  purchaseOfBilling,
  purchaseOfItemInfos,
  purchaseOfLabel,
  readPurchaseOrNull,
  toSnapshot,
  type Purchase,
  type PurchaseItem,
} from "./snapshot"
import { GONE_WORD, type Situation, situationOf } from "./statuses"

/** getiteminfos is not this account's, or refuses for another reason: nothing is known of the item. */
const NO_ANSWER: readonly MarketplaceErrorKind[] = ["no_rights", "not_ready", "refused"]
/** An item's log entry when a tracking number was sent for it (public client code). */
const TRACKING_LOG = "TRACKING"

/** Reads one purchase from several services: none provides everything, and none exists for one before acceptance. */
export class PurchaseReader {
  constructor(
    private readonly client: RakutenClient,
    private readonly lists: SaleLists,
    private readonly settings: RakutenSettings
  ) {}

  /**
   * The purchase as it is now, merged with what is known of it. Billing information has the states of accepted items and
   * what was shipped. An item that is missing there is looked up in the list of new sales, then in the accepted ones, and
   * one that no list has is read alone; so is an item that billing no longer shows as canceled. When nothing is known,
   * both lists are searched. Throws `not_ready` when no service knows accepted items.
   */
  async read(purchaseid: string, known: Snapshot | null): Promise<Snapshot | null> {
    const before = known && readPurchaseOrNull(known.payload)
    const billing = await this.billingIfReady(purchaseid)
    if (!before) {
      const listed = await this.lists.find(purchaseid)
      const found = listed && billing ? mergePurchases(listed, billing) : (listed ?? billing)
      return found && toSnapshot(found)
    }
    const billed = billing ? mergePurchases(before, billing) : before
    const isSilent = (item: PurchaseItem) =>
      isUndecided(item) || (billing !== null && isOngoing(item) && !hasItem(billing, item))
    const now =
      billed.items.length === 0 || billed.items.some(isSilent)
        ? await this.asListed(billed, isSilent)
        : billed
    if (billing) {
      const trueNow = isTakenBack(before, now) ? await this.asListedNow(now) : now
      return toSnapshot(await this.withLabel(await this.withItemInfos(trueNow, isUnsaid)))
    }
    if (billed.items.length === 0 || billed.items.some(isUndecided)) {
      return toSnapshot(now)
    }
    // A sale that ended before its acceptance never has billing information.
    if (now.items.every(isGone)) {
      const listed = await this.lists.find(purchaseid)
      return toSnapshot(listed ? mergePurchases(now, listed) : now)
    }
    if (this.settings.confirm_shipped_by === "itemlog") {
      return toSnapshot(await this.withItemInfos(now, isUnclosed))
    }
    throw new MarketplaceError(
      "not_ready",
      "GET getbillinginformation: Rakuten does not show this purchase now.",
      {
        effect: "none",
      }
    )
  }

  /** Adds what the lists show of these items, and reads alone those that no list has. */
  private async asListed(purchase: Purchase, isSilent: (item: PurchaseItem) => boolean): Promise<Purchase> {
    const { purchaseid } = purchase
    const silent = purchase.items.filter(isSilent)
    const { purchase: undecided, at } = await this.lists.findNew(purchaseid)
    const isComplete = undecided && silent.every((item) => hasItem(undecided, item))
    const listed = isComplete ? undecided : await this.lists.find(purchaseid)
    const isMissing = !listed && (purchase.items.length === 0 || silent.some(isUndecided))
    const missing = { ...emptyPurchase(purchaseid), missing_at: isMissing ? at : null }
    let now = mergePurchases(purchase, listed ?? missing)
    for (const item of silent.filter((one) => !listed || !hasItem(listed, one))) {
      now = await this.askedAlone(now, item.itemid, at)
    }
    return now
  }

  /**
   * Adds what getiteminfos shows of one item that no list has any more. The call marks the item's messages as read, so it
   * is made only for these, until it has succeeded. It has no word for what ended before it was accepted.
   */
  private async askedAlone(purchase: Purchase, itemid: string, at: string): Promise<Purchase> {
    const answer = await this.client
      .read("getiteminfos", { itemid }, itemInfosSchema)
      .then(({ response, at: answered }) => ({ word: response.item.itemstatus || GONE_WORD, at: answered }))
      .catch((error: unknown) => {
        if (!isMarketplaceError(error)) {
          throw error
        }
        if (error.kind === "refused" && /itemid/i.test(error.details.marketplace_message ?? "")) {
          return { word: GONE_WORD, at }
        }
        if (NO_ANSWER.includes(error.kind)) {
          return null
        }
        throw error
      })
    return answer
      ? mergePurchases(
          purchase,
          purchaseOfItemInfos(
            purchase.purchaseid,
            { itemid, itemstatus: answer.word, has_tracking: false },
            answer.at
          )
        )
      : purchase
  }

  /** The snapshot with its billing information; throws `not_ready` while that lacks an accepted item. */
  async withDetails(snapshot: Snapshot): Promise<Snapshot> {
    const before = readPurchaseOrNull(snapshot.payload) ?? emptyPurchase(snapshot.external_id)
    const now = mergePurchases(before, await this.billing(snapshot.external_id))
    if (now.items.some((item) => lacksBilling(item, this.settings))) {
      throw new MarketplaceError(
        "not_ready",
        "GET getbillinginformation: an accepted item is not there yet.",
        {
          effect: "none",
        }
      )
    }
    return toSnapshot(await this.withLabel(now))
  }

  /**
   * The purchase's items as billing and the list of new sales show them now; the list of accepted sales is read only for
   * an item that neither of them has (accepted, without billing information yet).
   */
  async look(purchaseid: string, itemids: string[]): Promise<PurchaseItem[]> {
    this.lists.forget()
    const billing = await this.billingIfReady(purchaseid)
    const { purchase } = await this.lists.findNew(purchaseid)
    const found = [billing, purchase].filter((one) => one !== null)
    const there = new Set(found.flatMap(({ items }) => items.map(({ itemid }) => itemid)))
    const listed = itemids.every((itemid) => there.has(itemid)) ? null : await this.lists.find(purchaseid)
    return [...found, ...(listed ? [listed] : [])].reduce(mergePurchases, emptyPurchase(purchaseid)).items
  }

  /**
   * Adds the label that Rakuten makes for this shipping type. Nothing waits for it: the next reading asks again for one
   * that is not available yet.
   */
  private async withLabel(purchase: Purchase): Promise<Purchase> {
    const { purchaseid, delivery, items, label, is_purged } = purchase
    const isMade = shippingModeOf(delivery?.shippingtype ?? "", this.settings).is_prepaid
    if (!isMade || label || is_purged || items.every(({ accepted_at }) => accepted_at === null)) {
      return purchase
    }
    try {
      const { response, at } = await this.client.read(
        "getshippinginformation",
        { purchaseid },
        shippingInformationSchema
      )
      return mergePurchases(
        purchase,
        purchaseOfLabel(purchaseid, response.shippinginformation.prepaidlabel, at)
      )
    } catch (error) {
      if (!isMarketplaceError(error)) {
        throw error
      }
      if (error.kind !== "not_ready") {
        this.client.warnOnce(`Rakuten's label could not be read (${error.kind}); it is asked for again.`)
      }
      return purchase
    }
  }

  /** A service that does not know of a cancellation yet must not undo it: the list's newest word decides. */
  private async asListedNow(purchase: Purchase): Promise<Purchase> {
    this.lists.forget()
    const listed = await this.lists.find(purchase.purchaseid)
    return listed ? mergePurchases(purchase, listed) : purchase
  }

  private async billing(purchaseid: string): Promise<Purchase> {
    const { response, at } = await this.client.read("getbillinginformation", { purchaseid }, billingSchema)
    return purchaseOfBilling(purchaseid, response.billinginformation.items, at)
  }

  private async billingIfReady(purchaseid: string): Promise<Purchase | null> {
    try {
      return await this.billing(purchaseid)
    } catch (error) {
      if (isMarketplaceError(error) && error.kind === "not_ready") {
        return null
      }
      throw error
    }
  }

  /** Adds these items' logs. Marks their messages as read at Rakuten: only where the setting allows it. */
  private async withItemInfos(
    purchase: Purchase,
    isAsked: (item: PurchaseItem) => boolean
  ): Promise<Purchase> {
    let now = purchase
    const asked = this.settings.confirm_shipped_by === "itemlog" ? purchase.items.filter(isAsked) : []
    for (const { itemid } of asked) {
      const { response, at } = await this.client.read("getiteminfos", { itemid }, itemInfosSchema)
      const { itemstatus, itemlog, itemlogs } = response.item
      const has_tracking = [...itemlog, ...itemlogs].some(({ code }) => code === TRACKING_LOG)
      now = mergePurchases(
        now,
        purchaseOfItemInfos(purchase.purchaseid, { itemid, itemstatus, has_tracking }, at)
      )
    }
    return now
  }
}

function isUndecided({ status }: PurchaseItem): boolean {
  return status === null || situationOf(status.word) === "to_accept"
}

/** Neither to be decided nor over, as far as its word is known. */
const isOngoing = ({ status }: PurchaseItem): boolean =>
  !NOT_ONGOING.includes(situationOf(status?.word ?? "") ?? "accepted")
const hasItem = (purchase: Purchase, { itemid }: PurchaseItem): boolean =>
  purchase.items.some((item) => item.itemid === itemid)
const isUnclosed = ({ status }: PurchaseItem): boolean => situationOf(status?.word ?? "") !== "closed"
/** Billing has no word for whether it was shipped. */
const isUnsaid = (item: PurchaseItem): boolean => isOngoing(item) && item.shipped === "" && !item.has_tracking
const NOT_ONGOING: Situation[] = ["refused", "canceled", "gone", "closed", "to_accept"]
const isGone = ({ status }: PurchaseItem): boolean =>
  ["canceled", "refused", "gone"].includes(situationOf(status?.word ?? "") ?? "")
/** Whether an item that was gone is not gone any more. */
function isTakenBack(before: Purchase, now: Purchase): boolean {
  const gone = new Set(before.items.filter(isGone).map(({ itemid }) => itemid))
  return now.items.some((one) => gone.has(one.itemid) && !isGone(one))
}
