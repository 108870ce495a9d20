import { useTranslation } from "react-i18next"
import type { SettingField } from "../../../api/admin/marketplaces/types"
import { SelectField } from "../select-field"
import { type NameRuleChoice, readNameRule } from "./name-rule"
import { optionLabel } from "./setting-value"

type Props = { setting: SettingField; value: unknown; onChange: (rule: NameRuleChoice) => void }

/** The rule that compares the two names, or a source for every part. */
export const NameRuleField = ({ setting, value, onChange }: Props) => {
  const { t } = useTranslation("marketplaces")
  const rule = readNameRule(setting, value)
  return (
    <>
      <SelectField
        label={setting.label}
        hint={setting.help}
        value={rule === "dynamic" ? "dynamic" : "map"}
        options={["dynamic", "map"].map((kind) => ({ value: kind, label: optionLabel(setting, kind) }))}
        onChange={(kind) => onChange(kind === "dynamic" ? "dynamic" : readNameRule(setting, {}))}
      />
      {rule !== "dynamic" && (
        <div className="border-ui-border-base flex flex-col gap-y-4 border-l pl-4">
          {Object.entries(setting.parts ?? {}).map(([part, { options }]) => (
            <SelectField
              key={part}
              label={t(`nameRule.parts.${part}`)}
              value={rule[part]}
              options={options.map((source) => ({ value: source, label: t(`nameRule.sources.${source}`) }))}
              onChange={(source) => onChange({ ...rule, [part]: source })}
            />
          ))}
        </div>
      )}
    </>
  )
}
