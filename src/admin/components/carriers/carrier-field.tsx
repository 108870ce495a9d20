import { Combobox } from "@medusajs/dashboard/components"
import { useTranslation } from "react-i18next"
import { useCarriers, useLiveCarriers } from "../../hooks/api/carriers"
import { useConnection } from "../../hooks/api/connections"
import { useMarketplace } from "../../hooks/api/marketplaces"
import { Field } from "../field"

type Props = {
  label: string
  hint?: string
  connectionId: string
  value: string
  onChange: (value: string) => void
}

/** A carrier of the catalogue, or a name of the marketplace's own list. */
export const CarrierField = ({ label, hint, connectionId, value, onChange }: Props) => {
  const { t } = useTranslation("marketplaces")
  const connection = useConnection(connectionId).data?.connection
  const hasList = useMarketplace(connection?.marketplace_id)?.capabilities.live_carriers ?? false
  const catalogue = useCarriers().data?.carriers ?? []
  const live = useLiveCarriers(connectionId, hasList).data?.carriers ?? []
  const known = catalogue.map(({ key, name }) => ({ value: key, label: name }))
  const listed = live
    .filter(({ name }) => !known.some((option) => option.label.toLowerCase() === name.toLowerCase()))
    .map(({ name }) => ({ value: name, label: t("carrier.asListed", { name }) }))
  const options = [...known, ...listed]
  const stored = value && !options.some((option) => option.value === value) ? [{ value, label: value }] : []
  return (
    <Field label={label} hint={hint}>
      {(props) => (
        <Combobox
          {...props}
          value={value}
          options={[...stored, ...options]}
          allowClear
          placeholder={t("carrier.choose")}
          onChange={(chosen) => onChange(chosen ?? "")}
        />
      )}
    </Field>
  )
}
