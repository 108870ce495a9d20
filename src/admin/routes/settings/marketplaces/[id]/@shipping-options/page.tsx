import { RouteDrawer, useRouteModal } from "@medusajs/dashboard/components"
import { useState } from "react"
import { useTranslation } from "react-i18next"
import { useParams } from "react-router-dom"
import { useSaveConnection } from "../../../../../components/connection/use-save-connection"
import { DrawerForm } from "../../../../../components/drawer-form"
import { DrawerLoading } from "../../../../../components/drawer-loading"
import { Meanwhile } from "../../../../../components/meanwhile"
import { ShippingOptionsField } from "../../../../../components/destinations/shipping-options-field"
import { useConnection } from "../../../../../hooks/api/connections"
import { locationOf, useShippingOptions } from "../../../../../hooks/api/store"
import { isMadeForOrders } from "../../../../../components/destinations/shipping-options"
import type { Connection } from "../../../../../../api/admin/marketplaces/connections/types"

const ShippingOptionsPage = () => {
  const { id = "" } = useParams()
  const query = useConnection(id)
  const options = useShippingOptions()
  const connection = query.data?.connection
  return (
    <RouteDrawer>
      {connection && options.data ? (
        <ShippingOptionsForm connection={connection} />
      ) : (
        <DrawerLoading query={query.isError ? query : options} />
      )}
    </RouteDrawer>
  )
}

const ShippingOptionsForm = ({ connection }: { connection: Connection }) => {
  const { t } = useTranslation("marketplaces")
  const { handleSuccess } = useRouteModal()
  const { opened, save: saveChanges, ...saving } = useSaveConnection(connection, handleSuccess)
  const options = useShippingOptions().data?.shipping_options ?? []
  const own = opened.shipping_option_ids.filter((id) =>
    options.some((option) => option.id === id && !isMadeForOrders(option) && locationOf(option))
  )
  const stored = own.length ? own : null
  const [chosen, setChosen] = useState(stored)
  const isDirty = JSON.stringify(chosen) !== JSON.stringify(stored)
  const save = () =>
    saveChanges(chosen ? { shipping_option_ids: chosen } : { stock_location_ids: opened.stock_location_ids })
  return (
    <DrawerForm
      title={t("shippingOptions.title")}
      hint={t("shippingOptions.hint")}
      isSaving={saving.isSaving}
      canSave={isDirty && chosen?.length !== 0}
      isDirty={isDirty}
      onSubmit={save}
    >
      <Meanwhile {...saving} />
      <ShippingOptionsField value={chosen} onChange={setChosen} />
    </DrawerForm>
  )
}

export default ShippingOptionsPage
