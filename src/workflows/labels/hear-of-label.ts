import type { MedusaContainer } from "@medusajs/framework/types"
import { ContainerRegistrationKeys } from "@medusajs/framework/utils"
import type { LabelService } from "../../labels/label-service"
import type { LabelAccountRow } from "../../modules/label/stores/accounts"
import { begin } from "../shared/begin"
import { errorKind } from "../shared/error-kind"
import { labelsOf } from "../shared/labels"
import { wakeLabels, wakePanel } from "./wake-labels"

/** A stranger's address can hold what no database takes. */
const AN_ID = /^\w{1,100}$/

/**
 * Takes a service's message about a parcel. False for everything that the service did not sign, and for accounts that are
 * not here or whose keys cannot be read: nothing of it is looked at then.
 */
export async function hearOfLabel(
  container: MedusaContainer,
  account_id: string,
  body: Buffer,
  headers: Record<string, string | string[] | undefined>
): Promise<boolean> {
  const labels = labelsOf(container)
  if (!AN_ID.test(account_id)) return false
  const account = await labels.accounts.loadAccount(account_id)
  if (!account || account.deleted_at) return false
  const service = await authenticService(container, account, body, headers)
  if (!service) return false
  const news = service.readMessage(body, labels.ownSettingsOf(account))
  if (!news) return true
  await labels.parcels.storeNews(account_id, [news])
  begin(container, `what was heard of labels of ${account_id}`, async () => {
    const changed = await labels.parcels.applyNews(account_id)
    // What is said of a parcel of ours changes nothing in the panel.
    const isNew = (await labels.parcels.unknownParcels(account_id, [news.parcel_external_id])).size > 0
    const waiting = news.order_number
      ? await labels.requests.wakeNumbers(account_id, [news.order_number])
      : []
    const shown = isNew
      ? await labels.panel.wakePanelNumbers(account_id, {
          order_numbers: news.order_number ? [news.order_number] : [],
          order_ids: news.order_external_id ? [news.order_external_id] : [],
        })
      : []
    wakeLabels(container, changed.length + waiting.length)
    wakePanel(container, shown.length)
  })
  return true
}

/** The account's service where it signed the message. A stranger's answer says nothing of what fails here. */
async function authenticService(
  container: MedusaContainer,
  { id, service_id }: Pick<LabelAccountRow, "id" | "service_id">,
  body: Buffer,
  headers: Record<string, string | string[] | undefined>
): Promise<LabelService | null> {
  const labels = labelsOf(container)
  try {
    const service = labels.labelService(service_id)
    const { secret_key = "", webhook_key = "" } = await labels.readCredentials(id)
    return service.isAuthentic(body, headers, [webhook_key, secret_key]) ? service : null
  } catch (error) {
    container
      .resolve(ContainerRegistrationKeys.LOGGER)
      .error(
        `marketplace-connect: a message for the label account ${id} cannot be read (${errorKind(error)})`
      )
    return null
  }
}
