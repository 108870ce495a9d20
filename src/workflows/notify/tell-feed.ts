import type { MedusaContainer } from "@medusajs/framework/types"
import { ContainerRegistrationKeys, Modules } from "@medusajs/framework/utils"

/** `key` names the fact: the same one is told once, however often it is noticed and in however many processes. */
export type FeedEntry = { key: string; title: string; description: string }

/**
 * Tells the admin's feed through Medusa's notification module. A store without a provider for the channel "feed" is told
 * nothing: a notification never makes what it is about fail. Holds no buyer's data.
 */
export async function tellFeed(container: MedusaContainer, entries: FeedEntry[]): Promise<void> {
  if (!entries.length) return
  try {
    await container.resolve(Modules.NOTIFICATION).createNotifications(
      entries.map(({ key, title, description }) => ({
        to: "",
        channel: "feed",
        template: "admin-ui",
        data: { title, description },
        idempotency_key: `marketplace:${key}`,
      }))
    )
  } catch (error) {
    const name = error instanceof Error ? error.name : "unknown error"
    container
      .resolve(ContainerRegistrationKeys.LOGGER)
      .debug(`marketplace-connect: ${entries.length} notification(s) not sent (${name})`)
  }
}
