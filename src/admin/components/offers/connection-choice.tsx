import { useEffect } from "react"
import { useTranslation } from "react-i18next"
import { useConnections } from "../../hooks/api/connections"
import { useMarketplaces } from "../../hooks/api/marketplaces"
import { SelectField } from "../select-field"

type Props = { value: string; onChange: (connection_id: string) => void; creates?: boolean }

/** A connection that has offers, or that creates some; the only one is chosen. */
export const ConnectionChoice = ({ value, onChange, creates = false }: Props) => {
  const { t } = useTranslation("marketplaces")
  const marketplaces = useMarketplaces().data?.marketplaces
  const connections = useConnections({ limit: 200 }).data?.connections
  const fitting =
    marketplaces &&
    connections?.filter(({ marketplace_id }) => {
      const { offers } = marketplaces.find(({ id }) => id === marketplace_id)?.capabilities ?? {}
      return creates ? offers?.create : offers
    })
  const only = fitting?.length === 1 ? fitting[0].id : null
  useEffect(() => {
    if (only && !value) onChange(only)
  }, [only, value, onChange])
  return (
    <SelectField
      label={t("filter.connection")}
      value={value}
      onChange={onChange}
      options={fitting?.map(({ id, name }) => ({ value: id, label: name })) ?? []}
    />
  )
}
