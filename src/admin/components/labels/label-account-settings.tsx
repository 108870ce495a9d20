import { SectionRow } from "@medusajs/dashboard/components"
import { Button } from "@medusajs/ui"
import { useTranslation } from "react-i18next"
import type { ShownLabelAccount } from "../../../api/admin/label-accounts/types"
import { useCheckLabelKeys, useLabelService, useUpdateLabelAccount } from "../../hooks/api/labels"
import { CredentialsCard } from "../connection/credentials-section"
import { SettingsCard } from "../settings/settings-section"
import { ownSection } from "./own-section"

/** The account's keys, where its service reports to, and every setting with the way to its form. */
export const LabelAccountSettings = ({ account }: { account: ShownLabelAccount }) => {
  const { t } = useTranslation("marketplaces")
  const service = useLabelService(account.service_id)
  const check = useCheckLabelKeys()
  const update = useUpdateLabelAccount(account.id)
  const { id, settings, webhook_url } = account
  if (!service) return null
  return (
    <>
      <CredentialsCard
        fields={service.credential_fields}
        stored={account.credentials}
        to={`credentials/${id}`}
        check={check}
        onCheck={() => check.mutate({ account_id: id })}
      >
        <SectionRow
          title={t("labelAccounts.webhook")}
          value={
            <div className="flex min-w-0 flex-col items-start gap-y-2">
              <span className="w-full break-words">{webhook_url ?? t("labelAccounts.noWebhook")}</span>
              <Button
                size="small"
                variant="secondary"
                isLoading={update.isPending}
                onClick={() => update.mutate({ webhook: webhook_url === null })}
              >
                {t(webhook_url === null ? "labelAccounts.webhookOn" : "labelAccounts.webhookOff")}
              </Button>
            </div>
          }
        />
      </CredentialsCard>
      {[...service.setting_sections, ownSection(service, t)].map((section) => (
        <SettingsCard
          key={section.name}
          section={section}
          settings={settings[section.name] ?? {}}
          to={`settings/${id}/${section.name}`}
        />
      ))}
    </>
  )
}
