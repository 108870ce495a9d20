import { useTranslation } from "react-i18next"
import { useLabelAccounts } from "../../hooks/api/labels"
import { SelectField } from "../select-field"

const NOTHING = "-"

type Props = { label: string; hint: string; value: string | null; onChange: (value: string | null) => void }

/** Who makes the labels; one that is not there any more stays named by its id. */
export const LabelAccountField = ({ value, onChange, ...field }: Props) => {
  const { t } = useTranslation("marketplaces")
  const accounts = useLabelAccounts().data?.label_accounts ?? []
  const isGone = value !== null && !accounts.some(({ id }) => id === value)
  return (
    <SelectField
      {...field}
      value={value ?? NOTHING}
      options={[
        { value: NOTHING, label: t("field.none") },
        ...accounts.map(({ id, name }) => ({ value: id, label: name })),
        ...(isGone ? [{ value, label: value }] : []),
      ]}
      onChange={(chosen) => onChange(chosen === NOTHING ? null : chosen)}
    />
  )
}
