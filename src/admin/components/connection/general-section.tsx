import { SectionRow } from "@medusajs/dashboard/components"
import { ArrowDownTray, PencilSquare, ReceiptPercent, Trash } from "@medusajs/icons"
import { Button, Container, toast, usePrompt } from "@medusajs/ui"
import { useState } from "react"
import { useTranslation } from "react-i18next"
import { Link, useLocation, useNavigate } from "react-router-dom"
import {
  useActivateConnection,
  useDeleteConnection,
  useImport,
  useUpdateConnection,
} from "../../hooks/api/connections"
import { useConnectionOffers } from "../../hooks/api/offers"
import { useMarketplace } from "../../hooks/api/marketplaces"
import { isOver, useCurrentRun } from "../../hooks/api/runs"
import { useFormat } from "../../hooks/use-format"
import type { Connection, NeedsDecision } from "../../../api/admin/marketplaces/connections/types"
import type { Leave } from "../../../api/admin/marketplaces/connections/[id]/offers/types"
import { HealthBadge } from "../health-badge"
import { RunProgress } from "../run-progress"
import { MoreMenu } from "../more-menu"
import { LeavingPrompt } from "../offers/leaving-prompt"
import { ordersLink } from "../orders/order-filters"
import { SectionHeader } from "../section-header"
import { ActivateModal } from "./activate-modal"
import { Tip } from "../tip"

/** Name, health with its remedy, and what can be done: above every part of the connection's page. */
export const ConnectionHeader = ({ connection }: { connection: Connection }) => {
  const marketplace = useMarketplace(connection.marketplace_id)
  return (
    <>
      <SectionHeader
        level="h1"
        title={connection.name}
        hint={[marketplace?.name ?? connection.marketplace_id, connection.account].join(" · ")}
        badge={<HealthBadge connection={connection} />}
      >
        <ConnectionActions connection={connection} canTest={marketplace?.capabilities.test_orders ?? false} />
      </SectionHeader>
      <Health connection={connection} />
      <CurrentRun connection={connection} />
    </>
  )
}

/** Where the marketplace's own settings are, which a problem may name. */
const SETTINGS = { name: "settings", to: "?tab=orders" }
/** Where orders go, which the connection's own form has. */
const PLACE_GONE = "place_gone"
const PLACES = { name: "places", to: "edit" }
/** The one problem of a connection that is about its notifications. */
const NO_CHANNEL = "notification_channel_missing"
/** Where the remedy of a health problem is to be found. */
const LINKS: Record<string, { name: string; to: string }> = {
  set_credentials: { name: "credentials", to: "credentials" },
  edit_connection: { name: "notifications", to: "?tab=notifications" },
  choose_carrier: { name: "carriers", to: "?tab=carriers" },
}

/** What is wrong first, then what is worth knowing; each with the next step. */
const Health = ({ connection: { health } }: { connection: Connection }) => {
  const { t } = useTranslation("marketplaces")
  const warnings = [health, ...(health.warnings ?? []).filter(({ code }) => code !== health.code)]
  const shown = warnings.filter(({ message }) => message)
  if (!shown.length) return null
  return (
    <div className="flex flex-col gap-y-2 border-t px-6 py-4" role="status">
      {shown.map(({ code, message, hint, remedy, params }) => {
        const isOfSettings = remedy === "edit_connection" && code !== NO_CHANNEL
        const link =
          code === PLACE_GONE ? PLACES : params?.setting_en || isOfSettings ? SETTINGS : LINKS[remedy ?? ""]
        return (
          <Tip key={code} variant={health.status === "paused" ? "info" : "warning"} label={message ?? ""}>
            {hint}{" "}
            {link && (
              <Link to={link.to} className="text-ui-fg-interactive-hover dark:text-ui-fg-interactive">
                {t(`connection.remedies.${link.name}`)}
              </Link>
            )}
          </Tip>
        )
      })}
    </div>
  )
}

export const GeneralSection = ({ connection }: { connection: Connection }) => {
  const { t } = useTranslation("marketplaces")
  const { date, distance, number } = useFormat()
  const { counts } = connection
  return (
    <Container className="divide-y p-0">
      <SectionHeader title={t("connection.state")} />
      <SectionRow
        title={t("connections.lastImport")}
        value={distance(connection.last_run?.finished_at ?? connection.last_run?.started_at)}
      />
      <SectionRow title={t("connection.nextImport")} value={distance(connection.next_run_at)} />
      <SectionRow title={t("connection.activatedAt")} value={date(connection.activated_at)} />
      {connection.blocked_until && (
        <SectionRow title={t("connection.blockedUntil")} value={date(connection.blocked_until)} />
      )}
      {connection.backlog && (
        <SectionRow
          title={t("connection.backlog")}
          value={t("connection.backlogLeft", {
            orders: number(connection.backlog.orders),
            minutes: number(connection.backlog.minutes),
          })}
        />
      )}
      {(["to_fix", "to_accept", "waiting", "imported"] as const).map((name) => (
        <SectionRow
          key={name}
          title={t(`connection.counts.${name}`)}
          value={
            <Link
              to={ordersLink(TABS[name], { connection_id: [connection.id], is_test: "false" })}
              className="text-ui-fg-interactive-hover dark:text-ui-fg-interactive txt-compact-small"
            >
              {number(counts[name])}
            </Link>
          }
        />
      ))}
    </Container>
  )
}

