import { RouteDrawer } from "@medusajs/dashboard/components"
import { useTranslation } from "react-i18next"
import { QueryState } from "./query-state"

type Props = { query: { isPending: boolean; isError: boolean; error: unknown; refetch: () => unknown } }

/** A drawer whose content is on the way, or cannot be had. */
export const DrawerLoading = ({ query }: Props) => {
  const { t } = useTranslation("marketplaces")
  return (
    <>
      <RouteDrawer.Header>
        <RouteDrawer.Title>{t(query.isError ? "state.error" : "state.loading")}</RouteDrawer.Title>
      </RouteDrawer.Header>
      <RouteDrawer.Body>
        <QueryState query={query}>{null}</QueryState>
      </RouteDrawer.Body>
    </>
  )
}
