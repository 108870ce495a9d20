import { useTranslation } from "react-i18next"
import type { ChosenOption } from "../../../labels/choose-option"
import type { LabelOption } from "../../../labels/label-service"
import { useLabelOptions } from "../../hooks/api/labels"
import { SelectField } from "../select-field"

const NONE = "-"
const KEPT = "kept"

type Props = {
  accountId: string
  /** Another country than France, whose options are offered too. */
  country?: string
  /** Options for returns instead. */
  isReturn?: boolean
  label: string
  hint?: string
  value: ChosenOption | null
  /** What choosing nothing means; left out, something has to be chosen. */
  nothing?: string
  onChange: (value: ChosenOption | null) => void
}

/** What can be bought, each with its contract where the account has several; what is not there any more stays named by its code. */
export const OptionField = ({
  accountId,
  country,
  isReturn = false,
  value,
  nothing,
  onChange,
  ...field
}: Props) => {
  const { t } = useTranslation("marketplaces")
  const french = useLabelOptions(accountId, undefined, isReturn).data?.options ?? []
  const foreign = useLabelOptions(accountId, country, isReturn).data?.options ?? []
  const isSame = (one: LabelOption, other: LabelOption) =>
    one.code === other.code && one.contract?.id === other.contract?.id
  const options = [...french, ...foreign.filter((one) => !french.some((other) => isSame(one, other)))]
  const choices = options.map((option) => {
    const isAlone = options.filter(({ code }) => code === option.code).length === 1
    return {
      chosen: { option_code: option.code, contract_id: isAlone ? null : (option.contract?.id ?? null) },
      label: isAlone ? option.name : `${option.name}, ${option.contract?.name ?? ""}`,
    }
  })
  const at = value
    ? choices.findIndex(
        ({ chosen }) =>
          chosen.option_code === value.option_code &&
          (chosen.contract_id === value.contract_id || chosen.contract_id === null)
      )
    : -1
  return (
    <SelectField
      {...field}
      required={nothing === undefined}
      value={at >= 0 ? String(at) : value ? KEPT : nothing === undefined ? "" : NONE}
      placeholder={t("field.choose")}
      options={[
        ...(nothing === undefined ? [] : [{ value: NONE, label: nothing }]),
        ...(value && at < 0 ? [{ value: KEPT, label: value.option_code }] : []),
        ...choices.map(({ label }, place) => ({ value: String(place), label })),
      ]}
      onChange={(place) => {
        if (place === NONE) onChange(null)
        else if (place !== KEPT && Number(place) !== at) onChange(choices[Number(place)].chosen)
      }}
    />
  )
}

/** An option by its name, where the service has it. */
export const optionName = (options: readonly LabelOption[], code: string | undefined) =>
  options.find((option) => option.code === code)?.name ?? code
