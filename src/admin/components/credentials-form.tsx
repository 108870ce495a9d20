import { Button } from "@medusajs/ui"
import { useState } from "react"
import { useTranslation } from "react-i18next"
import type { CredentialField } from "../../api/admin/marketplaces/types"
import type { CheckResult as Result } from "../../marketplaces/port"
import { CheckResult } from "./check-result"
import { CredentialFields } from "./credential-fields"
import { DrawerForm } from "./drawer-form"
import { type BothValues, Meanwhile } from "./meanwhile"

type Values = Record<string, string>
type Props = {
  fields: CredentialField[]
  stored: Values
  check: { isPending: boolean; error: unknown; data?: Result; reset: () => void }
  /** Tries them without saving; a secret that is left out is the stored one. */
  onCheck: (values: Values) => void
  saving: { isSaving: boolean; error: unknown; fields: BothValues[]; onTake: () => void }
  onSave: (values: Values) => void
}

/** The drawer in which credentials are replaced. */
export const CredentialsForm = ({ fields, stored, check, onCheck, saving, onSave }: Props) => {
  const { t } = useTranslation("marketplaces")
  const [values, setValues] = useState<Values>({})
  const isChanged = Object.values(values).some((value) => value.trim())
  return (
    <DrawerForm
      title={t("credentials.title")}
      hint={t("credentials.changeHint")}
      isSaving={saving.isSaving}
      error={saving.error ?? check.error}
      canSave={isChanged}
      isDirty={isChanged}
      onSubmit={() => onSave(values)}
    >
      <Meanwhile {...saving} />
      <CredentialFields
        fields={fields}
        values={values}
        stored={stored}
        onChange={(changed) => {
          check.reset()
          setValues(changed)
        }}
      />
      <div>
        <Button
          size="small"
          variant="secondary"
          type="button"
          onClick={() => onCheck(values)}
          isLoading={check.isPending}
        >
          {t("connect.credentials.test")}
        </Button>
      </div>
      {check.data && <CheckResult result={check.data} />}
    </DrawerForm>
  )
}
