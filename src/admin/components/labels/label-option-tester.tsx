import { Button, Container, Text } from "@medusajs/ui"
import { type FormEvent, useState } from "react"
import { useTranslation } from "react-i18next"
import type { ResolvedOption, ShownLabelAccount } from "../../../api/admin/label-accounts/types"
import { useLabelOptions, useResolveLabelOption } from "../../hooks/api/labels"
import { SectionHeader } from "../section-header"
import { DeliveryModeField } from "../delivery-mode-field"
import { SelectField } from "../select-field"
import { TextField } from "../text-field"
import { optionName } from "./option-field"

/** Which option the rules choose for a parcel, and why. Nothing is bought. */
export const LabelOptionTester = ({ account }: { account: ShownLabelAccount }) => {
  const { t } = useTranslation("marketplaces")
  const resolve = useResolveLabelOption(account.id)
  const [parcel, setParcel] = useState({
    countries: "FR",
    postcode: "75001",
    grams: "1000",
    modes: "",
    point: "no",
  })
  const set = (name: keyof typeof parcel) => (value: string) => setParcel({ ...parcel, [name]: value })
  const submit = (event: FormEvent) => {
    event.preventDefault()
    resolve.mutate({
      country_code: parcel.countries.trim().toUpperCase(),
      postal_code: parcel.postcode.trim(),
      grams: parcel.grams === "" ? null : Number(parcel.grams),
      delivery_mode: parcel.modes.trim() || null,
      has_pickup_point: parcel.point === "yes",
    })
  }
  return (
    <Container className="divide-y p-0">
      <SectionHeader title={t("labelRules.test")} hint={t("labelRules.testHint")} />
      <form onSubmit={submit} className="grid grid-cols-1 items-end gap-4 px-6 py-4 md:grid-cols-3">
        <TextField
          label={t("tester.country")}
          maxLength={2}
          required
          value={parcel.countries}
          onChange={set("countries")}
        />
        <TextField
          label={t("tester.postcode")}
          maxLength={20}
          required
          value={parcel.postcode}
          onChange={set("postcode")}
        />
        <TextField
          label={t("labelRules.grams")}
          type="number"
          min={1}
          value={parcel.grams}
          onChange={set("grams")}
        />
        <DeliveryModeField
          label={t("order.deliveryMode")}
          value={parcel.modes}
          onChange={set("modes")}
          optional
        />
        <SelectField
          label={t("labelRules.point")}
          value={parcel.point}
          options={["yes", "no"].map((value) => ({ value, label: t(`labelRules.points.${value}`) }))}
          onChange={set("point")}
        />
        <Button variant="secondary" type="submit" isLoading={resolve.isPending}>
          {t("tester.test")}
        </Button>
      </form>
      {resolve.data && <Result account={account} resolved={resolve.data} />}
    </Container>
  )
}

type ResultProps = { account: ShownLabelAccount; resolved: ResolvedOption }

const Result = ({ account, resolved: { chosen, steps } }: ResultProps) => {
  const { t } = useTranslation("marketplaces")
  const options = useLabelOptions(account.id).data?.options ?? []
  const name = optionName(options, chosen?.option_code)
  return (
    <div role="status" className="px-6 py-4">
      <Text size="small" weight="plus">
        {name ?? t("labelRules.nothing")}
      </Text>
      <ol className="text-ui-fg-subtle txt-small mt-2 list-inside list-decimal">
        {steps.map((step) => {
          if (step.kind !== "rule") {
            return step.kind === "fallback" ? (
              <li key="fallback">{t(`labelRules.fallback.${step.outcome}`)}</li>
            ) : null
          }
          const why = step.outcome === "failed" ? `: ${t(`labelRules.condition.${step.failed}`)}` : ""
          return (
            <li key={step.id}>
              {step.name} – {t(`labelRules.outcome.${step.outcome}`)}
              {why}
            </li>
          )
        })}
      </ol>
    </div>
  )
}
