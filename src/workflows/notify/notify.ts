import { createHash } from "node:crypto"
import { setTimeout as wait } from "node:timers/promises"
import type { CreateNotificationDTO, MedusaContainer } from "@medusajs/framework/types"
import { ContainerRegistrationKeys, Modules } from "@medusajs/framework/utils"
import { type Addressee, addressees, type Notice, testNotice } from "../../orders/notices"
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
 * `new`: something of it is written down now, so that it goes out once, or no one wants it; `known`: all of it was before;
 * `failed`: not all of it could be written.
 */
export type Announced = "new" | "known" | "failed"

/**
 * Sends notices to the connection's feed and recipients through Medusa's notification module, each once. A channel without
 * a provider is left out. Failures are only logged: a notification never makes the operation behind it fail. What a provider
 * refuses is written down all the same, and sent again by `retryNotifications`.
 */
export async function notify(
  container: MedusaContainer,
  { settings }: { settings: Record<string, unknown> },
  notices: Notice[]
): Promise<Announced> {
  const wanted = notificationSettings(settings)
  const base = adminUrl(container)
  const entries = notices.flatMap((notice) =>
    addressees(wanted, notice).map((addressee) => entryOf(notice, addressee, base))
  )
  if (!entries.length) return "new"
  try {
    const served = await servedChannels(container)
    const heard = entries.filter(({ channel }) => served.has(channel))
    return heard.length === 0 ? "new" : await create(container, heard)
  } catch (error) {
    logFailure(container, entries.length, error)
    return "failed"
  }
}

const TEST_MS = 10_000

/**
 * Sends a message to the feed and every recipient of a connection at once, whatever their level, and says of each whether its
 * provider took it within 10 s. Sent again each time, and never retried.
 */
export async function sendTestMessage(
  container: MedusaContainer,
  { settings, ...connection }: { id: string; name: string; settings: Record<string, unknown> }
): Promise<{ sent: { to: string; channel: string; ok: boolean }[]; has_links: boolean }> {
  const base = adminUrl(container)
  const has_links = base.startsWith("http")
  const notice = { ...testNotice(connection, has_links), urgent: true }
  const service = container.resolve(Modules.NOTIFICATION)
  const sendOne = async (addressee: Addressee) => {
    const { idempotency_key: _, ...entry } = entryOf(notice, addressee, base)
    const late = new AbortController()
    const taken = service.createNotifications([entry]).then(() => true)
    const waited = wait(TEST_MS, false, { signal: late.signal, ref: false }).catch(() => false)
    try {
      return { to: entry.to, channel: entry.channel, ok: await Promise.race([taken, waited]) }
    } catch (error) {
      logFailure(container, 1, error)
      return { to: entry.to, channel: entry.channel, ok: false }
    } finally {
      late.abort()
    }
  }
  const sent = await Promise.all(addressees(notificationSettings(settings), notice).map(sendOne))
  return { sent, has_links }
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

/**
 * The address of the admin: absolute where the store or the plugin's option `backend_url` names one, else a path of this
 * server, which no mail box can open.
 */
export function adminUrl(container: MedusaContainer): string {
  const { admin } = container.resolve(ContainerRegistrationKeys.CONFIG_MODULE)
  const isAddress = /^https?:/.test(admin?.backendUrl ?? "")
  const host = isAddress ? admin?.backendUrl : marketplaceOf(container).options.backend_url
  return (host ?? "").replace(/\/+$/, "") + (admin?.path ?? "/app")
}

/** Medusa cannot retry a notification: a failed one is deleted and created again. */
async function create(container: MedusaContainer, entries: CreateNotificationDTO[]): Promise<Announced> {
  const fresh = await unwritten(container, entries)
  if (!fresh.length) return "known"
  try {
    await container.resolve(Modules.NOTIFICATION).createNotifications(fresh)
  } catch (error) {
    logFailure(container, fresh.length, error)
    // Medusa writes all of them before the first provider is called.
    if ((await unwritten(container, fresh)).length > 0) return "failed"
  }
  return "new"
}

async function unwritten(
  container: MedusaContainer,
  entries: CreateNotificationDTO[]
): Promise<CreateNotificationDTO[]> {
  const keys = entries.flatMap(({ idempotency_key }) => idempotency_key ?? [])
  const written = new Set(await marketplaceOf(container).medusaTables.listNotifiedKeys(keys))
  return entries.filter(({ idempotency_key }) => !written.has(idempotency_key ?? ""))
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
