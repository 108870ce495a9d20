import { Button, Text } from "@medusajs/ui"
import { type FormEvent, useState } from "react"
import { useTranslation } from "react-i18next"
import type { ShownLabel } from "../../../api/admin/labels/types"
import type { ChosenOption } from "../../../labels/choose-option"
import type { LabelOverrides } from "../../../labels/plan-label"
import { useRetryLabel, useServicePoints } from "../../hooks/api/labels"
import { SelectField } from "../select-field"
import { TextField } from "../text-field"
import { OptionField } from "./option-field"

const AS_IT_IS = "-"
const ADDRESS = [
  "name",
  "company_name",
  "address_line_1",
  "house_number",
  "address_line_2",
  "postal_code",
  "city",
  "state_code",
  "country_code",
  "phone",
  "email",
] as const
const SIZE = ["length_mm", "width_mm", "height_mm"] as const
/** As many as one shipment has. */
const MOST_PARCELS = 15

type Props = { label: ShownLabel; onDone: () => void }

/** What is corrected for this label only, and tried with it; an empty field stays as the order has it. */
export const LabelCorrections = ({ label, onDone }: Props) => {
  const { t } = useTranslation("marketplaces")
  const retry = useRetryLabel()
  const [to, setTo] = useState<Partial<Record<(typeof ADDRESS)[number], string>>>({})
  const [grams, setGrams] = useState("")
  const [count, setCount] = useState("1")
  const [size, setSize] = useState({ length_mm: "", width_mm: "", height_mm: "" })
  const [option, setOption] = useState<ChosenOption | null>(null)
  const [near, setNear] = useState("")
  const [point, setPoint] = useState(AS_IT_IS)
  const points = useServicePoints(label.account_id, near.trim()).data?.service_points ?? []
  const given = Object.entries(to).filter(([, value]) => value.trim() !== "")
  const submit = (event: FormEvent) => {
    event.preventDefault()
    const overrides: LabelOverrides = {
      ...(given.length > 0 && {
        to: Object.fromEntries(given.map(([name, value]) => [name, value.trim()])),
      }),
      ...(grams !== "" && {
        parcels: Array.from({ length: Number(count) }, () => ({
          weight_grams: Number(grams),
          dimensions: SIZE.every((side) => size[side] !== "")
            ? {
                length_mm: Number(size.length_mm),
                width_mm: Number(size.width_mm),
                height_mm: Number(size.height_mm),
              }
            : null,
        })),
      }),
      ...(option && { option }),
      ...(point !== AS_IT_IS && { pickup_point_id: point }),
    }
    retry.mutate({ id: label.id, overrides }, { onSuccess: onDone })
  }
  const asItIs = { value: AS_IT_IS, label: t("labels.asItIs") }
  return (
    <form className="grid gap-4 md:grid-cols-2" onSubmit={submit}>
      <Text size="small" className="text-ui-fg-subtle md:col-span-2">
        {t("labels.correctHint")}
      </Text>
      {ADDRESS.map((name) => (
        <TextField
          key={name}
          label={t(`labels.address.${name}`)}
          optional
          value={to[name] ?? ""}
          onChange={(value) => setTo({ ...to, [name]: value })}
        />
      ))}
      <OptionField
        accountId={label.account_id}
        label={t("labelRules.option")}
        nothing={asItIs.label}
        value={option}
        onChange={setOption}
      />
      <TextField
        label={t("labels.gramsEach")}
        type="number"
        min={1}
        max={100_000}
        optional
        value={grams}
        onChange={setGrams}
      />
      <TextField
        label={t("labels.parcelCount")}
        type="number"
        min={1}
        max={MOST_PARCELS}
        value={count}
        onChange={setCount}
      />
      {SIZE.map((side) => (
        <TextField
          key={side}
          label={t(`labels.size.${side}`)}
          type="number"
          min={1}
          optional
          value={size[side]}
          onChange={(typed) => setSize({ ...size, [side]: typed })}
        />
      ))}
      <TextField
        label={t("labels.pointsNear")}
        hint={t("labels.pointsNearHint")}
        optional
        maxLength={20}
        value={near}
        onChange={setNear}
      />
      <SelectField
        label={t("labelRules.point")}
        value={point}
        options={[
          asItIs,
          ...points.map(({ carrier_point_id, name, street, city }) => ({
            value: carrier_point_id,
            label: `${name}, ${street}, ${city}`,
          })),
        ]}
        onChange={setPoint}
      />
      <div className="flex gap-2 md:col-span-2">
        <Button size="small" type="submit" isLoading={retry.isPending}>
          {t("labels.tryWith")}
        </Button>
        <Button size="small" type="button" variant="secondary" onClick={onDone}>
          {t("actions.cancel")}
        </Button>
      </div>
    </form>
  )
}
