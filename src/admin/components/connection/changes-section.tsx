import { DataTable } from "@medusajs/dashboard/components"
import { useQueryParams } from "@medusajs/dashboard/hooks"
import { Container, createDataTableColumnHelper, Text } from "@medusajs/ui"
import { useTranslation } from "react-i18next"
import { useConnectionHistory } from "../../hooks/api/connections"
import { useUsers } from "../../hooks/api/store"
import { useFormat } from "../../hooks/use-format"
import type { Connection, ConnectionEvent } from "../../lib/types"
import { QueryState } from "../query-state"

const PAGE_SIZE = 10
const PREFIX = "changes"

const helper = createDataTableColumnHelper<ConnectionEvent>()

/** Who changed what, from what to what. */
export const ChangesSection = ({ connection }: { connection: Connection }) => {
  const { t } = useTranslation("marketplaces")
  const { date } = useFormat()
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
      cell: ({ row }) => <Change entry={row.original} />,
    }),
    helper.accessor("actor", { header: t("changes.who"), cell: ({ getValue }) => who(getValue()) }),
  ]
  return (
    <Container className="p-0">
      {query.isError ? (
        <QueryState query={query}>{null}</QueryState>
      ) : (
        <DataTable
          prefix={PREFIX}
          heading={t("changes.title")}
          headingLevel="h2"
          subHeading={t("changes.hint")}
          data={query.data?.history}
          columns={columns}
          getRowId={({ id }) => id}
          rowCount={query.data?.count}
          pageSize={PAGE_SIZE}
          enableSearch={false}
          isLoading={query.isPending}
          emptyState={{ empty: { heading: t("changes.none") } }}
        />
      )}
    </Container>
  )
}

type FieldChange = { field: string; from: unknown; to: unknown }

const Change = ({ entry: { event, data } }: { entry: ConnectionEvent }) => {
  const { t } = useTranslation("marketplaces")
  const changes = (data?.changes ?? []) as FieldChange[]
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
      {changes.slice(0, MOST).map(({ field, from, to }) => (
        <Text key={field} size="small" className="text-ui-fg-subtle break-words">
          {t("changes.fromTo", { field: fieldName(t, field), from: shown(t, from), to: shown(t, to) })}
        </Text>
      ))}
      {changes.length > MOST && (
        <Text size="small" className="text-ui-fg-subtle">
          {t("changes.more", { count: changes.length - MOST })}
        </Text>
      )}
    </div>
  )
}

const MOST = 6

type Translate = ReturnType<typeof useTranslation>["t"]

/** The setting's own label where it has one, else its path. */
const fieldName = (t: Translate, field: string) => {
  const [root, section, name] = field.split(".")
  if (root !== "settings") return t(`changes.fields.${root}`, { defaultValue: root })
  return name
    ? t(`settings.${section}.${name}.label`, { defaultValue: field.replace("settings.", "") })
    : t(`settings.${section}.title`, { defaultValue: section })
}

/** A value in words, what is inside it too. */
const shown = (t: Translate, value: unknown): string => {
  if (value === null || value === undefined || value === "") return "–"
  if (typeof value === "boolean") return t(value ? "field.on" : "field.off")
  if (Array.isArray(value)) return value.map((item) => shown(t, item)).join(", ") || "–"
  if (typeof value !== "object") return String(value)
  const parts = Object.entries(value).map(([key, part]) => `${key} ${shown(t, part)}`)
  return parts.join(", ") || "–"
}
