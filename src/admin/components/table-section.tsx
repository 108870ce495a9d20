import { DataTable } from "@medusajs/dashboard/components"
import { Container } from "@medusajs/ui"
import type { ComponentProps } from "react"
import { QueryState } from "./query-state"

type Props<Row> = Omit<
  ComponentProps<typeof DataTable<Row>>,
  "headingLevel" | "getRowId" | "isLoading" | "layout"
> & { query: ComponentProps<typeof QueryState>["query"] }

/** A section that is one list of the server's, or says why it cannot be had. */
export const TableSection = <Row extends { id: string }>({ query, ...table }: Props<Row>) => (
  <Container className="p-0">
    {query.isError ? (
      <QueryState query={query}>{null}</QueryState>
    ) : (
      <DataTable headingLevel="h2" getRowId={({ id }) => id} isLoading={query.isPending} {...table} />
    )}
  </Container>
)
