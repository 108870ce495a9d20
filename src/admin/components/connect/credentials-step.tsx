import { Button } from "@medusajs/ui"
import { useTranslation } from "react-i18next"
import { useCheckCredentials } from "../../hooks/api/connections"
import type { Marketplace } from "../../../api/admin/marketplaces/types"
import type { CheckResult as Result } from "../../../marketplaces/port"
import { CheckResult } from "../check-result"
import { CredentialFields } from "../credential-fields"
import { StepLayout } from "./step-layout"
import { Tip } from "../tip"

type Props = {
  marketplace: Marketplace
  credentials: Record<string, string>
  onChange: (credentials: Record<string, string>) => void
  onNext: (checked: Result) => void
}

/** Nothing is saved here; one only gets on with credentials that the marketplace has taken, and then at once. */
export const CredentialsStep = ({ marketplace, credentials, onChange, onNext }: Props) => {
  const { t } = useTranslation("marketplaces")
  const check = useCheckCredentials()
  const isComplete = marketplace.credential_fields.every(
    ({ name, required }) => !required || credentials[name]?.trim()
  )
  return (
    <StepLayout
      title={t("connect.credentials.title", { marketplace: marketplace.name })}
      hint={t("connect.credentials.hint")}
      error={check.error}
      onSubmit={() =>
        isComplete &&
        check.mutate(
          { marketplace_id: marketplace.id, credentials },
          { onSuccess: (result) => result.ok && onNext(result) }
        )
      }
      footer={
        <Button size="small" type="submit" disabled={!isComplete} isLoading={check.isPending}>
          {t("connect.credentials.test")}
        </Button>
      }
    >
      {marketplace.credentials_guide && (
        <Tip label={t("connect.credentials.where")} className="whitespace-pre-line">
          {marketplace.credentials_guide}
        </Tip>
      )}
      <CredentialFields
        fields={marketplace.credential_fields}
        values={credentials}
        onChange={(values) => {
          check.reset()
          onChange(values)
        }}
      />
      {check.data && <CheckResult result={check.data} />}
    </StepLayout>
  )
}
