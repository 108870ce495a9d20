import { Badge, Button, Container, Switch, Text, usePrompt } from "@medusajs/ui"
import { type FormEvent, useState } from "react"
import { useTranslation } from "react-i18next"
import type {
  LabelAccountChoices,
  LabelAccountFieldsInput,
  ShownLabelAccount,
} from "../../../api/admin/label-accounts/types"
import {
  useCheckLabelKeys,
  useDeleteLabelAccount,
  useDoctor,
  useLabelSenders,
  useUpdateLabelAccount,
} from "../../hooks/api/labels"
import { useSalesChannels, useStockLocations } from "../../hooks/api/store"
import { Field } from "../field"
import { Meanwhile } from "../meanwhile"
import { OrderedChecks } from "../ordered-checks"
import { SectionHeader } from "../section-header"
import { SelectField } from "../select-field"
import { TextField } from "../text-field"
import { Tip } from "../tip"
import { OptionField } from "./option-field"
import { useSaveLabelAccount } from "./use-save-label-account"

const NONE = "-"
const COLORS = { ok: "green", new: "grey", degraded: "orange", paused: "red" } as const

type Props = { account: ShownLabelAccount }

/** One account: what keeps it from buying, where its parcels leave from, and for whom it makes labels. */
export const LabelAccountSection = ({ account }: Props) => {
  const { t } = useTranslation("marketplaces")
  const prompt = usePrompt()
  const doctor = useDoctor(account.id)
  const check = useCheckLabelKeys()
  const update = useUpdateLabelAccount(account.id)
  const remove = useDeleteLabelAccount(account.id)
  const [saved, setSaved] = useState(0)
  const { problem, status } = account.health
  const disconnect = async () => {
    const isSure = await prompt({
      title: t("connection.disconnectTitle", { name: account.name }),
      description: t("labelAccounts.deleteHint"),
      confirmText: t("connection.disconnect"),
      cancelText: t("actions.cancel"),
    })
    if (isSure) remove.mutate(account.version)
  }
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
        <Button
          size="small"
          variant="transparent"
          isLoading={remove.isPending}
          onClick={() => void disconnect()}
        >
          {t("connection.disconnect")}
        </Button>
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
        {doctor.data?.findings.map(({ message, level, code, params }) => (
          <Tip
            key={message}
            variant={level === "stops" ? "error" : "warning"}
            label={t(`labelAccounts.level.${level}`)}
          >
            {message}{" "}
            {code === "other_integration" && (
              <Button
                size="small"
                variant="secondary"
                isLoading={update.isPending}
                onClick={() => update.mutate({ accept_integration_id: String(params.integration_id) })}
              >
                {t("labelAccounts.accept")}
              </Button>
            )}
          </Tip>
        ))}
      </div>
      <Choices key={saved} account={account} onSaved={() => setSaved(saved + 1)} />
    </Container>
  )
}

const Choices = ({ account, onSaved }: Props & { onSaved: () => void }) => {
  const { t } = useTranslation("marketplaces")
  const { opened, save, ...saving } = useSaveLabelAccount(account, onSaved)
  const locations = useStockLocations().data?.stock_locations ?? []
  const channels = useSalesChannels().data?.sales_channels ?? []
  const senders = useLabelSenders(account.id).data?.senders ?? []
  const [changes, setChanges] = useState<Partial<LabelAccountChoices>>({})
  const now: LabelAccountChoices = { ...opened, ...changes }
  const set = (part: Partial<LabelAccountChoices>) => setChanges({ ...changes, ...part })
  const submit = (event: FormEvent) => {
    event.preventDefault()
    const changed: LabelAccountFieldsInput = changes
    save(changed)
  }
  const choicesWith = (id: string | null | undefined) => [
    { value: NONE, label: t("field.none") },
    ...(id && !senders.some(({ external_id }) => external_id === id) ? [{ value: id, label: id }] : []),
    ...senders.map(({ external_id, name, city }) => ({
      value: external_id,
      label: city ? `${name}, ${city}` : name,
    })),
  ]
  return (
    <form className="grid gap-4 px-6 py-4 md:grid-cols-2" onSubmit={submit}>
      <div className="empty:hidden md:col-span-2">
        <Meanwhile {...saving} />
      </div>
      <TextField
        label={t("connections.name")}
        required
        maxLength={200}
        value={now.name}
        onChange={(name) => set({ name })}
      />
      <Field label={t("labelAccounts.isEnabled")} hint={t("labelAccounts.isEnabledHint")}>
        {(props) => (
          <Switch {...props} checked={now.is_enabled} onCheckedChange={(is_enabled) => set({ is_enabled })} />
        )}
      </Field>
      {locations.map(({ id, name }) => (
        <SelectField
          key={id}
          label={t("labelAccounts.sender", { name })}
          value={now.senders[id] ?? NONE}
          options={choicesWith(now.senders[id])}
          onChange={(chosen) => {
            const { [id]: _, ...others } = now.senders
            set({ senders: chosen === NONE ? others : { ...others, [id]: chosen } })
          }}
        />
      ))}
      <SelectField
        label={t("labelAccounts.defaultSender")}
        hint={t("labelAccounts.defaultSenderHint")}
        value={now.default_sender_id ?? NONE}
        options={choicesWith(now.default_sender_id)}
        onChange={(chosen) => set({ default_sender_id: chosen === NONE ? null : chosen })}
      />
      <OptionField
        accountId={account.id}
        label={t("labelAccounts.fallback")}
        hint={t("labelAccounts.fallbackHint")}
        nothing={t("field.none")}
        value={now.fallback}
        onChange={(fallback) => set({ fallback })}
      />
      <OptionField
        accountId={account.id}
        isReturn
        label={t("labelAccounts.returnOption")}
        hint={t("labelAccounts.returnOptionHint")}
        nothing={t("field.none")}
        value={now.return_option}
        onChange={(return_option) => set({ return_option })}
      />
      <TextField
        label={t("labelAccounts.brand")}
        hint={t("labelAccounts.brandHint")}
        optional
        maxLength={100}
        value={now.brand_id ?? ""}
        onChange={(typed) => set({ brand_id: typed.trim() || null })}
      />
      <OrderedChecks
        isOrdered={false}
        label={t("labelAccounts.channels")}
        hint={t("labelAccounts.channelsHint")}
        value={now.sales_channel_ids}
        options={channels.map(({ id, name }) => ({ value: id, label: name }))}
        onChange={(sales_channel_ids) => set({ sales_channel_ids })}
      />
      <div className="md:col-span-2">
        <Button
          size="small"
          type="submit"
          disabled={!now.name.trim() || Object.keys(changes).length === 0}
          isLoading={saving.isSaving}
        >
          {t("actions.save")}
        </Button>
      </div>
    </form>
  )
}
