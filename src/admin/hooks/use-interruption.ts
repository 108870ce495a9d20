import type { Connection } from "../../api/admin/marketplaces/connections/types"
import { type Interruption, interruptionOf } from "../lib/interruption"
import { useConnections } from "./api/connections"

/** Of an order's connection, from the list that every page has anyway; null while it is not known. */
export function useInterruption(connection_id: string): {
  kind: Interruption | null
  connection: Connection | undefined
} {
  const { data } = useConnections({ limit: 200 })
  const connection = data?.connections.find(({ id }) => id === connection_id)
  const isGone = data !== undefined && !connection && data.count <= data.connections.length
  return { kind: connection ? interruptionOf(connection) : isGone ? "gone" : null, connection }
}
