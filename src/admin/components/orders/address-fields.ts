import type { PostalAddress } from "../../lib/types"

/** What was typed and differs from what is known; nothing is emptied by leaving a field empty. */
export function changedFields(typed: PostalAddress, known: PostalAddress | null | undefined): PostalAddress {
  return Object.fromEntries(
    Object.entries(typed)
      .map(([field, value]) => [field, value?.trim() ?? ""] as const)
      .filter(([field, value]) => value !== "" && value !== (known?.[field as keyof PostalAddress] ?? ""))
      .map(([field, value]) => [field, field === "country_code" ? value.toLowerCase() : value])
  )
}
