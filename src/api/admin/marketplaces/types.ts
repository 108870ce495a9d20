import type {
  CodeKind,
  FieldDescription,
  MarketplaceDescriptor,
  SettingFieldDescription,
} from "../../../marketplaces/port"
import type { DescribedProblem } from "../../../orders/problems"

/** What the resources share. Times are ISO 8601 in UTC, money in major units, texts in the operator's language. */

/** What every list takes. */
export type ListQuery = { limit?: number; offset?: number; order?: string; q?: string }
export type Page = { count: number; limit: number; offset: number }
/** `after`: the `next` of a page in the same order; the page behind that one, of which `offset` skips nothing then. */
export type KeysetQuery = ListQuery & { after?: string }
/** `next`: null where nothing is behind the page. */
export type KeysetPage = Page & { next: string | null }

export type ShownProblem = DescribedProblem & { params: Record<string, unknown> }

/** Why something is not done at the marketplace. */
export type Unavailable = { code: string; message: string }

/** What a bulk request made of each. */
export type BulkResult = { id: string; outcome: string; message: string | null }
export type BulkAnswer = { results: BulkResult[]; count: number; remaining: number }

export type Deleted = { id: string; object: string; deleted: boolean }

/** Nothing was saved: another user has changed it since it was shown. */
export type Conflict = { type: "conflict"; code: "changed_meanwhile"; message: string }

/** One field that is wrong, of a 400's `wrong_fields`. `params`: `minimum`, `maximum`, `values`, as the code has them. */
export type WrongFieldAnswer = {
  field: string
  code: string
  params: Record<string, string>
  message: string
}

export type HistoryEntry = {
  id: string
  event: string
  actor: string
  data: Record<string, unknown> | null
  created_at: string
}

type InWords<Field> = Omit<Field, "label" | "help" | "option_labels"> & {
  label: string
  help: string
  option_labels?: Record<string, string>
}

export type CredentialField = InWords<FieldDescription>
/** One setting as it is described by what validates it. */
export type SettingField = InWords<SettingFieldDescription>

export type SettingSection = { name: string; title: string; hint: string; fields: SettingField[] }

/** A marketplace in its adapter's own words, and the settings of its connections. */
export type Marketplace = Omit<
  MarketplaceDescriptor,
  | "description"
  | "credentials_guide"
  | "portal_url"
  | "code_words"
  | "credential_fields"
  | "setting_fields"
  | "offer_settings"
> & {
  portal_url: string | null
  /** What its codes mean, by kind. */
  code_words: Record<CodeKind, Record<string, string>>
  description: string | null
  credentials_guide: string | null
  credential_fields: CredentialField[]
  /** The settings of every connection. */
  setting_sections: SettingSection[]
  /** The adapter's own. */
  setting_fields: SettingField[]
  /** The names of those that only count where offers are sent. */
  offer_settings: string[]
}
