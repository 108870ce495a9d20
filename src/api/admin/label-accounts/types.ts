import type { ChosenOption, OptionRule, OptionStep } from "../../../labels/choose-option"
import type { DescribedFinding } from "../../../labels/doctor"
import type { Contract, LabelOption, Sender, ServicePoint } from "../../../labels/label-service"
import type {
  Conflict,
  CredentialField,
  SettingField,
  SettingSection,
  ShownProblem,
} from "../marketplaces/types"

/** A label service in its own words, and the settings of its accounts. */
export type ShownLabelService = {
  id: string
  name: string
  description: string | null
  credentials_guide: string | null
  credential_fields: CredentialField[]
  setting_sections: SettingSection[]
  setting_fields: SettingField[]
  test_option_code: string | null
}

/** One key pair of a label service. Never a secret. */
export type ShownLabelAccount = {
  id: string
  version: string
  service_id: string
  account: string
  name: string
  is_enabled: boolean
  health: {
    status: "ok" | "degraded" | "paused" | "new"
    problem: ShownProblem | null
    since: string | null
    blocked_until: string | null
  }
  settings: Record<string, Record<string, unknown>>
  senders: Record<string, string>
  default_sender_id: string | null
  fallback: ChosenOption | null
  return_option: ChosenOption | null
  brand_id: string | null
  sales_channel_ids: string[]
  credentials: Record<string, string>
  webhook_url: string | null
  created_at: string
}

export type LabelAccountsPage = {
  label_accounts: ShownLabelAccount[]
  count: number
  limit: number
  offset: number
}
export type LabelAccountConflict = Conflict & { label_account: ShownLabelAccount }

/** What is chosen on the account's own form. */
export type LabelAccountChoices = Pick<
  ShownLabelAccount,
  | "name"
  | "is_enabled"
  | "senders"
  | "default_sender_id"
  | "fallback"
  | "return_option"
  | "brand_id"
  | "sales_channel_ids"
>

export type LabelAccountFieldsInput = Partial<LabelAccountChoices> & {
  settings?: Record<string, unknown>
  credentials?: Record<string, string>
  version?: string
  /** This installation buys labels with it from now on. */
  confirm_instance?: true
  /** Another integration of the same account, which may act on its own, is accepted. */
  accept_integration_id?: string
  /** The service reports to the store from now on, or not any more. */
  webhook?: boolean
}

export type ShownLabelRule = OptionRule & { position: number; version: string }
export type LabelRulesPage = { rules: ShownLabelRule[] }
export type LabelRuleConflict = Conflict & { rules: ShownLabelRule[] }
export type ResolvedOption = { chosen: ChosenOption | null; steps: OptionStep[] }

export type DoctorReport = { findings: DescribedFinding[]; is_ready: boolean }
export type SendersList = { senders: Sender[] }
export type ContractsList = { contracts: Contract[] }
export type OptionsList = { options: LabelOption[] }
export type ServicePointsList = { service_points: ServicePoint[] }
