import { useTranslation } from "react-i18next"
import { SelectField } from "../select-field"
import { NAME_RULE_PARTS, type NameRule, nameRuleParts, readNameRule } from "./name-rule"

type Props = { label: string; hint: string; value: unknown; onChange: (rule: NameRule) => void }

/** The rule that compares the two names, or a source for every part. */
export const NameRuleField = ({ label, hint, value, onChange }: Props) => {
  const { t } = useTranslation("marketplaces")
  const rule = readNameRule(value)
  return (
    <>
      <SelectField
        label={label}
        hint={hint}
        value={rule === "dynamic" ? "dynamic" : "map"}
        options={(["dynamic", "map"] as const).map((kind) => ({
          value: kind,
          label: t(`settings.customer.name_rule.options.${kind}`),
        }))}
        onChange={(kind) => onChange(kind === "dynamic" ? "dynamic" : readNameRule({}))}
      />
      {rule !== "dynamic" && (
        <div className="border-ui-border-base flex flex-col gap-y-4 border-l pl-4">
          {nameRuleParts.map((part) => (
            <SelectField
              key={part}
              label={t(`settings.customer.name_rule.parts.${part}`)}
              value={rule[part]}
              options={NAME_RULE_PARTS[part].map((source) => ({
                value: source,
                label: t(`settings.customer.name_rule.sources.${source}`),
              }))}
              onChange={(source) => onChange({ ...rule, [part]: source })}
            />
          ))}
        </div>
      )}
    </>
  )
}
