import { createHash } from "node:crypto"
import type { CreateNotificationDTO, MedusaContainer } from "@medusajs/framework/types"
import { ContainerRegistrationKeys } from "@medusajs/framework/utils"
import { type Addressee, addressees, type Notice, testNotice } from "../../orders/notices"
import { notificationSettings } from "../../orders/settings"
import { errorKind } from "../shared/error-kind"
import { marketplaceOf } from "../shared/marketplace"
import { handOver, handOverNow } from "./hand-over"

export const PREFIX = "marketplace:"

/** The channels that a notification provider of this store serves. */
export const servedChannels = async (container: MedusaContainer): Promise<Set<string>> =>
  new Set(await marketplaceOf(container).medusaTables.listServedChannels())

/**
 * `new`: something of it is written down now, so that it goes out once, or no one wants it; `known`: all of it was before;
 * `failed`: not all of it could be written.
 */
export type Announced = "new" | "known" | "failed"

/** Of the notices whose keys begin with `group`, so many are sent one by one, and one for all others. */
export type Limit = { group: string; most: number; more: Notice }

/**
 * Sends notices to the connection's feed and recipients through Medusa's notification module, each once. A channel without
 * a provider is left out. Failures are only logged: a notification never makes the operation behind it fail. What a provider
 * refuses is written down all the same, and sent again by `retryNotifications`.
 */
export async function notify(
  container: MedusaContainer,
  { settings }: { settings: Record<string, unknown> },
  notices: Notice[],
  limit: Limit | null = null
): Promise<Announced> {
  const wanted = notificationSettings(settings)
  const base = adminUrl(container)
  const entriesOf = (notice: Notice) =>
    addressees(wanted, notice).map((addressee) => entryOf(notice, addressee, base))
  const entries = notices.flatMap(entriesOf)
  if (!entries.length) return "new"
  try {
    const served = await servedChannels(container)
    const heardOf = (notice: Notice) => entriesOf(notice).filter(({ channel }) => served.has(channel))
    const within = limit === null ? notices : await withinLimit(container, notices, heardOf, limit)
    const heard = within.flatMap(heardOf)
    return heard.length === 0 ? "new" : await create(container, heard)
  } catch (error) {
    logFailure(container, entries.length, errorKind(error))
    return "failed"
  }
}

/** Those that went out already stay as they are, whatever came after them. */
async function withinLimit(
  container: MedusaContainer,
  notices: Notice[],
  heardOf: (notice: Notice) => NotificationEntry[],
  { group, most, more }: Limit
): Promise<Notice[]> {
  const { medusaTables } = marketplaceOf(container)
  const keysOf = (notice: Notice) => heardOf(notice).map(({ idempotency_key }) => idempotency_key)
  const written = new Set(await medusaTables.listNotifiedKeys(notices.flatMap(keysOf)))
  const isKnown = (notice: Notice) => keysOf(notice).some((key) => written.has(key))
  const news = notices.filter((notice) => !isKnown(notice))
  if (!news.length) return notices
  const place = Math.max(0, most - (await medusaTables.countNotifiedCauses(PREFIX + group)))
  return [...notices.filter(isKnown), ...news.slice(0, place), ...(news.length > place ? [more] : [])]
}

/**
 * Sends a message to the feed and every recipient of a connection at once, whatever their level, and says of each whether its
 * provider took it in time. It waits behind no other notification. Sent again each time, and never retried.
 */
export async function sendTestMessage(
  container: MedusaContainer,
  { settings, ...connection }: { id: string; name: string; settings: Record<string, unknown> }
): Promise<{ sent: { to: string; channel: string; ok: boolean }[]; has_links: boolean }> {
  const base = adminUrl(container)
  const has_links = base.startsWith("http")
  const notice = { ...testNotice(connection, has_links), urgent: true }
  const sendOne = async (addressee: Addressee) => {
    const { idempotency_key: _, ...entry } = entryOf(notice, addressee, base)
    const { to, channel } = entry
    return { to, channel, ok: await isTaken(container, entry, handOverNow) }
  }
  const sent = await Promise.all(addressees(notificationSettings(settings), notice).map(sendOne))
  return { sent, has_links }
}

type NotificationEntry = CreateNotificationDTO & { idempotency_key: string }

function entryOf(
  { key, code, link, texts }: Notice,
  { channel, to, template, language }: Addressee,
  base: string
): NotificationEntry {
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

/** Each alone: where one provider does not answer, what the others took is written down. */
async function create(container: MedusaContainer, entries: NotificationEntry[]): Promise<Announced> {
  const fresh = await unwritten(container, entries)
  if (!fresh.length) return "known"
  const taken = await Promise.all(fresh.map((entry) => isTaken(container, entry)))
  // Medusa writes each before its provider is called.
  const isWritten = !taken.includes(false) || (await unwritten(container, fresh)).length === 0
  return isWritten ? "new" : "failed"
}

async function unwritten(
  container: MedusaContainer,
  entries: NotificationEntry[]
): Promise<NotificationEntry[]> {
  const keys = entries.map(({ idempotency_key }) => idempotency_key)
  const written = new Set(await marketplaceOf(container).medusaTables.listNotifiedKeys(keys))
  return entries.filter(({ idempotency_key }) => !written.has(idempotency_key))
}

/** Whether the provider took a notification in time; a failure is logged. */
export async function isTaken(
  container: MedusaContainer,
  entry: CreateNotificationDTO,
  hand = handOver
): Promise<boolean> {
  try {
    const isInTime = await hand(container, entry)
    if (!isInTime) logFailure(container, 1, "timeout")
    return isInTime
  } catch (error) {
    logFailure(container, 1, errorKind(error))
    return false
  }
}

/** Logs only the kind of the error: a provider's message can repeat the notification's content. */
function logFailure(container: MedusaContainer, count: number, kind: string): void {
  container
    .resolve(ContainerRegistrationKeys.LOGGER)
    .warn(`marketplace-connect: of ${count} notification(s) at least one was not sent (${kind})`)
}
