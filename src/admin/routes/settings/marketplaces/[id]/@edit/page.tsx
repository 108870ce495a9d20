import { RouteDrawer, useRouteModal } from "@medusajs/dashboard/components"
import { useState } from "react"
import { useTranslation } from "react-i18next"
import { useParams } from "react-router-dom"
import { useSaveConnection } from "../../../../../components/connection/use-save-connection"
import { DrawerForm } from "../../../../../components/drawer-form"
import { DrawerLoading } from "../../../../../components/drawer-loading"
import { Meanwhile } from "../../../../../components/meanwhile"
import { PlacementFields } from "../../../../../components/placement-fields"
import { TextField } from "../../../../../components/text-field"
import { useConnection } from "../../../../../hooks/api/connections"
import type { Destination } from "../../../../../../orders/destinations"
import type { Connection } from "../../../../../../api/admin/marketplaces/connections/types"

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
  const { opened, save: saveChanges, ...saving } = useSaveConnection(connection, handleSuccess)
  const { name, sales_channel_id, region_id, stock_location_ids } = opened
  const stored = { name, sales_channel_id, region_id, stock_location_ids }
  const [placement, setPlacement] = useState<Destination>(stored)
  const [newName, setName] = useState(name)
  const typed = { ...placement, name: newName.trim() }
  // Sent locations get their own shipping options again, so only changes are sent.
  const changes = Object.fromEntries(
    Object.entries(typed).filter(
      ([field, value]) => JSON.stringify(value) !== JSON.stringify(stored[field as keyof typeof stored])
    )
  )
  const isDirty = Object.keys(changes).length > 0
  const save = () => saveChanges(changes)
  return (
    <DrawerForm
      title={t("connection.edit")}
      isSaving={saving.isSaving}
      error={saving.error}
      canSave={isDirty && Boolean(typed.name && placement.stock_location_ids.length)}
      isDirty={isDirty}
      onSubmit={save}
    >
      <Meanwhile {...saving} />
      <TextField
        required
        name="name"
        label={t("connections.name")}
        hint={t("connect.destination.nameHint")}
        value={newName}
        onChange={setName}
      />
      <PlacementFields value={placement} onChange={setPlacement} />
    </DrawerForm>
  )
}

export default EditPage
