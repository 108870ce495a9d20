import type { MedusaContainer } from "@medusajs/framework/types"
import type { Database } from "../../modules/marketplace/stores/database"
import { labelsOf } from "../shared/labels"
import { wakePanel } from "./wake-labels"
import { shippingOf } from "./which-account"

type Settings = Record<string, unknown>

const isSame = (before: Settings, after: Settings): boolean => {
  const [was, is] = [shippingOf(before), shippingOf(after)]
  return (
    (was?.label_account_id ?? null) === (is?.label_account_id ?? null) &&
    (was?.label_mode ?? null) === (is?.label_mode ?? null)
  )
}

/**
 * From now on, and not from before, labels are made automatically for a connection whose account or mode is changed: what was
 * packed until then has its label, or was meant to have none. Written with the change, in one transaction.
 */
export async function labelsFromNowOn(
  container: MedusaContainer,
  transaction: Database,
  connection_id: string,
  before: Settings,
  after: Settings
): Promise<void> {
  const account_id = shippingOf(after)?.label_account_id
  if (account_id && !isSame(before, after)) {
    await labelsOf(container).setAutomaticSince(transaction, account_id, connection_id)
  }
}

/** What stands in the panels of the accounts that the change is about. */
export async function lookAtPanels(
  container: MedusaContainer,
  before: Settings,
  after: Settings
): Promise<void> {
  if (isSame(before, after)) return
  const changed = [before, after].flatMap((settings) => shippingOf(settings)?.label_account_id ?? [])
  wakePanel(container, (await labelsOf(container).panel.wakePanelAccounts(changed)).length)
}
