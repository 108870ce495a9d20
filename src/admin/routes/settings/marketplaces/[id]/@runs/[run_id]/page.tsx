import { RouteDrawer } from "@medusajs/dashboard/components"
import { useTranslation } from "react-i18next"
import { useParams } from "react-router-dom"
import { QueryState } from "../../../../../../components/query-state"
import { RunDetails } from "../../../../../../components/run-details"
import { useRun } from "../../../../../../hooks/api/runs"

const RunPage = () => {
  const { t } = useTranslation("marketplaces")
  const { id = "", run_id = "" } = useParams()
  const query = useRun(run_id)
  const run = query.data?.run
  return (
    <RouteDrawer prev={`/settings/marketplaces/${id}`}>
      <RouteDrawer.Header>
        <RouteDrawer.Title>{t(run?.params?.dry_run ? "run.preview" : "run.one")}</RouteDrawer.Title>
      </RouteDrawer.Header>
      <RouteDrawer.Body className="overflow-y-auto p-0">
        <QueryState query={query}>{run && <RunDetails run={run} />}</QueryState>
      </RouteDrawer.Body>
    </RouteDrawer>
  )
}

export default RunPage
