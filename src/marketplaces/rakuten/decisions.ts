import { MarketplaceError } from "../errors"
import type { CallResult, CancellationRequest, DecisionRequest } from "../port"
import { toLatin1 } from "./charset"
import type { RakutenClient } from "./client"
import { toRakutenCountry } from "./countries"
import { assertStatus, callEach, resultOf, judgeRefused, type ItemOutcomes } from "./item-calls"
import type { PurchaseReader } from "./reading"
import { statusSchema } from "./schemas"
import type { RakutenSettings } from "./settings"
import { situationOf, type Situation } from "./statuses"

const MAX_COMMENT = 400

/** The situations in which a decision or cancellation has the effect that was asked for. */
const ACCEPTED: Situation[] = ["accepted", "pending", "claim", "closed"]
const ENDED: Situation[] = ["refused", "canceled", "gone"]
const CANCELLABLE: Situation[] = ["accepted", "pending", "claim"]

/**
 * Accepts or refuses item by item; the buyer's card is debited by an acceptance (official page). The reason stays here:
 * refusesale takes none.
 */
export async function decide(
  request: DecisionRequest,
  client: RakutenClient,
  reader: PurchaseReader,
  settings: RakutenSettings
): Promise<CallResult> {
  const isAccept = request.decision === "accept"
  const outcomes = await callEach(request.item_external_ids, async (itemid) => {
    const answer = isAccept
      ? await client.write("acceptsale", { itemid, ...origin(settings) }, statusSchema)
      : await client.write("refusesale", { itemid }, statusSchema)
    assertStatus(isAccept ? "GET acceptsale" : "GET refusesale", isAccept ? "Accepted" : "Refused", answer)
  })
  return settings.already_decided_policy === "error"
    ? resultOf(outcomes)
    : resultOf(await reread(outcomes, request.external_id, isAccept ? ACCEPTED : ENDED, reader))
}

/** Cancels accepted items: Rakuten refunds the buyer, and that cannot be undone. Whole units only. */
export async function cancel(
  request: CancellationRequest,
  client: RakutenClient,
  reader: PurchaseReader,
  settings: RakutenSettings
): Promise<CallResult> {
  if (!settings.cancel_enabled) {
    throw new MarketplaceError(
      "refused",
      "Canceling at Rakuten is switched off; see the setting cancel_enabled.",
      {
        effect: "none",
        reason: "not_supported",
      }
    )
  }
  const comment = toLatin1(request.reason).trim().slice(0, MAX_COMMENT)
  const itemids = request.item_external_ids ?? (await cancellableItems(request.external_id, reader))
  const outcomes = await callEach(itemids, async (itemid) => {
    assertStatus(
      "GET cancelitem",
      "CANCELLED",
      await client.write("cancelitem", { itemid, comment }, statusSchema)
    )
  })
  return resultOf(await reread(outcomes, request.external_id, ENDED, reader))
}

async function cancellableItems(purchaseid: string, reader: PurchaseReader): Promise<string[]> {
  const items = await reader.look(purchaseid, [])
  if (items.length === 0) {
    throw new MarketplaceError("not_ready", "GET cancelitem: Rakuten does not show this purchase now.", {
      effect: "none",
    })
  }
  const open = items.filter(({ status }) => {
    const situation = situationOf(status?.word ?? "")
    return situation !== null && CANCELLABLE.includes(situation)
  })
  return open.map(({ itemid }) => itemid)
}

/**
 * "ParameterError" is also the answer for an item that was decided before: then what it became is looked up. An item
 * that cannot be decided although it is listed as undecided was decided a moment ago: that shows later.
 */
async function reread(
  outcomes: ItemOutcomes,
  purchaseid: string,
  wanted: Situation[],
  reader: PurchaseReader
): Promise<ItemOutcomes> {
  if (outcomes.refused.length === 0) {
    return outcomes
  }
  const items = await reader.look(
    purchaseid,
    outcomes.refused.map(({ itemid }) => itemid)
  )
  return judgeRefused(outcomes, ({ itemid, error }) => {
    const word = items.find((item) => item.itemid === itemid)?.status?.word
    const situation = situationOf(word ?? "")
    if (situation !== null && wanted.includes(situation)) {
      return null
    }
    const isDecided = situation === "to_accept" && /itemid/i.test(error.details.marketplace_message ?? "")
    return isDecided
      ? new MarketplaceError("not_ready", `${error.message} Rakuten still lists the item as undecided.`, {
          ...error.details,
          reason: "wrong_state",
        })
      : error
  })
}

function origin(settings: RakutenSettings): Record<string, string> {
  const from = toRakutenCountry(settings.shipping_from_country)
  const into = toRakutenCountry(settings.import_country)
  return {
    ...(settings.send_shipping_from_country && from ? { shippingfromcountry: from } : {}),
    ...(into ? { importcountry: into } : {}),
  }
}
