import { RouteDrawer, useRouteModal } from "@medusajs/dashboard/components"
import { useState } from "react"
import { useTranslation } from "react-i18next"
import { useParams, useSearchParams } from "react-router-dom"
import {
  cleanDestination,
  isUseful,
  withOffered,
} from "../../../../../components/destinations/destination-text"
import { DestinationsField } from "../../../../../components/destinations/destinations-field"
import { useSaveConnection } from "../../../../../components/connection/use-save-connection"
import { DrawerForm } from "../../../../../components/drawer-form"
import { DrawerLoading } from "../../../../../components/drawer-loading"
import { Meanwhile } from "../../../../../components/meanwhile"
import { useConnection } from "../../../../../hooks/api/connections"
import type { Connection } from "../../../../../../api/admin/marketplaces/connections/types"
import type { DestinationRule } from "../../../../../../orders/destinations"

const DestinationsPage = () => {
  const { id = "" } = useParams()
  const query = useConnection(id)
  const connection = query.data?.connection
  return (
    <RouteDrawer>
      {connection ? <DestinationsForm connection={connection} /> : <DrawerLoading query={query} />}
    </RouteDrawer>
  )
}

const DestinationsForm = ({ connection }: { connection: Connection }) => {
  const { t } = useTranslation("marketplaces")
  const { handleSuccess } = useRouteModal()
  const { opened, save: saveChanges, ...saving } = useSaveConnection(connection, handleSuccess)
  const stored = opened.destinations.map(cleanDestination)
  const [search] = useSearchParams()
  const [offered] = useState(() => withOffered(stored, search))
  const [destinations, setDestinations] = useState(offered)
  const typed = destinations.map(cleanDestination)
  const isOther = (before: DestinationRule[]) =>
    JSON.stringify(typed) !== JSON.stringify(before.map(cleanDestination))
  const save = () => saveChanges({ destinations: typed })
  return (
    <DrawerForm
      title={t("destinations.title")}
      hint={t("destinations.hint")}
      isSaving={saving.isSaving}
      error={saving.error}
      canSave={isOther(stored) && typed.every(isUseful)}
      isDirty={isOther(offered)}
      onSubmit={save}
    >
      <Meanwhile {...saving} />
      <DestinationsField value={destinations} onChange={setDestinations} />
    </DrawerForm>
  )
}

export default DestinationsPage
