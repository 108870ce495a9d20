import { useTranslation } from "react-i18next"
import { useCarriers, useLiveCarriers } from "../../hooks/api/carriers"
import { useConnection } from "../../hooks/api/connections"
import { useMarketplace } from "../../hooks/api/marketplaces"

/** Every carrier that can be chosen, once: the catalog, then what only the list of the connection's marketplace knows. */
export function useCarrierChoices(connectionId: string | undefined): { value: string; label: string }[] {
  const { t } = useTranslation("marketplaces")
  const connection = useConnection(connectionId).data?.connection
  const capabilities = useMarketplace(connection?.marketplace_id)?.capabilities
  const hasList = capabilities?.live_carriers || capabilities?.fixed_carriers || false
  const catalog = useCarriers().data?.carriers ?? []
  const live = useLiveCarriers(connectionId ?? "", hasList).data?.carriers ?? []
  return [
    ...catalog.map(({ key, name }) => ({ value: key, label: name })),
    ...live
      .filter(({ key }) => key === null)
      .map(({ name }) => ({ value: name, label: t("carrier.asListed", { name }) })),
  ]
}
