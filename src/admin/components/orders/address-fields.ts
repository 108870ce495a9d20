import type { CorrectedAddress } from "../../../orders/corrections"

/** Takes a field's content away, where leaving it out would leave it as it is. */
const EMPTY = null

/**
 * The typed fields that differ from the known address. An emptied field is sent as null, except while the buyer's data is
 * masked: then empty means unchanged.
 */
export function changedFields(
  typed: Partial<CorrectedAddress>,
  known: CorrectedAddress | null | undefined
): Partial<CorrectedAddress> {
  const changed: Partial<CorrectedAddress> = {}
  for (const [field, value] of Object.entries(typed) as [
    keyof CorrectedAddress,
    string | null | undefined,
  ][]) {
    const text = value?.trim() ?? ""
    const before = known?.[field]?.trim() ?? ""
    if (text === before || (field === "country_code" && text === "")) continue
    changed[field] = text === "" ? EMPTY : text
  }
  return changed
}
