import type { MedusaContainer } from "@medusajs/framework/types"
import { begin } from "../shared/begin"
import { labelsOf } from "../shared/labels"
import { wakeLabels } from "./wake-labels"

/**
 * Takes a service's message about a parcel. False for everything that the service did not sign, and for accounts that are
 * not here: nothing of it is looked at then.
 */
export async function hearOfLabel(
  container: MedusaContainer,
  account_id: string,
  body: Buffer,
  headers: Record<string, string | string[] | undefined>
): Promise<boolean> {
  const labels = labelsOf(container)
  const account = await labels.accounts.loadAccount(account_id)
  if (!account || account.deleted_at) return false
  const service = labels.labelService(account.service_id)
  const { secret_key = "", webhook_key = "" } = await labels.readCredentials(account_id)
  if (!service.isAuthentic(body, headers, [webhook_key, secret_key])) return false
  const news = service.readMessage(body, labels.ownSettingsOf(account))
  if (!news) return true
  await labels.parcels.storeNews(account_id, [news])
  begin(container, `what was heard of labels of ${account_id}`, async () => {
    const changed = await labels.parcels.applyNews(account_id)
    const waiting = news.order_number
      ? await labels.requests.wakeNumbers(account_id, [news.order_number])
      : []
    wakeLabels(container, changed.length + waiting.length)
  })
  return true
}
