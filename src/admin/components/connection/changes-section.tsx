import { useQueryParams } from "@medusajs/dashboard/hooks"
import { createDataTableColumnHelper, Text } from "@medusajs/ui"
import { useTranslation } from "react-i18next"
import { useConnectionHistory } from "../../hooks/api/connections"
import { useUsers } from "../../hooks/api/store"
import { useFormat } from "../../hooks/use-format"
import type { Connection, ConnectionEvent } from "../../../api/admin/marketplaces/connections/types"
import { TableSection } from "../table-section"
import { useChangeWords } from "./use-change-words"

const PAGE_SIZE = 10
const PREFIX = "changes"

const helper = createDataTableColumnHelper<ConnectionEvent>()

/** Who changed what, from what to what. */
export const ChangesSection = ({ connection }: { connection: Connection }) => {
  const { t } = useTranslation("marketplaces")
  const { date } = useFormat()
  const words = useChangeWords(connection)
  const { offset } = useQueryParams(["offset"], PREFIX)
  const query = useConnectionHistory(connection.id, { limit: PAGE_SIZE, offset: Number(offset ?? 0) })
  const actors = (query.data?.history ?? []).flatMap(({ actor }) => actor.split(":")[1] ?? [])
  const users = useUsers([...new Set(actors)]).data?.users
  const who = (actor: string) => {
    const [kind, id] = actor.split(":")
    const user = users?.find((one) => one.id === id)
    return user
      ? [user.first_name, user.last_name].filter(Boolean).join(" ") || user.email
      : t(`changes.actors.${kind}`, { defaultValue: kind })
  }
  const columns = [
    helper.accessor("created_at", { header: t("changes.when"), cell: ({ getValue }) => date(getValue()) }),
    helper.accessor("event", {
      header: t("changes.what"),
      cell: ({ row }) => <Change entry={row.original} lines={words(row.original)} />,
    }),
    helper.accessor("actor", { header: t("changes.who"), cell: ({ getValue }) => who(getValue()) }),
  ]
  return (
    <TableSection
      query={query}
      prefix={PREFIX}
      heading={t("changes.title")}
      subHeading={t("changes.hint")}
      data={query.data?.history}
      columns={columns}
      rowCount={query.data?.count}
      pageSize={PAGE_SIZE}
      enableSearch={false}
      emptyState={{ empty: { heading: t("changes.none") } }}
    />
  )
}

type ChangeProps = { entry: ConnectionEvent; lines: string[] }

const Change = ({ entry: { event, data }, lines }: ChangeProps) => {
  const { t } = useTranslation("marketplaces")
  return (
    <div className="flex min-w-0 flex-col gap-y-1 whitespace-normal py-2">
      <Text size="small" leading="compact" weight="plus">
        {t(`changes.events.${event.replace(".", "_")}`, { defaultValue: event })}
      </Text>
      {data?.credentials_changed === true && (
        <Text size="small" className="text-ui-fg-subtle">
          {t("changes.credentials")}
        </Text>
      )}
      {lines.slice(0, MOST).map((line) => (
        <Text key={line} size="small" className="text-ui-fg-subtle break-words">
          {line}
        </Text>
      ))}
      {lines.length > MOST && (
        <Text size="small" className="text-ui-fg-subtle">
          {t("changes.more", { count: lines.length - MOST })}
        </Text>
      )}
    </div>
  )
}

const MOST = 6
