import { useTranslation } from "react-i18next"
import { TextField } from "./text-field"

type Props = { value: string; optional?: boolean; onChange: (value: string) => void }

/** Why a person does something, in their own words, which outlive the buyer's data. */
export const ReasonField = (props: Props) => {
  const { t } = useTranslation("marketplaces")
  return <TextField {...props} label={t("field.reason")} hint={t("field.reasonHint")} maxLength={400} />
}
