import { Trash } from "@medusajs/icons"
import { Badge, Button, Container, IconButton, Input, Table, Text, Textarea, toast } from "@medusajs/ui"
import { type KeyboardEvent, useRef, useState } from "react"
import { useTranslation } from "react-i18next"
import { Link } from "react-router-dom"
import { useCheckParcels, useShipParcels } from "../../hooks/api/ship-many"
import type { CheckedParcel, ShippedParcel } from "../../../api/admin/marketplaces/ship-many/types"
import { textOfFile } from "../../../orders/read-csv"
import { MOST_ROWS, readShippingList, type ShippingRow } from "../../../orders/shipping-list"
import { Field } from "../field"
import { FileButton } from "../file-button"
import { SectionHeader } from "../section-header"

type Row = ShippingRow & { key: number; checked?: CheckedParcel; shipped?: ShippedParcel }

/** So many are packed and shipped in one request. */
const AT_ONCE = 20

const inParts = <T,>(list: T[], size: number): T[][] =>
  Array.from({ length: Math.ceil(list.length / size) }, (_, index) =>
    list.slice(index * size, (index + 1) * size)
  )

let keys = 0
const rowOf = (row: ShippingRow): Row => ({ ...row, key: ++keys })
/** What is sent of it. */
const given = ({ order_number, tracking_number, carrier }: Row): ShippingRow => ({
  order_number,
  tracking_number,
  carrier,
})

