import { RouteDrawer, useRouteModal } from "@medusajs/dashboard/components"
import { useParams } from "react-router-dom"
import type { ShownLabelAccount, ShownLabelService } from "../../../../../../api/admin/label-accounts/types"
import { CredentialsForm } from "../../../../../components/credentials-form"
import { DrawerLoading } from "../../../../../components/drawer-loading"
import { useSaveLabelAccount } from "../../../../../components/labels/use-save-label-account"
import { useCheckLabelKeys, useLabelAccount, useLabelService } from "../../../../../hooks/api/labels"

const LabelKeysPage = () => {
  const { id = "" } = useParams()
  const { query, account } = useLabelAccount(id)
  const service = useLabelService(account?.service_id)
  return (
    <RouteDrawer>
      {account && service ? (
        <OfAccount account={account} service={service} />
      ) : (
        <DrawerLoading query={query} />
      )}
    </RouteDrawer>
  )
}

type Props = { account: ShownLabelAccount; service: ShownLabelService }

const OfAccount = ({ account, service }: Props) => {
  const { handleSuccess } = useRouteModal()
  const check = useCheckLabelKeys()
  const { save, ...saving } = useSaveLabelAccount(account, handleSuccess)
  return (
    <CredentialsForm
      fields={service.credential_fields}
      stored={account.credentials}
      check={check}
      onCheck={(credentials) => check.mutate({ account_id: account.id, credentials })}
      saving={saving}
      onSave={(credentials) => save({ credentials })}
    />
  )
}

export default LabelKeysPage
