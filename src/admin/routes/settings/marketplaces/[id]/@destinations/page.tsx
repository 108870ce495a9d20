import { RouteDrawer, useRouteModal } from "@medusajs/dashboard/components"
import { toast } from "@medusajs/ui"
import { useState } from "react"
import { useTranslation } from "react-i18next"
import { useParams } from "react-router-dom"
import { cleanDestination, isUseful } from "../../../../../components/destinations/destination-text"
import { DestinationsField } from "../../../../../components/destinations/destinations-field"
import { DrawerForm } from "../../../../../components/drawer-form"
import { DrawerLoading } from "../../../../../components/drawer-loading"
import { useConnection, useUpdateConnection } from "../../../../../hooks/api/connections"
import type { Connection } from "../../../../../lib/types"

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
  const update = useUpdateConnection(connection.id)
  const stored = connection.destinations.map(cleanDestination)
  const [destinations, setDestinations] = useState(stored)
  const typed = destinations.map(cleanDestination)
  const isDirty = JSON.stringify(typed) !== JSON.stringify(stored)
  const save = () =>
    update.mutate(
      { destinations: typed },
      {
        onSuccess: () => {
          toast.success(t("state.saved"))
          handleSuccess()
        },
      }
    )
  return (
    <DrawerForm
      title={t("destinations.title")}
      hint={t("destinations.hint")}
      isSaving={update.isPending}
      canSave={isDirty && typed.every(isUseful)}
      isDirty={isDirty}
      onSubmit={save}
    >
      <DestinationsField value={destinations} onChange={setDestinations} />
    </DrawerForm>
  )
}

export default DestinationsPage
