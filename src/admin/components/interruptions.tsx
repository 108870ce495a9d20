import { useTranslation } from "react-i18next"
import { Link } from "react-router-dom"
import type { Connection } from "../../api/admin/marketplaces/connections/types"
import { useConnections } from "../hooks/api/connections"
import { useInterruption } from "../hooks/use-interruption"
import { type Interruption, interruptionOf } from "../lib/interruption"
import { Tip } from "./tip"

type Props = { kind: Interruption; connection: Connection | undefined }

const InterruptionTip = ({ kind, connection }: Props) => {
  const { t } = useTranslation("marketplaces")
  if (kind === "gone" || !connection) {
    return (
      <Tip variant="warning" label={t("interruption.gone")}>
        {t("interruption.goneHint")}
      </Tip>
    )
  }
  const { id, name, health } = connection
  return (
    <Tip variant="warning" label={t(`interruption.${kind}`, { name, message: health.message ?? "" })}>
      {kind === "stopped" ? health.hint : t(`interruption.${kind}Hint`)}{" "}
      <Link
        to={`/settings/marketplaces/${id}`}
        className="text-ui-fg-interactive-hover dark:text-ui-fg-interactive"
      >
        {t("interruption.open")}
      </Link>
    </Tip>
  )
}

/** That nothing goes in or out for this order, and why. */
export const OrderInterruption = ({
  connectionId,
  className,
}: {
  connectionId: string
  className?: string
}) => {
  const { kind, connection } = useInterruption(connectionId)
  if (!kind) return null
  return (
    <div className={className}>
      <InterruptionTip kind={kind} connection={connection} />
    </div>
  )
}

/** Every connection through which nothing goes in or out, above what waits for it. */
export const Interruptions = () => {
  const all = useConnections({ limit: 200 }).data?.connections ?? []
  const interrupted = all.flatMap((connection) => {
    const kind = interruptionOf(connection)
    return kind ? [{ kind, connection }] : []
  })
  if (!interrupted.length) return null
  return (
    <div role="status" className="flex flex-col gap-y-2 px-6 pb-4">
      {interrupted.map((one) => (
        <InterruptionTip key={one.connection.id} {...one} />
      ))}
    </div>
  )
}
