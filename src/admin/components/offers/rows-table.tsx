import { Table, Text } from "@medusajs/ui"
import type { ReactNode } from "react"
import { useTranslation } from "react-i18next"
import { useFormat } from "../../hooks/use-format"

type Props = { title: string; count: number; rows: { key: string; cells: ReactNode[] }[] }

/** A list in a modal, the first rows of many. */
export const RowsTable = ({ title, count, rows }: Props) => {
  const { t } = useTranslation("marketplaces")
  const { number } = useFormat()
  if (!rows.length) return null
  return (
    <div className="flex flex-col gap-y-2">
      <Text size="small" weight="plus">
        {title} ({number(count)})
      </Text>
      <div className="max-h-72 overflow-auto rounded-lg border" tabIndex={0} role="region" aria-label={title}>
        <Table>
          <Table.Body>
            {rows.map(({ key, cells }) => (
              <Table.Row key={key}>
                {cells.map((cell, at) => (
                  <Table.Cell key={at} className={at ? "" : "txt-compact-small-plus break-all"}>
                    {cell}
                  </Table.Cell>
                ))}
              </Table.Row>
            ))}
          </Table.Body>
        </Table>
      </div>
      {count > rows.length && (
        <Text size="small" className="text-ui-fg-subtle">
          {t("completeness.more", { count: count - rows.length })}
        </Text>
      )}
    </div>
  )
}
