import { randomUUID } from "node:crypto"
import type { MedusaContainer } from "@medusajs/framework/types"
import type { ServiceShipment } from "../../labels/label-service"
import { newsOf } from "../../labels/news"
import { readReference } from "../../labels/reference"
import { shipmentState } from "../../labels/shipment-state"
import { labelsOf } from "../shared/labels"
import { marketplaceOf } from "../shared/marketplace"
import { accountWorks, failureOf, pauseAccount } from "./account-health"
import { wakeLabels, wakePanel } from "./wake-labels"

const MINUTE = 60
const POLL_SECONDS = 15 * MINUTE
const CLAIM_SECONDS = 10 * MINUTE
/** Lists lag: what was seen lately is looked at again. */
const OVERLAP_MS = 60 * MINUTE * 1000
/** The first look back. */
const FIRST_MS = 24 * 60 * MINUTE * 1000

const numbersOf = (shipments: readonly ServiceShipment[]) => [
  ...new Set(shipments.flatMap(({ order_number }) => order_number ?? [])),
]

/**
 * Reads what changed at the service of the account that is due next: a net under its messages, which can be lost, and the
 * only source where it cannot reach the store. False: none was due.
 */
export async function pollAccount(container: MedusaContainer): Promise<boolean> {
  const labels = labelsOf(container)
  const { ongoing, instance } = marketplaceOf(container)
  const owner = randomUUID()
  const account = await labels.accounts.takePoll({
    instance: await instance.call(marketplaceOf(container)),
    owner,
    seconds: CLAIM_SECONDS,
  })
  if (!account) return false
  const started = new Date()
  const since = new Date(
    (account.polled_until ?? started).getTime() - (account.polled_until ? OVERLAP_MS : FIRST_MS)
  )
  try {
    const session = await labels.openSession(account, ongoing.signal)
    for await (const shipments of session.changes(since)) {
      await labels.parcels.storeNews(
        account.id,
        shipments.flatMap((one) => newsOf(one, started.toISOString()))
      )
      const ofPanel = shipments.filter(({ reference }) => readReference(reference) === null)
      // A label that was made in the panel may be what a request waits for.
      const live = ofPanel.filter((one) => shipmentState(one) === "live")
      await labels.requests.wakeNumbers(account.id, numbersOf(live))
      const parcels = ofPanel.flatMap((one) => one.parcels.map(({ external_id }) => external_id))
      const unknown = await labels.parcels.unknownParcels(account.id, parcels)
      const news = ofPanel.filter((one) => one.parcels.some(({ external_id }) => unknown.has(external_id)))
      const shown = await labels.panel.wakePanelNumbers(account.id, {
        order_numbers: numbersOf(news),
        order_ids: [],
      })
      wakePanel(container, shown.length)
    }
    const changed = await labels.parcels.applyNews(account.id)
    await accountWorks(container, account)
    await labels.accounts.finishPoll({
      id: account.id,
      owner,
      polled_until: started,
      next_in_seconds: POLL_SECONDS,
    })
    wakeLabels(container, changed.length + 1)
  } catch (error) {
    const failure = failureOf(error)
    const next_in_seconds =
      failure.of === "account"
        ? await pauseAccount(container, account, failure.code)
        : failure.of === "stop"
          ? 0
          : POLL_SECONDS
    await labels.accounts.finishPoll({ id: account.id, owner, polled_until: null, next_in_seconds })
    // What is not the account's is logged: labels go on.
    if (failure.of === "store" || failure.of === "call") throw error
  }
  return true
}