/** Numbers of many parcels, scanned, pasted or from a file: checked first, then packed and shipped together. */
export const ShipMany = ({ orders }: { orders: string[] }) => {
  const { t } = useTranslation("marketplaces")
  const [rows, setRows] = useState<Row[]>(() =>
    orders.map((order_number) => rowOf({ order_number, tracking_number: "", carrier: null }))
  )
  const [pasted, setPasted] = useState("")
  const table = useRef<HTMLDivElement>(null)
  const check = useCheckParcels()
  const ship = useShipParcels()
  /** How far the parcels are that go now; null: none go. */
  const [sending, setSending] = useState<{ done: number; all: number } | null>(null)
  const open = rows.filter(({ shipped }) => shipped?.outcome !== "shipped")
  const ready = open.filter(({ checked }) => checked && !checked.stops.length)
  const isChecked = open.length > 0 && open.every(({ checked }) => checked)

  /** What was checked together is checked again together. */
  const change = (next: Row[]) => setRows(next.map(({ checked: _, ...row }) => row))
  const add = (text: string) => {
    const read = readShippingList(text)
    const known = new Map(read.map((row) => [row.order_number, row]))
    // The file has the numbers of orders that were ticked before.
    const filled = rows.map((row) =>
      !row.tracking_number && known.has(row.order_number) ? { ...row, ...known.get(row.order_number) } : row
    )
    const fresh = read.filter(
      ({ order_number, tracking_number }) =>
        !filled.some((row) => row.order_number === order_number && row.tracking_number === tracking_number)
    )
    if (filled.length + fresh.length > MOST_ROWS) {
      toast.error(t("shipMany.tooMany", { count: MOST_ROWS }))
      return
    }
    change([...filled, ...fresh.map(rowOf)])
  }
  const upload = async (file: File) => add(textOfFile(await file.arrayBuffer()))
  const set = (key: number, part: Partial<ShippingRow>) =>
    change(rows.map((row) => (row.key === key ? { ...row, ...part, shipped: undefined } : row)))
  /** A scanner ends each number with Enter: the next row is next. */
  const next = (event: KeyboardEvent<HTMLInputElement>) => {
    if (event.key !== "Enter") return
    event.preventDefault()
    const fields = [...(table.current?.querySelectorAll<HTMLInputElement>("[data-number]") ?? [])]
    fields[fields.indexOf(event.currentTarget) + 1]?.focus()
  }
  const look = () =>
    check.mutate(open.map(given), {
      onSuccess: (answer) =>
        setRows((before) =>
          before.map((row) => {
            const place = open.findIndex(({ key }) => key === row.key)
            return place < 0 ? row : { ...row, shipped: undefined, checked: answer.rows[place] }
          })
        ),
    })
  /** In parts, so that a proxy waits for none too long; a part that fails ends it, and the rest stays as checked. */
  const send = async () => {
    const parts = inParts(ready, AT_ONCE)
    let done = 0
    for (const [index, part] of parts.entries()) {
      setSending({ done: index * AT_ONCE, all: ready.length })
      const answer = await ship
        .mutateAsync(part.map((row) => ({ ...given(row), version: row.checked?.version ?? "" })))
        .catch(() => null)
      if (!answer) break
      done += answer.rows.filter(({ outcome }) => outcome === "shipped").length
      setRows((before) =>
        before.map((row) => {
          const place = part.findIndex(({ key }) => key === row.key)
          return place < 0 ? row : { ...row, checked: undefined, shipped: answer.rows[place] }
        })
      )
    }
    setSending(null)
    const said = t("shipMany.done", { count: done })
    if (done < ready.length) toast.warning(said, { description: t("shipMany.someLeft") })
    else toast.success(said)
  }
  return (
    <Container className="divide-y p-0">
      <SectionHeader level="h1" title={t("shipMany.title")} hint={t("shipMany.hint")} />
      <div className="flex flex-col gap-y-4 px-6 py-4">
        <Field label={t("shipMany.paste")} hint={t("shipMany.pasteHint")}>
          {(props) => (
            <Textarea
              {...props}
              rows={3}
              spellCheck={false}
              value={pasted}
              onChange={({ target }) => setPasted(target.value)}
            />
          )}
        </Field>
        <div className="flex flex-wrap gap-2">
          <Button
            size="small"
            variant="secondary"
            type="button"
            disabled={!pasted.trim() || sending !== null}
            onClick={() => {
              add(pasted)
              setPasted("")
            }}
          >
            {t("shipMany.add")}
          </Button>
          <FileButton
            label={t("shipMany.file")}
            disabled={sending !== null}
            onFile={(file) => void upload(file)}
          />
        </div>
      </div>
      {rows.length > 0 && (
        <>
          <div ref={table} className="overflow-x-auto">
            <Table>
              <Table.Header>
                <Table.Row>
                  <Table.HeaderCell>{t("order.number")}</Table.HeaderCell>
                  <Table.HeaderCell>{t("tester.number")}</Table.HeaderCell>
                  <Table.HeaderCell>{t("carrier.carrier")}</Table.HeaderCell>
                  <Table.HeaderCell>{t("shipMany.result")}</Table.HeaderCell>
                  <Table.HeaderCell>
                    <span className="sr-only">{t("actions.delete")}</span>
                  </Table.HeaderCell>
                </Table.Row>
              </Table.Header>
              <Table.Body>
                {rows.map((row, place) => {
                  const isDone = row.shipped?.outcome === "shipped"
                  const isFixed = isDone || sending !== null
                  const label = { order: row.order_number || String(place + 1) }
                  return (
                    <Table.Row key={row.key}>
                      <Table.Cell>
                        {row.checked?.order ? (
                          <Link
                            to={`/marketplace-orders/${row.checked.order.id}?tab=all`}
                            className="text-ui-fg-interactive-hover dark:text-ui-fg-interactive"
                          >
                            {row.order_number}
                          </Link>
                        ) : (
                          row.order_number || "–"
                        )}
                      </Table.Cell>
                      <Table.Cell className="min-w-44">
                        <Input
                          data-number
                          size="small"
                          aria-label={t("shipMany.numberOf", label)}
                          autoComplete="off"
                          spellCheck={false}
                          maxLength={100}
                          disabled={isFixed}
                          value={row.tracking_number}
                          onKeyDown={next}
                          onChange={({ target }) => set(row.key, { tracking_number: target.value })}
                        />
                      </Table.Cell>
                      <Table.Cell className="min-w-32">
                        <Input
                          size="small"
                          aria-label={t("shipMany.carrierOf", label)}
                          autoComplete="off"
                          maxLength={200}
                          disabled={isFixed}
                          placeholder={row.checked?.carrier_name ?? t("widget.byNumber")}
                          value={row.carrier ?? ""}
                          onChange={({ target }) => set(row.key, { carrier: target.value || null })}
                        />
                      </Table.Cell>
                      <Table.Cell className="min-w-56 whitespace-normal py-2">
                        <Result row={row} />
                      </Table.Cell>
                      <Table.Cell>
                        <IconButton
                          type="button"
                          size="small"
                          variant="transparent"
                          aria-label={t("shipMany.remove", label)}
                          disabled={sending !== null}
                          onClick={() => change(rows.filter(({ key }) => key !== row.key))}
                        >
                          <Trash />
                        </IconButton>
                      </Table.Cell>
                    </Table.Row>
                  )
                })}
              </Table.Body>
            </Table>
          </div>
          <div className="flex flex-wrap items-center justify-end gap-2 px-6 py-4">
            {sending !== null ? (
              <Text size="small" role="status" className="mr-auto">
                {t("shipMany.sending", sending)}
              </Text>
            ) : (
              isChecked && (
                <Text size="small" role="status" className="mr-auto">
                  {t("shipMany.checked", { count: ready.length, all: open.length })}
                </Text>
              )
            )}
            <Button
              size="small"
              variant="secondary"
              type="button"
              disabled={!open.length || sending !== null}
              isLoading={check.isPending}
              onClick={look}
            >
              {t("shipMany.check")}
            </Button>
            <Button
              size="small"
              type="button"
              disabled={!isChecked || !ready.length || check.isPending}
              isLoading={sending !== null}
              onClick={() => void send()}
            >
              {t("shipMany.ship", { count: ready.length })}
            </Button>
          </div>
        </>
      )}
    </Container>
  )
}

const Result = ({ row: { checked, shipped } }: { row: Row }) => {
  const { t } = useTranslation("marketplaces")
  if (shipped) {
    return (
      <div className="flex flex-col gap-y-1">
        <Badge size="2xsmall" color={shipped.outcome === "shipped" ? "green" : "red"} className="w-fit">
          {t(`shipMany.outcomes.${shipped.outcome}`)}
        </Badge>
        {shipped.message && <Text size="small">{shipped.message}</Text>}
      </div>
    )
  }
  if (!checked) return <Text size="small">–</Text>
  return (
    <div className="flex flex-col gap-y-1">
      <Badge size="2xsmall" color={checked.stops.length ? "red" : "green"} className="w-fit">
        {t(
          checked.stops.length
            ? "shipMany.stopped"
            : checked.is_to_pack
              ? "shipMany.readyToPack"
              : "shipMany.ready"
        )}
      </Badge>
      {checked.stops.map((stop) => (
        <Text key={stop} size="small">
          {stop}
        </Text>
      ))}
    </div>
  )
}
