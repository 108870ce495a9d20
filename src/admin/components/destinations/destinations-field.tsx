import { ArrowDownMini, ArrowUpMini, Plus, Trash } from "@medusajs/icons"
import { Button, Heading, IconButton, Text } from "@medusajs/ui"
import { useState } from "react"
import { useTranslation } from "react-i18next"
import { useRegions, useSalesChannels, useStockLocations } from "../../hooks/api/store"
import type { DestinationRule } from "../../../orders/destinations"
import { OrderedChecks } from "../ordered-checks"
import { SelectField } from "../select-field"
import { TextField } from "../text-field"
import { readCodes } from "./destination-text"

const SAME = "-"

type Props = { value: DestinationRule[]; onChange: (value: DestinationRule[]) => void }

/** An ordered list: the first whose conditions an order meets says where it goes. */
export const DestinationsField = ({ value, onChange }: Props) => {
  const { t } = useTranslation("marketplaces")
  // Typed codes stay as they are typed; a row that moves is rendered again with its content.
  const [drawn, setDrawn] = useState(0)
  const rearrange = (changed: DestinationRule[]) => {
    setDrawn(drawn + 1)
    onChange(changed)
  }
  const move = (from: number, to: number) => {
    const moved = [...value]
    moved.splice(to, 0, ...moved.splice(from, 1))
    rearrange(moved)
  }
  return (
    <>
      {value.length === 0 && (
        <Text size="small" className="text-ui-fg-subtle">
          {t("destinations.none")}
        </Text>
      )}
      <ol className="flex flex-col gap-y-6">
        {value.map((destination, index) => (
          <li
            key={`${drawn}-${index}`}
            aria-label={t("destinations.place", { place: index + 1 })}
            className="bg-ui-bg-component shadow-elevation-card-rest flex flex-col gap-y-4 rounded-lg p-4"
          >
            <div className="flex items-center justify-between">
              <Heading level="h3">{t("destinations.place", { place: index + 1 })}</Heading>
              <div className="flex gap-x-1">
                <IconButton
                  type="button"
                  size="small"
                  variant="transparent"
                  disabled={index === 0}
                  aria-label={t("destinations.moveUp", { place: index + 1 })}
                  onClick={() => move(index, index - 1)}
                >
                  <ArrowUpMini />
                </IconButton>
                <IconButton
                  type="button"
                  size="small"
                  variant="transparent"
                  disabled={index === value.length - 1}
                  aria-label={t("destinations.moveDown", { place: index + 1 })}
                  onClick={() => move(index, index + 1)}
                >
                  <ArrowDownMini />
                </IconButton>
                <IconButton
                  type="button"
                  size="small"
                  variant="transparent"
                  aria-label={t("destinations.remove", { place: index + 1 })}
                  onClick={() => rearrange(value.filter((_, at) => at !== index))}
                >
                  <Trash />
                </IconButton>
              </div>
            </div>
            <DestinationFields
              value={destination}
              onChange={(part) =>
                onChange(value.map((other, at) => (at === index ? { ...other, ...part } : other)))
              }
            />
          </li>
        ))}
      </ol>
      <div>
        <Button size="small" variant="secondary" type="button" onClick={() => onChange([...value, {}])}>
          <Plus />
          {t("destinations.add")}
        </Button>
      </div>
    </>
  )
}

type FieldsProps = { value: DestinationRule; onChange: (part: DestinationRule) => void }

const DestinationFields = ({ value, onChange }: FieldsProps) => {
  const { t } = useTranslation("marketplaces")
  const channels = useSalesChannels().data?.sales_channels ?? []
  const regions = useRegions().data?.regions ?? []
  const locations = useStockLocations().data?.stock_locations ?? []
  const same = { value: SAME, label: t("destinations.same") }
  const chosen = (id: string) => (id === SAME ? null : id)
  return (
    <>
      <Text size="small" weight="plus">
        {t("destinations.when")}
      </Text>
      <div className="grid grid-cols-1 gap-4 md:grid-cols-2">
        <TextField
          optional
          label={t("destinations.countries")}
          hint={t("carrier.countryHint")}
          placeholder={t("field.all")}
          defaultValue={value.countries?.join(", ")}
          onChange={(text) => onChange({ countries: readCodes(text) })}
        />
        <TextField
          optional
          label={t("destinations.currency")}
          placeholder={t("field.any")}
          maxLength={3}
          defaultValue={value.currency_code?.toUpperCase()}
          onChange={(currency_code) => onChange({ currency_code })}
        />
      </div>
      <TextField
        optional
        label={t("destinations.channels")}
        placeholder={t("field.all")}
        defaultValue={value.channels?.join(", ")}
        onChange={(text) => onChange({ channels: readCodes(text) })}
      />
      <Text size="small" weight="plus">
        {t("destinations.then")}
      </Text>
      <SelectField
        label={t("placement.region")}
        value={value.region_id ?? SAME}
        options={[same, ...regions.map(({ id, name }) => ({ value: id, label: name ?? id }))]}
        onChange={(id) => onChange({ region_id: chosen(id) })}
      />
      <SelectField
        label={t("placement.salesChannel")}
        value={value.sales_channel_id ?? SAME}
        options={[same, ...channels.map(({ id, name }) => ({ value: id, label: name ?? id }))]}
        onChange={(id) => onChange({ sales_channel_id: chosen(id) })}
      />
      <OrderedChecks
        label={t("placement.locations")}
        hint={t("destinations.locationsHint")}
        options={locations.map(({ id, name }) => ({ value: id, label: name ?? id }))}
        value={value.stock_location_ids ?? []}
        onChange={(stock_location_ids) => onChange({ stock_location_ids })}
      />
    </>
  )
}
