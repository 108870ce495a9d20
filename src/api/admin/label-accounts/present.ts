import type { AuthenticatedMedusaRequest } from "@medusajs/framework/http"
import type { LabelService } from "../../../labels/label-service"
import { describeLabelSettings } from "../../../labels/settings"
import type { VersionedAccount } from "../../../modules/label/stores/accounts"
import type { Locale } from "../../../orders/fill-text"
import { labelsOf } from "../../../workflows/shared/labels"
import { iso } from "../marketplaces/iso"
import { inWordsOf } from "../marketplaces/present-marketplace"
import { localeOf, presentProblem } from "../marketplaces/present-problem"
import type { ShownLabelAccount, ShownLabelService } from "./types"

export function presentLabelService(
  { descriptor }: LabelService,
  languages: string | readonly string[]
): ShownLabelService {
  const { words, inWords } = inWordsOf(languages)
  return {
    id: descriptor.id,
    name: descriptor.name,
    description: words(descriptor.description) || null,
    credentials_guide: words(descriptor.credentials_guide) || null,
    credential_fields: descriptor.credential_fields.map(inWords),
    setting_sections: describeLabelSettings().map(({ name, title, hint, fields }) => ({
      name,
      title: words(title),
      hint: words(hint),
      fields: fields.map(inWords),
    })),
    setting_fields: descriptor.setting_fields.map(inWords),
    test_option_code: descriptor.test_option_code,
  }
}

export const presentLabelAccount = (row: VersionedAccount, locale: Locale): ShownLabelAccount => ({
  id: row.id,
  version: row.version,
  service_id: row.service_id,
  account: row.account,
  name: row.name,
  is_enabled: row.is_enabled,
  health: {
    status: row.health_status,
    problem: presentProblem(row.health_code, row.health_params, locale),
    since: iso(row.health_since),
    blocked_until: iso(row.blocked_until),
  },
  settings: row.settings as ShownLabelAccount["settings"],
  senders: row.senders,
  default_sender_id: row.default_sender_id,
  fallback: row.fallback,
  return_option: row.return_option,
  brand_id: row.brand_id,
  sales_channel_ids: row.sales_channel_ids,
  credentials: row.hints,
  webhook_url: row.webhook_url,
  created_at: iso(row.created_at) ?? "",
})

/** The account of the address as it is now, or a 404. */
export async function currentAccount(
  req: AuthenticatedMedusaRequest<unknown>
): Promise<{ label_account: ShownLabelAccount }> {
  const row = await labelsOf(req.scope).account(req.params.id)
  return { label_account: presentLabelAccount(row, localeOf(req)) }
}
