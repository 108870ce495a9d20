import { RouteDrawer, useRouteModal } from "@medusajs/dashboard/components"
import { Button } from "@medusajs/ui"
import { useState } from "react"
import { useTranslation } from "react-i18next"
import { useParams } from "react-router-dom"
import { CheckResult } from "../../../../../components/check-result"
import { CredentialFields } from "../../../../../components/credential-fields"
import { useSaveConnection } from "../../../../../components/connection/use-save-connection"
import { DrawerForm } from "../../../../../components/drawer-form"
import { DrawerLoading } from "../../../../../components/drawer-loading"
import { Meanwhile } from "../../../../../components/meanwhile"
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
        <CredentialsForm connection={connection} marketplace={marketplace} />
      ) : (
        <DrawerLoading query={query} />
      )}
    </RouteDrawer>
  )
}

type Props = { connection: Connection; marketplace: Marketplace }

const CredentialsForm = ({ connection, marketplace }: Props) => {
  const { t } = useTranslation("marketplaces")
  const { handleSuccess } = useRouteModal()
  const [values, setValues] = useState<Record<string, string>>({})
  const check = useCheckCredentials()
  const { save: saveChanges, ...saving } = useSaveConnection(connection, handleSuccess)
  const isChanged = Object.values(values).some((value) => value.trim())
  const test = () =>
    check.mutate({
      marketplace_id: marketplace.id,
      credentials: values,
      connection_id: connection.id,
    })
  const save = () => saveChanges({ credentials: values })
  return (
    <DrawerForm
      title={t("credentials.title")}
      hint={t("credentials.changeHint")}
      isSaving={saving.isSaving}
      error={saving.error ?? check.error}
      canSave={isChanged}
      isDirty={isChanged}
      onSubmit={save}
    >
      <Meanwhile {...saving} />
      <CredentialFields
        fields={marketplace.credential_fields}
        values={values}
        stored={connection.credentials}
        onChange={(changed) => {
          check.reset()
          setValues(changed)
        }}
      />
      <div>
        <Button size="small" variant="secondary" type="button" onClick={test} isLoading={check.isPending}>
          {t("connect.credentials.test")}
        </Button>
      </div>
      {check.data && <CheckResult result={check.data} />}
    </DrawerForm>
  )
}

export default CredentialsPage
