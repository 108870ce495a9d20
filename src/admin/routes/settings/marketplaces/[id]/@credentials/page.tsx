import { RouteDrawer, useRouteModal } from "@medusajs/dashboard/components"
import { useParams } from "react-router-dom"
import { CredentialsForm } from "../../../../../components/credentials-form"
import { useSaveConnection } from "../../../../../components/connection/use-save-connection"
import { DrawerLoading } from "../../../../../components/drawer-loading"
import { useCheckCredentials, useConnection } from "../../../../../hooks/api/connections"
import { useMarketplace } from "../../../../../hooks/api/marketplaces"
import type { Connection } from "../../../../../../api/admin/marketplaces/connections/types"
import type { Marketplace } from "../../../../../../api/admin/marketplaces/types"

const CredentialsPage = () => {
  const { id = "" } = useParams()
  const query = useConnection(id)
  const connection = query.data?.connection
  const marketplace = useMarketplace(connection?.marketplace_id)
  return (
    <RouteDrawer>
      {connection && marketplace ? (
        <OfConnection connection={connection} marketplace={marketplace} />
      ) : (
        <DrawerLoading query={query} />
      )}
    </RouteDrawer>
  )
}

type Props = { connection: Connection; marketplace: Marketplace }

const OfConnection = ({ connection, marketplace }: Props) => {
  const { handleSuccess } = useRouteModal()
  const check = useCheckCredentials()
  const { save, ...saving } = useSaveConnection(connection, handleSuccess)
  return (
    <CredentialsForm
      fields={marketplace.credential_fields}
      stored={connection.credentials}
      check={check}
      onCheck={(credentials) =>
        check.mutate({ marketplace_id: marketplace.id, credentials, connection_id: connection.id })
      }
      saving={saving}
      onSave={(credentials) => save({ credentials })}
    />
  )
}

export default CredentialsPage
