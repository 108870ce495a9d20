import { createHash } from "node:crypto"
import type { CreateNotificationDTO, MedusaContainer } from "@medusajs/framework/types"
import { ContainerRegistrationKeys, Modules } from "@medusajs/framework/utils"
import { type Addressee, addressees, type Notice } from "../../orders/notices"
import { notificationSettings } from "../../orders/settings"
import { errorKind } from "../shared/error-kind"
import { marketplaceOf } from "../shared/marketplace"

const PREFIX = "marketplace:"
/** Tries in all; the housekeeping repeats a failed notification in each round. */
const MAX_ATTEMPTS = 6
const AT_ONCE = 100

/** The channels that a notification provider of this store serves. */
export const servedChannels = async (container: MedusaContainer): Promise<Set<string>> =>
  new Set(await marketplaceOf(container).medusaTables.listServedChannels())

/**
 * Sends notices to the connection's feed and recipients through Medusa's notification module, each once. A channel without
 * a provider is left out. Failures are only logged: a notification never makes the operation behind it fail.
 */
export async function notify(
  container: MedusaContainer,
  { settings }: { settings: Record<string, unknown> },
  notices: Notice[]
): Promise<void> {
  const wanted = notificationSettings(settings)
  const base = adminUrl(container)
  const entries = notices.flatMap((notice) =>
    addressees(wanted, notice).map((addressee) => entryOf(notice, addressee, base))
  )
  if (!entries.length) return
  try {
    const served = await servedChannels(container)
    await create(
      container,
      entries.filter(({ channel }) => served.has(channel))
    )
  } catch (error) {
    logFailure(container, entries.length, error)
  }
}

function entryOf(
  { key, code, link, texts }: Notice,
  { channel, to, template, language }: Addressee,
  base: string
): CreateNotificationDTO {
  const { title, text } = texts[language]
  const receiver = createHash("sha256").update(`${channel} ${to}`).digest("base64url").slice(0, 16)
  return {
    to,
    channel,
    template,
    // The admin's feed shows a title and a description.
    data: { title, text, link: base + link, code, ...(channel === "feed" && { description: text }) },
    idempotency_key: `${PREFIX}${key}${to ? `:${receiver}` : ""}`,
  }
}

/** The address of the admin: absolute where the store configures one, else a path of this server. */
function adminUrl(container: MedusaContainer): string {
  const { admin } = container.resolve(ContainerRegistrationKeys.CONFIG_MODULE)
  const host = /^https?:/.test(admin?.backendUrl ?? "") ? (admin?.backendUrl ?? "").replace(/\/+$/, "") : ""
  return host + (admin?.path ?? "/app")
}

/** Medusa cannot retry a notification: a failed one is deleted and created again. */
async function create(container: MedusaContainer, entries: CreateNotificationDTO[]): Promise<void> {
  if (!entries.length) return
  const service = container.resolve(Modules.NOTIFICATION)
  const known = await marketplaceOf(container).medusaTables.listNotifiedKeys(
    entries.flatMap(({ idempotency_key }) => idempotency_key ?? [])
  )
  const sent = new Set(known)
  const fresh = entries.filter(({ idempotency_key }) => !sent.has(idempotency_key ?? ""))
  if (fresh.length) await service.createNotifications(fresh)
}

/** Repeats what a provider refused in the last day, up to `MAX_ATTEMPTS`. */
export async function retryNotifications(container: MedusaContainer): Promise<void> {
  const failed = await marketplaceOf(container).medusaTables.listFailedNotifications(
    PREFIX,
    attemptName(MAX_ATTEMPTS),
    AT_ONCE
  )
  for (const { id, trigger_type, ...entry } of failed) {
    const attempt = Number(/^attempt (\d+)$/.exec(trigger_type ?? "")?.[1] ?? 1) + 1
    try {
      const service = container.resolve(Modules.NOTIFICATION) as unknown as {
        deleteNotifications: (ids: string[]) => Promise<void>
      }
      await service.deleteNotifications([id])
      await create(container, [{ ...entry, trigger_type: attemptName(attempt) }])
    } catch (error) {
      logFailure(container, 1, error)
    }
  }
}

const attemptName = (attempt: number) => `attempt ${attempt}`

/** Logs only the kind of the error: a provider's message can repeat the notification's content. */
function logFailure(container: MedusaContainer, count: number, error: unknown): void {
  container
    .resolve(ContainerRegistrationKeys.LOGGER)
    .warn(`marketplace-connect: of ${count} notification(s) at least one was not sent (${errorKind(error)})`)
}
