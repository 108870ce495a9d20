import { Button, Checkbox, Hint, Label, Text } from "@medusajs/ui"
import { useId, useState } from "react"
import { useTranslation } from "react-i18next"
import { useCreateConnection } from "../../hooks/api/connections"
import { useRegions, useSalesChannels, useStockLocations } from "../../hooks/api/store"
import { noticeLanguage } from "../../lib/notice-language"
import type { Connection } from "../../../api/admin/marketplaces/connections/types"
import type { Marketplace } from "../../../api/admin/marketplaces/types"
import type { CheckResult as Result } from "../../../marketplaces/port"
import { CarrierField } from "../carriers/carrier-field"
import { CheckResult } from "../check-result"
import { ShippingOptionsField } from "../destinations/shipping-options-field"
import { NEW_CHANNEL, PlacementFields } from "../placement-fields"
import type { Destination } from "../../../orders/destinations"
import { QueryState } from "../query-state"
import { TextField } from "../text-field"
import { sensiblePlacement } from "./sensible-placement"
import { StepLayout } from "./step-layout"
import { Tip } from "../tip"

const DAY_MS = 24 * 60 * 60 * 1000

type Props = {
  marketplace: Marketplace
  credentials: Record<string, string>
  /** What the marketplace said of the credentials. */
  checked?: Result
  onCreated: (connection: Connection) => void
}

export const DestinationStep = ({ marketplace, credentials, checked, onCreated }: Props) => {
  const { t, i18n } = useTranslation("marketplaces")
  const create = useCreateConnection()
  const [channels, regions, locations] = [useSalesChannels(), useRegions(), useStockLocations()]
  const [name, setName] = useState(marketplace.name)
  const [since, setSince] = useState(new Date(Date.now() - 30 * DAY_MS).toISOString().slice(0, 10))
  const [chosen, setChosen] = useState<Destination>()
  const [shippingOptions, setShippingOptions] = useState<string[] | null>(null)
  const [carrier, setCarrier] = useState("")
  const guestsId = useId()
  const [hasGuests, setHasGuests] = useState(false)
  const carrierWords = marketplace.setting_sections
    .find(({ name }) => name === "shipping")
    ?.fields.find(({ name }) => name === "default_carrier")
  const placement =
    chosen ??
    sensiblePlacement(
      marketplace.name,
      channels.data?.sales_channels ?? [],
      regions.data?.regions ?? [],
      locations.data?.stock_locations ?? []
    )
  const { sales_channel_id, ...place } = placement
  const channelName = name.trim() || marketplace.name
  const isComplete =
    name.trim() &&
    sales_channel_id &&
    place.region_id &&
    place.stock_location_ids.length &&
    shippingOptions?.length !== 0
  const lists = [channels, regions, locations]
  const query = lists.find(({ isError }) => isError) ?? lists.find(({ isPending }) => isPending) ?? channels
  return (
    <StepLayout
      title={t("connect.destination.title")}
      hint={t("connect.destination.hint")}
      error={create.error}
      onSubmit={() =>
        isComplete &&
        create.mutate(
          {
            ...place,
            ...(sales_channel_id === NEW_CHANNEL ? { new_sales_channel: channelName } : { sales_channel_id }),
            ...(shippingOptions && { shipping_option_ids: shippingOptions }),
            name: name.trim(),
            marketplace_id: marketplace.id,
            credentials,
            settings: {
              ...(since && { import: { start_at: since } }),
              ...(carrier && { shipping: { default_carrier: carrier } }),
              ...(hasGuests && { customer: { mode: "guest" } }),
              notifications: { feed_language: noticeLanguage(i18n.language) },
            },
          },
          { onSuccess: ({ connection }) => onCreated(connection) }
        )
      }
      footer={
        <Button size="small" type="submit" disabled={!isComplete} isLoading={create.isPending}>
          {t("connect.destination.save")}
        </Button>
      }
    >
      {checked && <CheckResult result={checked} />}
      <QueryState query={query}>
        <TextField
          required
          name="name"
          label={t("connections.name")}
          hint={t("connect.destination.nameHint")}
          value={name}
          onChange={setName}
        />
        <PlacementFields value={placement} newChannel={channelName} onChange={setChosen} />
        <div className="flex flex-col gap-y-2">
          <Text size="small" leading="compact" weight="plus">
            {t("shippingOptions.title")}
          </Text>
          <ShippingOptionsField value={shippingOptions} onChange={setShippingOptions} />
          <Hint>{t("shippingOptions.hint")}</Hint>
        </div>
        {carrierWords && (
          <CarrierField
            label={carrierWords.label}
            hint={carrierWords.help}
            name="settings.shipping.default_carrier"
            value={carrier}
            onChange={setCarrier}
          />
        )}
        <TextField
          type="date"
          name="settings.import.start_at"
          label={t("connect.destination.since")}
          hint={t("connect.destination.sinceHint")}
          value={since}
          onChange={setSince}
        />
        <div className="flex items-start gap-x-2">
          <Checkbox
            id={guestsId}
            aria-describedby={`${guestsId}-hint`}
            checked={hasGuests}
            onCheckedChange={(checked) => setHasGuests(checked === true)}
          />
          <div>
            <Label size="small" weight="plus" htmlFor={guestsId}>
              {t("connect.destination.guests")}
            </Label>
            <Hint id={`${guestsId}-hint`}>{t("connect.destination.guestsHint")}</Hint>
          </div>
        </div>
        <Tip label={t("connect.destination.othersLabel")}>{t("connect.destination.others")}</Tip>
      </QueryState>
    </StepLayout>
  )
}
