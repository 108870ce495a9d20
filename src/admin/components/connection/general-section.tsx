import { ActionMenu, SectionRow } from "@medusajs/dashboard/components"
import { PencilSquare, ReceiptPercent, Trash } from "@medusajs/icons"
import { Button, Container, InlineTip, toast, usePrompt } from "@medusajs/ui"
import { useState } from "react"
import { useTranslation } from "react-i18next"
import { useNavigate } from "react-router-dom"
import {
  useActivateConnection,
  useDeleteConnection,
  useImport,
  useUpdateConnection,
} from "../../hooks/api/connections"
import { useMarketplace } from "../../hooks/api/marketplaces"
import { isOver, useCurrentRun } from "../../hooks/api/runs"
import { useRegions, useSalesChannels, useStockLocations } from "../../hooks/api/store"
import { useFormat } from "../../hooks/use-format"
import type { Connection, NeedsDecision } from "../../lib/types"
import { HealthBadge } from "../health-badge"
import { RunProgress } from "../run-progress"
import { SectionHeader } from "../section-header"
import { ActivateModal } from "./activate-modal"

type Named = { id: string; name?: string | null }
const nameOf = (items: Named[] | undefined, id: string) => items?.find((item) => item.id === id)?.name ?? id

export const GeneralSection = ({ connection }: { connection: Connection }) => {
  const { t } = useTranslation("marketplaces")
  const { date, distance } = useFormat()
  const marketplace = useMarketplace(connection.marketplace_id)
  const channels = useSalesChannels().data?.sales_channels
  const regions = useRegions().data?.regions
  const locations = useStockLocations().data?.stock_locations
  const { health } = connection
  return (
    <Container className="divide-y p-0">
      <SectionHeader level="h1" title={connection.name} badge={<HealthBadge status={health.status} />}>
        <ConnectionActions connection={connection} canTest={marketplace?.capabilities.test_orders ?? false} />
      </SectionHeader>
      {health.message && (
        <div className="px-6 py-4">
          <InlineTip variant={health.status === "degraded" ? "warning" : "info"} label={health.message}>
            {health.hint}
          </InlineTip>
        </div>
      )}
      <CurrentRun connection={connection} />
      <SectionRow
        title={t("connections.marketplace")}
        value={`${marketplace?.name ?? connection.marketplace_id} · ${connection.account}`}
      />
      <SectionRow title={t("placement.salesChannel")} value={nameOf(channels, connection.sales_channel_id)} />
      <SectionRow title={t("placement.region")} value={nameOf(regions, connection.region_id)} />
      <SectionRow
        title={t("placement.locations")}
        value={connection.stock_location_ids.map((id) => nameOf(locations, id)).join(", ")}
      />
      <SectionRow title={t("connection.activatedAt")} value={date(connection.activated_at)} />
      <SectionRow
        title={t("connections.lastImport")}
        value={distance(connection.last_run?.finished_at ?? connection.last_run?.started_at)}
      />
      <SectionRow title={t("connection.nextImport")} value={distance(connection.next_run_at)} />
      {connection.blocked_until && (
        <SectionRow title={t("connection.blockedUntil")} value={date(connection.blocked_until)} />
      )}
    </Container>
  )
}

/** The latest import, while it runs or when it did not get through. */
const CurrentRun = ({ connection }: { connection: Connection }) => {
  const run = useCurrentRun(connection.id)
  if (!run || (isOver(run) && !run.error)) return null
  return (
    <div className="px-6 py-4">
      <RunProgress run={run} />
    </div>
  )
}

const ConnectionActions = ({ connection, canTest }: { connection: Connection; canTest: boolean }) => {
  const { t } = useTranslation("marketplaces")
  const prompt = usePrompt()
  const navigate = useNavigate()
  const activate = useActivateConnection()
  const update = useUpdateConnection(connection.id)
  const remove = useDeleteConnection(connection.id)
  const start = useImport()
  const run = useCurrentRun(connection.id)
  const [found, setFound] = useState<NeedsDecision>()

  const switchOn = () =>
    activate.mutate(
      { id: connection.id },
      {
        onSuccess: (answer) =>
          "open_orders" in answer ? setFound(answer) : toast.success(t("connection.activated")),
      }
    )
  const pause = async () => {
    const sure = await prompt({
      title: t("connection.pauseTitle"),
      description: t("connection.pauseText"),
      confirmText: t("connection.pause"),
      cancelText: t("actions.cancel"),
    })
    if (sure) update.mutate({ is_enabled: false })
  }
  const disconnect = async () => {
    const sure = await prompt({
      title: t("connection.disconnectTitle", { name: connection.name }),
      description: t("connection.disconnectText"),
      confirmText: t("connection.disconnect"),
      cancelText: t("actions.cancel"),
    })
    if (sure) remove.mutate(undefined, { onSuccess: () => navigate("/settings/marketplaces") })
  }

  return (
    <>
      {connection.is_enabled ? (
        <>
          <Button size="small" variant="secondary" onClick={pause} isLoading={update.isPending}>
            {t("connection.pause")}
          </Button>
          <Button
            size="small"
            variant="secondary"
            onClick={() => start.mutate({ id: connection.id })}
            isLoading={start.isPending}
            disabled={run && !isOver(run)}
          >
            {t("connection.importNow")}
          </Button>
        </>
      ) : (
        <Button size="small" onClick={switchOn} isLoading={activate.isPending}>
          {t("connection.activate")}
        </Button>
      )}
      <ActionMenu
        groups={[
          {
            actions: [
              { icon: <PencilSquare />, label: t("actions.edit"), to: "edit" },
              ...(canTest
                ? [{ icon: <ReceiptPercent />, label: t("connection.testOrder"), to: "test-order" }]
                : []),
            ],
          },
          { actions: [{ icon: <Trash />, label: t("connection.disconnect"), onClick: disconnect }] },
        ]}
      />
      {found && <ActivateModal connection={connection} found={found} onClose={() => setFound(undefined)} />}
    </>
  )
}