/** Of the orders page. */
const TABS = { to_fix: "fix", to_accept: "accept", waiting: "progress", imported: "all" } as const

/** The latest import, while it runs or when it did not get through; a preview until the next run. */
const CurrentRun = ({ connection }: { connection: Connection }) => {
  const { t } = useTranslation("marketplaces")
  const run = useCurrentRun(connection.id)
  if (!run || (isOver(run) && !run.error && !run.params?.dry_run)) return null
  return (
    <div className="flex flex-col gap-y-3 border-t px-6 py-4">
      <RunProgress run={run} />
      {run.params?.dry_run && (
        <Link
          to={`/settings/marketplaces/${connection.id}/runs/${run.id}`}
          className="text-ui-fg-interactive-hover dark:text-ui-fg-interactive txt-compact-small"
        >
          {t("run.openPreview")}
        </Link>
      )}
    </div>
  )
}

const ConnectionActions = ({ connection, canTest }: { connection: Connection; canTest: boolean }) => {
  const { t } = useTranslation("marketplaces")
  const prompt = usePrompt()
  const navigate = useNavigate()
  const { search } = useLocation()
  const activate = useActivateConnection()
  const update = useUpdateConnection(connection.id)
  const remove = useDeleteConnection(connection.id)
  const start = useImport()
  const run = useCurrentRun(connection.id)
  const [found, setFound] = useState<NeedsDecision>()
  const [leaving, setLeaving] = useState<"pause" | "disconnect">()
  const isSending = connection.is_enabled && (connection.settings.offers?.stock ?? false) === true
  const offers = useConnectionOffers(connection.id, isSending).data?.offers
  /** Offers that go on selling when nothing is sent there any more. */
  const live = isSending ? (offers?.counts.live ?? 0) : 0
  const isPaused = !connection.is_enabled && connection.activated_at !== null
  // On as far as it knows, and yet nothing works: this is another installation than the one it was activated in.
  const isElsewhere = connection.health.remedy === "confirm_instance"

  const switchOn = () =>
    activate.mutate(
      { id: connection.id, version: connection.version },
      {
        onSuccess: (answer) => {
          if ("open_orders" in answer) setFound(answer)
          else if ("code" in answer) toast.error(answer.message)
          else toast.success(t(isPaused ? "connection.resumed" : "connection.activated"))
        },
      }
    )
  const confirmMove = async () => {
    const sure = await prompt({
      title: t("connection.moveTitle"),
      description: t("connection.moveText"),
      confirmText: t("connection.activateHere"),
      cancelText: t("actions.cancel"),
      variant: "confirmation",
    })
    if (sure) switchOn()
  }
  const pause = (leave?: Leave) =>
    update.mutate(
      { is_enabled: false, leave, version: connection.version },
      {
        onSuccess: (answer) => {
          if ("code" in answer) toast.error(answer.message)
          else if (leave === "zero") toast.success(t("offers.stopping"))
          setLeaving(undefined)
        },
      }
    )
  const disconnect = (leave?: Leave) =>
    remove.mutate(
      { version: connection.version, leave },
      {
        onSuccess: () => {
          setLeaving(undefined)
          if (leave === "zero") toast.success(t("offers.stopping"))
          else void navigate("/settings/marketplaces")
        },
      }
    )

  return (
    <>
      {connection.is_enabled ? (
        <>
          <Button
            size="small"
            variant="secondary"
            onClick={() => setLeaving("pause")}
            isLoading={update.isPending}
          >
            {t("connection.pause")}
          </Button>
          {isElsewhere ? (
            <Button size="small" onClick={confirmMove} isLoading={activate.isPending}>
              {t("connection.activateHere")}
            </Button>
          ) : (
            <Button
              size="small"
              variant="secondary"
              onClick={() => start.mutate({ id: connection.id })}
              isLoading={start.isPending}
              disabled={run && !isOver(run)}
            >
              {t("connection.importNow")}
            </Button>
          )}
        </>
      ) : (
        <Button size="small" onClick={switchOn} isLoading={activate.isPending}>
          {t(isPaused ? "connection.resume" : "connection.activate")}
        </Button>
      )}
      <MoreMenu
        groups={[
          {
            actions: [
              { icon: <PencilSquare />, label: t("actions.edit"), to: `edit${search}` },
              ...(connection.activated_at
                ? [{ icon: <ArrowDownTray />, label: t("importOptions.title"), to: `import${search}` }]
                : []),
              ...(canTest
                ? [{ icon: <ReceiptPercent />, label: t("connection.testOrder"), to: `test-order${search}` }]
                : []),
            ],
          },
          {
            actions: [
              { icon: <Trash />, label: t("connection.disconnect"), onClick: () => setLeaving("disconnect") },
            ],
          },
        ]}
      />
      {leaving && (
        <LeavingPrompt
          title={t(`connection.${leaving}Title`, { name: connection.name })}
          text={t(`connection.${leaving}Text`)}
          live={live}
          confirmText={t(`connection.${leaving}`)}
          isPending={update.isPending || remove.isPending}
          onConfirm={leaving === "pause" ? pause : disconnect}
          onClose={() => setLeaving(undefined)}
        />
      )}
      {found && <ActivateModal connection={connection} found={found} onClose={() => setFound(undefined)} />}
    </>
  )
}
