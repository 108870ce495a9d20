import type { MedusaContainer } from "@medusajs/framework/types"
import { labelsOf } from "../shared/labels"
import { wakePanel } from "./wake-labels"
import { shippingOf } from "./which-account"

/**
 * From now on, and not from before, labels are made automatically for a connection whose account or mode was changed:
 * what was packed until then has its label, or was meant to have none.
 */
export async function labelsFromNowOn(
  container: MedusaContainer,
  connection_id: string,
  before: Record<string, unknown>,
  after: Record<string, unknown>
): Promise<void> {
  const [was, is] = [shippingOf(before), shippingOf(after)]
  const isSame =
    (was?.label_account_id ?? null) === (is?.label_account_id ?? null) &&
    (was?.label_mode ?? null) === (is?.label_mode ?? null)
  if (isSame) return
  const { accounts, panel } = labelsOf(container)
  const changed = [was?.label_account_id, is?.label_account_id].flatMap((id) => id ?? [])
  wakePanel(container, (await panel.wakePanelAccounts(changed)).length)
  if (is?.label_account_id) await accounts.setAutomaticSince(is.label_account_id, connection_id)
}
