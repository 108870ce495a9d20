import { Checkbox, type createDataTableColumnHelper } from "@medusajs/ui"

type Names<Row> = { all: string; one: (row: Row) => string }

/** The checkboxes of a table's rows. Core's own have no names. */
export const selectColumn = <Row,>(
  helper: ReturnType<typeof createDataTableColumnHelper<Row>>,
  { all, one }: Names<Row>
) =>
  helper.select({
    header: ({ table }) => (
      <Checkbox
        aria-label={all}
        checked={table.getIsSomePageRowsSelected() ? "indeterminate" : table.getIsAllPageRowsSelected()}
        onCheckedChange={(value) => table.toggleAllPageRowsSelected(value === true)}
      />
    ),
    cell: ({ row }) => (
      <Checkbox
        aria-label={one(row.original)}
        disabled={!row.getCanSelect()}
        checked={row.getIsSelected()}
        onCheckedChange={(value) => row.toggleSelected(value === true)}
        onClick={(event) => event.stopPropagation()}
      />
    ),
  })
