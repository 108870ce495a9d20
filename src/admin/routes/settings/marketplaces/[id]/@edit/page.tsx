import { RouteDrawer, useRouteModal } from "@medusajs/dashboard/components"
import { toast } from "@medusajs/ui"
import { useState } from "react"
import { useTranslation } from "react-i18next"
import { useParams } from "react-router-dom"
import { DrawerForm } from "../../../../../components/drawer-form"
import { DrawerLoading } from "../../../../../components/drawer-loading"
import { PlacementFields } from "../../../../../components/placement-fields"
import { TextField } from "../../../../../components/text-field"
import { useConnection, useUpdateConnection } from "../../../../../hooks/api/connections"
import type { Connection } from "../../../../../lib/types"

const EditPage = () => {
  const { id = "" } = useParams()
  const query = useConnection(id)
  const connection = query.data?.connection
  return (
    <RouteDrawer>
      {connection ? <EditForm connection={connection} /> : <DrawerLoading query={query} />}
    </RouteDrawer>
  )
}

const EditForm = ({ connection }: { connection: Connection }) => {
  const { t } = useTranslation("marketplaces")
  const { handleSuccess } = useRouteModal()
  const update = useUpdateConnection(connection.id)
  const [name, setName] = useState(connection.name)
  const { sales_channel_id, region_id, stock_location_ids } = connection
  const [placement, setPlacement] = useState({ sales_channel_id, region_id, stock_location_ids })
  const save = () =>
    update.mutate(
      { name: name.trim(), ...placement },
      {
        onSuccess: () => {
          toast.success(t("state.saved"))
          handleSuccess()
        },
      }
    )
  return (
    <DrawerForm
      title={t("connection.edit")}
      isSaving={update.isPending}
      canSave={Boolean(name.trim() && placement.stock_location_ids.length)}
      onSubmit={save}
    >
      <TextField
        label={t("connections.name")}
        hint={t("connect.destination.nameHint")}
        value={name}
        onChange={setName}
      />
      <PlacementFields value={placement} onChange={setPlacement} />
    </DrawerForm>
  )
}

export default EditPage
