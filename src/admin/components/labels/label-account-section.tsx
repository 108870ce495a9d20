import { Badge, Button, Container, Text } from "@medusajs/ui"
import { type FormEvent, useState } from "react"
import { useTranslation } from "react-i18next"
import type { ShownLabelAccount } from "../../../api/admin/label-accounts/types"
import {
  useCheckLabelKeys,
  useDoctor,
  useLabelOptions,
  useLabelSenders,
  useUpdateLabelAccount,
} from "../../hooks/api/labels"
import { useStockLocations } from "../../hooks/api/store"
import { SectionHeader } from "../section-header"
import { SelectField } from "../select-field"
import { TextField } from "../text-field"
import { Tip } from "../tip"

const NONE = "-"
const COLORS = { ok: "green", new: "grey", degraded: "orange", paused: "red" } as const
const UNITS = ["g", "kg", "lb", "oz"] as const
const MODES = ["by_hand", "automatic"] as const
const SHIPS = ["by_hand", "at_once", "first_scan"] as const

type Props = { account: ShownLabelAccount }

/** One account: what keeps it from buying, and what most stores have to choose. The API has every setting. */
export const LabelAccountSection = ({ account }: Props) => {
  const { t } = useTranslation("marketplaces")
  const doctor = useDoctor(account.id)
  const check = useCheckLabelKeys()
  const update = useUpdateLabelAccount(account.id)
  const { problem, status } = account.health
  return (
    <Container className="divide-y p-0">
      <SectionHeader
        title={account.name}
        badge={
          <Badge size="2xsmall" color={COLORS[status]}>
            {t(`health.${account.is_enabled ? status : "off"}`)}
          </Badge>
        }
      >
        <Button
          size="small"
          variant="secondary"
          isLoading={check.isPending || doctor.isFetching}
          onClick={() => void check.mutateAsync({ account_id: account.id }).catch(() => null)}
        >
          {t("labelAccounts.doctor")}
        </Button>
        {problem?.code === "label_copied_database" && (
          <Button
            size="small"
            variant="secondary"
            isLoading={update.isPending}
            onClick={() => update.mutate({ confirm_instance: true })}
          >
            {t("labelAccounts.confirm")}
          </Button>
        )}
      </SectionHeader>
      {problem && (
        <div className="px-6 py-4">
          <Tip variant="error" label={problem.title}>
            {problem.message} {problem.hint}
          </Tip>
        </div>
      )}
      <div className="flex flex-col gap-y-2 px-6 py-4">
        {doctor.data?.findings.length === 0 && <Text size="small">{t("labelAccounts.allGood")}</Text>}
        {doctor.data?.findings.map(({ message, level }) => (
          <Tip
            key={message}
            variant={level === "stops" ? "error" : "warning"}
            label={t(`labelAccounts.level.${level}`)}
          >
            {message}
          </Tip>
        ))}
      </div>
      <Choices key={account.version} account={account} />
    </Container>
  )
}

const Choices = ({ account }: Props) => {
  const { t } = useTranslation("marketplaces")
  const update = useUpdateLabelAccount(account.id)
  const locations = useStockLocations().data?.stock_locations ?? []
  const senders = useLabelSenders(account.id).data?.senders ?? []
  const options = useLabelOptions(account.id).data?.options ?? []
  const set = account.settings.labels ?? {}
  const [mapped, setMapped] = useState(account.senders)
  const [option, setOption] = useState(account.fallback?.option_code ?? NONE)
  const [labels, setLabels] = useState({
    weight_unit: String(set.weight_unit ?? NONE),
    item_grams: set.item_grams === null || set.item_grams === undefined ? "" : String(set.item_grams),
    mode: String(set.mode ?? "by_hand"),
    ship: String(set.ship ?? "by_hand"),
  })
  const change = (part: Partial<typeof labels>) => setLabels({ ...labels, ...part })
  const save = (event: FormEvent) => {
    event.preventDefault()
    update.mutate({
      version: account.version,
      senders: mapped,
      fallback: option === NONE ? null : { option_code: option, contract_id: null },
      settings: {
        labels: {
          mode: labels.mode,
          ship: labels.ship,
          weight_unit: labels.weight_unit === NONE ? null : labels.weight_unit,
          item_grams: labels.item_grams === "" ? null : Number(labels.item_grams),
        },
      },
    })
  }
  const none = { value: NONE, label: t("field.none") }
  const senderChoices = [
    none,
    ...senders.map(({ external_id, name, city }) => ({
      value: external_id,
      label: city ? `${name}, ${city}` : name,
    })),
  ]
  return (
    <form className="grid gap-4 px-6 py-4 md:grid-cols-2" onSubmit={save}>
      {locations.map(({ id, name }) => (
        <SelectField
          key={id}
          label={t("labelAccounts.sender", { name })}
          value={mapped[id] ?? NONE}
          options={senderChoices}
          onChange={(chosen) => {
            const { [id]: _, ...others } = mapped
            setMapped(chosen === NONE ? others : { ...others, [id]: chosen })
          }}
        />
      ))}
      <SelectField
        label={t("labelAccounts.fallback")}
        hint={t("labelAccounts.fallbackHint")}
        value={option}
        options={[none, ...options.map(({ code, name }) => ({ value: code, label: name }))]}
        onChange={setOption}
      />
      <SelectField
        label={t("labelAccounts.weightUnit")}
        hint={t("labelAccounts.weightUnitHint")}
        value={labels.weight_unit}
        options={[none, ...UNITS.map((unit) => ({ value: unit, label: t(`labelAccounts.unit.${unit}`) }))]}
        onChange={(weight_unit) => change({ weight_unit })}
      />
      <TextField
        type="number"
        min={1}
        label={t("labelAccounts.itemGrams")}
        hint={t("labelAccounts.itemGramsHint")}
        value={labels.item_grams}
        onChange={(item_grams) => change({ item_grams })}
      />
      <SelectField
        label={t("labelAccounts.mode")}
        value={labels.mode}
        options={MODES.map((mode) => ({ value: mode, label: t(`labelAccounts.modes.${mode}`) }))}
        onChange={(mode) => change({ mode })}
      />
      <SelectField
        label={t("labelAccounts.ship")}
        hint={t("labelAccounts.shipHint")}
        value={labels.ship}
        options={SHIPS.map((ship) => ({ value: ship, label: t(`labelAccounts.ships.${ship}`) }))}
        onChange={(ship) => change({ ship })}
      />
      <div className="md:col-span-2">
        <Button size="small" type="submit" isLoading={update.isPending}>
          {t("actions.save")}
        </Button>
      </div>
    </form>
  )
}
