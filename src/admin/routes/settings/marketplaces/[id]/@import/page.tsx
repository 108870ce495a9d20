import { RouteDrawer, useRouteModal } from "@medusajs/dashboard/components"
import { Button } from "@medusajs/ui"
import { useState } from "react"
import { useTranslation } from "react-i18next"
import { useParams, useSearchParams } from "react-router-dom"
import { ComesIntoView } from "../../../../../components/comes-into-view"
import { DrawerForm } from "../../../../../components/drawer-form"
import { RunPreview } from "../../../../../components/run-preview"
import { RunProgress } from "../../../../../components/run-progress"
import { TextField } from "../../../../../components/text-field"
import { useImport } from "../../../../../hooks/api/connections"
import { useRun } from "../../../../../hooks/api/runs"

const ImportPage = () => (
  <RouteDrawer>
    <ImportForm />
  </RouteDrawer>
)

/** Imports from a day on, or certain orders, optionally with a preview. */
const ImportForm = () => {
  const { t } = useTranslation("marketplaces")
  const { id = "" } = useParams()
  const { handleSuccess } = useRouteModal()
  const start = useImport()
  const [since, setSince] = useState("")
  const [numbers, setNumbers] = useState("")
  // Kept in the address, so that going back shows it again.
  const [params, setParams] = useSearchParams()
  const preview = useRun(params.get("preview") ?? undefined).data?.run
  const keep = (run_id: string) => {
    params.set("preview", run_id)
    setParams(params, { replace: true })
  }
  const external_ids = numbers.split(/[\s,;]+/).filter(Boolean)
  const request = {
    id,
    ...(since && { since }),
    ...(external_ids.length > 0 && { external_ids }),
  }
  const look = () => start.mutate({ ...request, dry_run: true }, { onSuccess: ({ run }) => keep(run.id) })
  return (
    <DrawerForm
      title={t("importOptions.title")}
      hint={t("importOptions.hint")}
      saveLabel={t("connection.importNow")}
      isSaving={start.isPending && !start.variables.dry_run}
      error={start.error}
      onSubmit={() => start.mutate(request, { onSuccess: () => handleSuccess() })}
    >
      <TextField
        optional
        type="date"
        name="since"
        label={t("connect.destination.since")}
        hint={t("importOptions.sinceHint")}
        value={since}
        onChange={setSince}
      />
      <TextField
        optional
        name="external_ids"
        label={t("importOptions.numbers")}
        hint={t("importOptions.numbersHint")}
        value={numbers}
        onChange={setNumbers}
      />
      <div>
        <Button
          size="small"
          variant="secondary"
          type="button"
          onClick={look}
          isLoading={start.isPending && start.variables.dry_run}
        >
          {t("connect.import.preview")}
        </Button>
      </div>
      {preview && <RunProgress run={preview} />}
      {preview && preview.state === "done" && (
        <ComesIntoView>
          <RunPreview run={preview} />
        </ComesIntoView>
      )}
    </DrawerForm>
  )
}

export default ImportPage
