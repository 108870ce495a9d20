import type { Marketplace } from "../../api/admin/marketplaces/types"

/** What was typed to connect a marketplace, for when the session ends meanwhile: without its secrets, in this tab alone. */
type Draft = { marketplace_id: string; credentials: Record<string, string> }

const KEY = "marketplace-connect-draft"

export function keepDraft(
  { id, credential_fields }: Pick<Marketplace, "id" | "credential_fields">,
  typed: Record<string, string>
): void {
  const secrets = credential_fields.filter(({ secret }) => secret).map(({ name }) => name)
  const credentials = Object.fromEntries(Object.entries(typed).filter(([name]) => !secrets.includes(name)))
  const draft: Draft = { marketplace_id: id, credentials }
  sessionStorage.setItem(KEY, JSON.stringify(draft))
}

export const forgetDraft = (): void => sessionStorage.removeItem(KEY)

export function readDraft(): Draft | null {
  try {
    const draft = JSON.parse(sessionStorage.getItem(KEY) ?? "null") as Draft | null
    return draft && typeof draft.marketplace_id === "string" && typeof draft.credentials === "object"
      ? draft
      : null
  } catch {
    return null
  }
}
