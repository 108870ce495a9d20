import { Container } from "@medusajs/ui"
import { useTranslation } from "react-i18next"
import { Outlet, type UIMatch, useParams } from "react-router-dom"
import { ConnectionTabs } from "../../../../components/connection/connection-tabs"
import { QueryState } from "../../../../components/query-state"
import { useConnection } from "../../../../hooks/api/connections"

const ConnectionPage = () => {
  const { id = "" } = useParams()
  const query = useConnection(id)
  const connection = query.data?.connection
  if (!connection) {
    return (
      <Container className="p-0">
        <QueryState query={query}>{null}</QueryState>
      </Container>
    )
  }
  return (
    <>
      <ConnectionTabs connection={connection} />
      <Outlet />
    </>
  )
}

const Breadcrumb = ({ id = "" }: { id?: string }) => {
  const { t } = useTranslation("marketplaces")
  return useConnection(id).data?.connection.name ?? t("connections.marketplace")
}

export const handle = { breadcrumb: ({ params }: UIMatch) => <Breadcrumb id={params.id} /> }

export default ConnectionPage
