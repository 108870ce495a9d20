import { Checkbox, Label } from "@medusajs/ui"
import { useId } from "react"
import { useTranslation } from "react-i18next"
import { useRegions, useSalesChannels, useStockLocations } from "../hooks/api/store"
import { SelectField } from "./select-field"

export type Placement = { sales_channel_id: string; region_id: string; stock_location_ids: string[] }

type Named = { id: string; name?: string | null }
const optionsOf = (items: Named[] | undefined) =>
  (items ?? []).map(({ id, name }) => ({ value: id, label: name ?? id }))

type Props = { value: Placement; onChange: (value: Placement) => void }

/** Where a connection's orders go. */
export const PlacementFields = ({ value, onChange }: Props) => {
  const { t } = useTranslation("marketplaces")
  const id = useId()
  const channels = useSalesChannels().data?.sales_channels
  const regions = useRegions().data?.regions
  const locations = useStockLocations().data?.stock_locations
  return (
    <>
      <SelectField
        label={t("placement.salesChannel")}
        hint={t("placement.salesChannelHint")}
        placeholder={t("field.choose")}
        value={value.sales_channel_id}
        options={optionsOf(channels)}
        onChange={(sales_channel_id) => onChange({ ...value, sales_channel_id })}
      />
      <SelectField
        label={t("placement.region")}
        hint={t("placement.regionHint")}
        placeholder={t("field.choose")}
        value={value.region_id}
        options={optionsOf(regions)}
        onChange={(region_id) => onChange({ ...value, region_id })}
      />
      <fieldset className="flex flex-col gap-y-2">
        <legend className="txt-compact-small-plus">{t("placement.locations")}</legend>
        <p className="txt-small text-ui-fg-subtle">{t("placement.locationsHint")}</p>
        {locations?.map((location) => (
          <div key={location.id} className="flex items-center gap-x-2">
            <Checkbox
              id={`${id}-${location.id}`}
              checked={value.stock_location_ids.includes(location.id)}
              onCheckedChange={(checked) =>
                onChange({
                  ...value,
                  stock_location_ids: checked
                    ? [...value.stock_location_ids, location.id]
                    : value.stock_location_ids.filter((other) => other !== location.id),
                })
              }
            />
            <Label size="small" htmlFor={`${id}-${location.id}`}>
              {location.name}
            </Label>
          </div>
        ))}
      </fieldset>
    </>
  )
}
