import type { MedusaContainer } from "@medusajs/framework/types"
import { ContainerRegistrationKeys } from "@medusajs/framework/utils"
import { announce } from "../shared/events"
import { marketplaceOf } from "../shared/marketplace"
import { wakeUp } from "../shared/wake-up"

/** Says of everything that is due that it is. Connections of a copied database are paused first. */
export async function dispatch(container: MedusaContainer): Promise<void> {
  const marketplace = marketplaceOf(container)
  const instance = await marketplace.instance()
  await pauseForeign(container, instance)
  wakeUp(container, await marketplace.work.listDueWork(instance))
}

async function pauseForeign(container: MedusaContainer, instance: string): Promise<void> {
  const paused = await marketplaceOf(container).connections.pauseForeignConnections(instance)
  if (!paused.length) return
  container
    .resolve(ContainerRegistrationKeys.LOGGER)
    .warn(
      `marketplace-connect: ${paused.length} connection(s) were activated in another database and are paused. ` +
        "Activate them again in the admin if this installation shall work on the live account."
    )
  announce(
    container,
    paused.map(({ id }) => ({ name: "marketplace-connection.degraded" as const, data: { id } }))
  )
}
