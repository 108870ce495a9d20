import { Button, toast } from "@medusajs/ui"
import { useState } from "react"
import { useTranslation } from "react-i18next"
import { Link } from "react-router-dom"
import { useActivateConnection, useConnection, useImport } from "../../hooks/api/connections"
import { isOver, useRun } from "../../hooks/api/runs"
import type { Connection, NeedsDecision } from "../../../api/admin/marketplaces/connections/types"
import { ComesIntoView } from "../comes-into-view"
import { type OlderOpenOrders, OpenOrdersChoice } from "../open-orders-choice"
import { RunPreview } from "../run-preview"
import { RunProgress } from "../run-progress"
import { FirstOrders } from "./first-orders"
import { StepLayout } from "./step-layout"
import { Tip } from "../tip"

/** Look first (a dry run), say what the older open orders are, then let it run and watch the first orders arrive. */
export const FirstImportStep = ({ connection }: { connection: Connection }) => {
  const { t } = useTranslation("marketplaces")
  const activate = useActivateConnection()
  const start = useImport()
  const [previewId, setPreviewId] = useState<string>()
  const [runId, setRunId] = useState<string>()
  const [found, setFound] = useState<NeedsDecision>()
  const [older, setOlder] = useState<OlderOpenOrders>()
  const preview = useRun(previewId).data?.run
  const run = useRun(runId).data?.run
  const shown = useConnection(connection.id).data?.connection ?? connection
  const isActive = shown.is_enabled

  const look = () =>
    start.mutate({ id: connection.id, dry_run: true }, { onSuccess: (answer) => setPreviewId(answer.run.id) })
  const begin = () => start.mutate({ id: connection.id }, { onSuccess: (answer) => setRunId(answer.run.id) })
  const switchOn = () =>
    activate.mutate(
      { id: connection.id, version: shown.version, older_open_orders: older },
      {
        onSuccess: (answer) => {
          if ("open_orders" in answer) setFound(answer)
          else if ("code" in answer) toast.error(answer.message)
          else begin()
        },
      }
    )
  const isBusy = activate.isPending || start.isPending

  return (
    <StepLayout
      title={t(isActive ? "connect.done.title" : "connect.import.title")}
      hint={t(isActive ? "connect.done.hint" : "connect.import.hint")}
      onSubmit={() => !isActive && (!found || older) && switchOn()}
      footer={
        isActive ? (
          <Button size="small" asChild>
            <Link to={`/settings/marketplaces/${connection.id}`}>{t("connect.done.open")}</Link>
          </Button>
        ) : (
          <>
            <Button size="small" variant="secondary" type="button" onClick={look} isLoading={isBusy}>
              {t("connect.import.preview")}
            </Button>
            <Button size="small" type="submit" disabled={found && !older} isLoading={isBusy}>
              {t("connect.import.activate")}
            </Button>
          </>
        )
      }
    >
      {!isActive && preview && (
        <>
          <RunProgress run={preview} />
          {preview.state === "done" && (
            <ComesIntoView>
              <RunPreview run={preview} />
            </ComesIntoView>
          )}
        </>
      )}
      {!isActive && found && (
        <ComesIntoView takesFocus>
          <OpenOrdersChoice
            found={found}
            marketplaceId={connection.marketplace_id}
            value={older}
            onChange={setOlder}
          />
        </ComesIntoView>
      )}
      {isActive && run && (
        <>
          <RunProgress run={run} />
          <FirstOrders connectionId={connection.id} isArriving={!isOver(run)} />
        </>
      )}
      {isActive && <Tip label={t("connect.done.nextLabel")}>{t("connect.done.next")}</Tip>}
    </StepLayout>
  )
}
