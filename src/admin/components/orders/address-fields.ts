import type { CorrectedAddress } from "../../../orders/corrections"

/** Takes a field's content away, where leaving it out would leave it as it is. */
const EMPTY = null

/**
 * What was typed and differs from what is known. A field that is emptied is sent as null, but only where what it held
 * was seen: while the buyer's data is masked, empty means unchanged.
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
