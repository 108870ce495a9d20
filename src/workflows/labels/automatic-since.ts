import type { MedusaContainer } from "@medusajs/framework/types"
import { labelsOf } from "../shared/labels"
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
  if (!is?.label_account_id || isSame) return
  await labelsOf(container).accounts.setAutomaticSince(is.label_account_id, connection_id)
}
