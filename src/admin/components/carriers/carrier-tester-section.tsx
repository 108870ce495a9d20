import { SectionRow } from "@medusajs/dashboard/components"
import { Button, Container, Text } from "@medusajs/ui"
import { type FormEvent, useState } from "react"
import { useTranslation } from "react-i18next"
import { useCarrierCoverage, useCarriers, useResolveCarrier } from "../../hooks/api/carriers"
import { useShippingOptions } from "../../hooks/api/store"
import type { Resolution } from "../../../api/admin/marketplaces/carriers/types"
import type { Connection } from "../../../api/admin/marketplaces/connections/types"
import { DeliveryModeField } from "../delivery-mode-field"
import { SectionHeader } from "../section-header"
import { SelectField } from "../select-field"
import { TextField } from "../text-field"
import { Tip } from "../tip"
import { providerName } from "./provider-name"

const ANY = "-"

/** Shows what the marketplace would receive for a typed number, and why. Nothing is sent. */
export const CarrierTesterSection = ({ connection }: { connection: Connection }) => {
  const { t } = useTranslation("marketplaces")
  const resolve = useResolveCarrier(connection.id)
  const coverage = useCarrierCoverage(connection.id).data
  const options = useShippingOptions().data?.shipping_options ?? []
  const [number, setNumber] = useState("")
  const [option, setOption] = useState(ANY)
  const [provider, setProvider] = useState(ANY)
  const [country, setCountry] = useState("")
  const [postcode, setPostcode] = useState("")
  const [mode, setMode] = useState("")
  const [weight, setWeight] = useState("")
  const providers = [
    ...new Set([
      ...options.map(({ provider_id }) => provider_id),
      ...(coverage?.providers.map(({ id }) => id) ?? []),
    ]),
  ]
  // An option has its own provider; without one, any can be tried.
  const own = options.find(({ id }) => id === option)?.provider_id
  const submit = (event: FormEvent) => {
    event.preventDefault()
    if (!number.trim()) return
    resolve.mutate({
      tracking_number: number.trim(),
      ...(option !== ANY && { shipping_option_id: option }),
      ...((own ?? provider) !== ANY && { provider_id: own ?? provider }),
      ...(country.trim() && { country_code: country.trim().toUpperCase() }),
      ...(postcode.trim() && { postal_code: postcode.trim() }),
      ...(mode && { delivery_mode: mode }),
      ...(weight.trim() && { weight: Number(weight) }),
    })
  }
  return (
    <Container className="divide-y p-0">
      <SectionHeader title={t("tester.title")} hint={t("tester.hint")} />
      <form onSubmit={submit} className="grid grid-cols-1 items-end gap-4 px-6 py-4 md:grid-cols-3">
        <TextField label={t("tester.number")} value={number} onChange={setNumber} />
        <SelectField
          label={t("tester.option")}
          value={option}
          options={[
            { value: ANY, label: t("field.any") },
            ...options.map(({ id, name }) => ({ value: id, label: name })),
          ]}
          onChange={setOption}
        />
        <SelectField
          label={t("carrier.provider")}
          value={own ?? provider}
          options={[
            { value: ANY, label: t("field.any") },
            ...providers.map((id) => ({ value: id, label: providerName(id) })),
          ]}
          onChange={(id) => {
            setProvider(id)
            if (own && id !== own) setOption(ANY)
          }}
        />
        <TextField label={t("tester.country")} maxLength={2} value={country} onChange={setCountry} />
        <TextField label={t("tester.postcode")} maxLength={20} value={postcode} onChange={setPostcode} />
        <DeliveryModeField
          label={t("order.deliveryMode")}
          connectionId={connection.id}
          value={mode}
          onChange={setMode}
        />
        <TextField
          label={t("tester.weight")}
          type="number"
          min={0}
          step="any"
          value={weight}
          onChange={setWeight}
        />
        <Button variant="secondary" type="submit" disabled={!number.trim()} isLoading={resolve.isPending}>
          {t("tester.test")}
        </Button>
      </form>
      {resolve.data && <Result resolution={resolve.data} />}
    </Container>
  )
}

const Result = ({ resolution }: { resolution: Resolution }) => {
  const { t } = useTranslation("marketplaces")
  const carriers = useCarriers().data?.carriers
  const { carrier, marketplace_carrier_name, tracking_number, tracking_url, problem } = resolution
  return (
    <div role="status" className="divide-y">
      {problem && (
        <div className="px-6 py-4">
          <Tip variant="warning" label={problem.message ?? t("tester.problem")}>
            {problem.hint}
          </Tip>
        </div>
      )}
      <SectionRow
        title={t("carrier.carrier")}
        value={carriers?.find(({ key }) => key === carrier)?.name ?? carrier ?? "–"}
      />
      <SectionRow title={t("tester.nameSent")} value={marketplace_carrier_name ?? "–"} />
      <SectionRow title={t("tester.numberSent")} value={tracking_number ?? "–"} />
      <SectionRow
        title={t("tester.linkSent")}
        value={
          tracking_url && /^https?:/.test(tracking_url) ? (
            <a
              href={tracking_url}
              target="_blank"
              rel="noreferrer"
              className="text-ui-fg-interactive-hover dark:text-ui-fg-interactive min-w-0 break-all"
            >
              {tracking_url}
            </a>
          ) : (
            "–"
          )
        }
      />
      <div className="px-6 py-4">
        <Text size="small" weight="plus" leading="compact">
          {t("tester.why")}
        </Text>
        <ol className="text-ui-fg-subtle txt-small mt-2 list-inside list-decimal">
          {resolution.explanation.map(({ step, outcome, detail, message }) => (
            <li key={`${step}.${outcome}`}>
              {t(`explanation.${step}.${outcome}`, { ...detail, defaultValue: message })}
            </li>
          ))}
        </ol>
      </div>
    </div>
  )
}
