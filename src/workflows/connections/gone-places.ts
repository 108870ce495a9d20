import type { MedusaContainer } from "@medusajs/framework/types"
import { ContainerRegistrationKeys } from "@medusajs/framework/utils"
import type { ConnectionRow } from "../../modules/marketplace/stores/connections"

const KINDS = ["sales_channel", "region", "stock_location"] as const
type Kind = (typeof KINDS)[number]
type Placed = Pick<
  ConnectionRow,
  "id" | "sales_channel_id" | "region_id" | "stock_location_ids" | "destinations"
>

/** The kinds of places that a connection uses and the store has no more, by the connection's id. */
export async function gonePlacesOf(
  container: MedusaContainer,
  rows: readonly Placed[]
): Promise<Map<string, Kind[]>> {
  const gone = await Promise.all(
    KINDS.map(async (kind) => {
      const used = [...new Set(rows.flatMap((row) => placesOf(row, kind)))]
      return { kind, ids: new Set(await missing(container, kind, used)) }
    })
  )
  return new Map(
    rows.map((row) => [
      row.id,
      gone.filter(({ kind, ids }) => placesOf(row, kind).some((id) => ids.has(id))).map(({ kind }) => kind),
    ])
  )
}

function placesOf(row: Placed, kind: Kind): string[] {
  const all = [row, ...row.destinations].flatMap((one): (string | null | undefined)[] =>
    kind === "stock_location"
      ? (one.stock_location_ids ?? [])
      : [kind === "region" ? one.region_id : one.sales_channel_id]
  )
  return all.filter((id): id is string => Boolean(id))
}

async function missing(container: MedusaContainer, entity: Kind, ids: string[]): Promise<string[]> {
  if (!ids.length) return []
  const { data } = await container.resolve(ContainerRegistrationKeys.QUERY).graph({
    entity,
    fields: ["id"],
    filters: { id: ids },
  })
  const known = new Set((data as { id: string }[]).map(({ id }) => id))
  return ids.filter((id) => !known.has(id))
}
