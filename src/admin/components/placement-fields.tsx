import { useTranslation } from "react-i18next"
import { useRegions, useSalesChannels, useStockLocations } from "../hooks/api/store"
import { OrderedChecks } from "./ordered-checks"
import { SelectField } from "./select-field"
import type { Destination } from "../../orders/destinations"

type Named = { id: string; name?: string | null }
const optionsOf = (items: Named[] | undefined) =>
  (items ?? []).map(({ id, name }) => ({ value: id, label: name ?? id }))

/** A place that was deleted is chosen no more: the select asks for another. */
const known = (items: Named[] | undefined, id: string) =>
  items && !items.some((item) => item.id === id) ? "" : id

/** Chosen in place of a sales channel of the store: one is made. */
export const NEW_CHANNEL = "new"

type Props = {
  value: Destination
  /** The name of a sales channel that can be made [none is offered]. */
  newChannel?: string
  onChange: (value: Destination) => void
}

/** Where a connection's orders go. */
export const PlacementFields = ({ value, newChannel, onChange }: Props) => {
  const { t } = useTranslation("marketplaces")
  const channels = useSalesChannels().data?.sales_channels
  const regions = useRegions().data?.regions
  const locations = useStockLocations().data?.stock_locations
  return (
    <>
      <SelectField
        required
        name="sales_channel_id"
        label={t("placement.salesChannel")}
        hint={t(newChannel ? "placement.ownChannelHint" : "placement.salesChannelHint")}
        placeholder={t("field.choose")}
        value={
          newChannel && value.sales_channel_id === NEW_CHANNEL
            ? NEW_CHANNEL
            : known(channels, value.sales_channel_id)
        }
        options={[
          ...(newChannel
            ? [{ value: NEW_CHANNEL, label: t("placement.newChannel", { name: newChannel }) }]
            : []),
          ...optionsOf(channels),
        ]}
        onChange={(sales_channel_id) => onChange({ ...value, sales_channel_id })}
      />
      <SelectField
        required
        name="region_id"
        label={t("placement.region")}
        hint={t("placement.regionHint")}
        placeholder={t("field.choose")}
        value={known(regions, value.region_id)}
        options={optionsOf(regions)}
        onChange={(region_id) => onChange({ ...value, region_id })}
      />
      <OrderedChecks
        label={t("placement.locations")}
        hint={t("placement.locationsHint")}
        options={optionsOf(locations)}
        value={value.stock_location_ids}
        onChange={(stock_location_ids) => onChange({ ...value, stock_location_ids })}
      />
    </>
  )
}
