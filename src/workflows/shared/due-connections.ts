import type { MedusaContainer } from "@medusajs/framework/types"
import { ContainerRegistrationKeys } from "@medusajs/framework/utils"
import { errorKind } from "./error-kind"
import { announce } from "./events"
import { marketplaceOf } from "./marketplace"

type DueConnection = { id: string; pull: boolean; backlog: boolean; send: boolean }

/** Connections worked on at the same time in one process. */
const AT_ONCE = 4

/**
 * Does `work` for every connection that is due, a few at a time: a slow marketplace does not hold up the others, and a
 * failure of one is logged and ends there. Connections of a copied database are paused first.
 */
export async function forDueConnections(
  container: MedusaContainer,
  kind: "pull" | "send",
  work: (connection: DueConnection) => Promise<unknown>
): Promise<void> {
  const marketplace = marketplaceOf(container)
  const logger = container.resolve(ContainerRegistrationKeys.LOGGER)
  const instance = await marketplace.instance()
  const paused = await marketplace.connections.pauseForeignConnections(instance)
  if (paused.length) {
    logger.warn(
      `marketplace-connect: ${paused.length} connection(s) were activated in another database and are paused. ` +
        "Activate them again in the admin if this installation shall work on the live account."
    )
    await announce(
      container,
      paused.map(({ id }) => ({ name: "marketplace-connection.degraded" as const, data: { id } }))
    )
  }
  const due = (await marketplace.connections.dueConnections(instance)).filter((connection) =>
    kind === "pull" ? connection.pull || connection.backlog : connection.send
  )
  const next = async (): Promise<void> => {
    for (let connection = due.shift(); connection; connection = due.shift()) {
      if (marketplace.ongoing.signal.aborted) return
      try {
        await work(connection)
      } catch (error) {
        logger.error(`marketplace-connect: ${kind} of ${connection.id} failed (${errorKind(error)})`)
      }
    }
  }
  await Promise.all(Array.from({ length: AT_ONCE }, next))
}
