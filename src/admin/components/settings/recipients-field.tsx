import { Plus, Trash } from "@medusajs/icons"
import { Button, Heading, Hint, IconButton } from "@medusajs/ui"
import { useTranslation } from "react-i18next"
import { noticeLanguage } from "../../lib/notice-language"
import type { SettingField } from "../../../api/admin/marketplaces/types"
import { SelectField } from "../select-field"
import { TextField } from "../text-field"

export type Recipient = { to: string; channel: string; language: string; level: string }

const NONE = { options: [], default: "" }
/** As many as the store takes. */
const MOST = 20

type Props = { setting: SettingField; value: Recipient[]; onChange: (value: Recipient[]) => void }

/** Who is notified of what, by which of the store's notification channels and in which language. */
export const RecipientsField = ({ setting, value, onChange }: Props) => {
  const { t, i18n } = useTranslation("marketplaces")
  const { language = NONE, level = NONE } = setting.parts ?? {}
  const set = (index: number, part: Partial<Recipient>) =>
    onChange(value.map((recipient, at) => (at === index ? { ...recipient, ...part } : recipient)))
  const add = () =>
    onChange([
      ...value,
      { to: "", channel: "email", language: noticeLanguage(i18n.language), level: level.default },
    ])
  return (
    <fieldset className="flex min-w-0 flex-col gap-y-4">
      <legend className="txt-compact-small-plus mb-2">{setting.label}</legend>
      <Hint>{setting.help}</Hint>
      {value.map((recipient, index) => (
        <div
          key={index}
          role="group"
          aria-label={t("recipients.place", { place: index + 1 })}
          className="bg-ui-bg-component shadow-elevation-card-rest flex flex-col gap-y-4 rounded-lg p-4"
        >
          <div className="flex items-center justify-between">
            <Heading level="h3">{t("recipients.place", { place: index + 1 })}</Heading>
            <IconButton
              type="button"
              size="small"
              variant="transparent"
              aria-label={t("recipients.remove", { place: index + 1 })}
              onClick={() => onChange(value.filter((_, at) => at !== index))}
            >
              <Trash />
            </IconButton>
          </div>
          <TextField
            required
            label={t("recipients.to")}
            hint={t("recipients.toHint")}
            maxLength={320}
            value={recipient.to}
            onChange={(to) => set(index, { to })}
          />
          <TextField
            required
            label={t("recipients.channel")}
            hint={t("recipients.channelHint")}
            maxLength={50}
            value={recipient.channel}
            onChange={(channel) => set(index, { channel })}
          />
          <div className="grid grid-cols-1 gap-4 md:grid-cols-2">
            <SelectField
              label={t("recipients.language")}
              value={recipient.language}
              options={language.options.map((code) => ({
                value: code,
                label: t(`recipients.languages.${code}`),
              }))}
              onChange={(code) => set(index, { language: code })}
            />
            <SelectField
              label={t("recipients.level")}
              value={recipient.level}
              options={level.options.map((one) => ({ value: one, label: t(`recipients.levels.${one}`) }))}
              onChange={(one) => set(index, { level: one })}
            />
          </div>
        </div>
      ))}
      {value.length < MOST && (
        <div>
          <Button size="small" variant="secondary" type="button" onClick={add}>
            <Plus />
            {t("recipients.add")}
          </Button>
        </div>
      )}
    </fieldset>
  )
}
