import type { ExecArgs } from "@medusajs/framework/types"
import { ContainerRegistrationKeys } from "@medusajs/framework/utils"
import { marketplaceOf } from "../workflows/shared/marketplace"

/**
 * `npx medusa exec <this file>` says what would be deleted; with the argument `delete`, it deletes every table of the
 * plugin. The store's orders, payments, and reservations are not touched.
 */
export default async function remove({ container, args }: ExecArgs): Promise<void> {
  const logger = container.resolve(ContainerRegistrationKeys.LOGGER)
  const { removal } = marketplaceOf(container)
  const { enabled, waiting, orders, live } = await removal.readRemains()
  if (enabled || waiting) {
    logger.error(
      `marketplace-connect: Nothing was deleted. ${enabled} connection(s) are enabled, and ${waiting} update(s) have not reached ` +
        "a marketplace. Disable the connections first; skip or finish the updates under Orders > Marketplaces."
    )
    return
  }
  if (args[0] !== "delete") {
    logger.info(
      `marketplace-connect: ${orders} marketplace order(s) would be deleted, with all settings and credentials; the store's own ` +
        `orders stay. ${live} offer(s) go on selling with the quantity that was sent: to end that, activate their connections again ` +
        "and stop sales there first. Stop all other processes of the store, then run this again with the argument delete."
    )
    return
  }
  await removal.removeTables()
  logger.info("marketplace-connect: The plugin's tables are deleted. Now uninstall the package.")
}
