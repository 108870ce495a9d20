import { generateEntityId } from "@medusajs/framework/utils"
import { type Database, lock, rowsOf, type TransactionalDatabase } from "../../marketplace/stores/database"
import type { ChosenOption } from "../../../labels/choose-option"

export type LabelAccountRow = {
  id: string
  service_id: string
  account: string
  name: string
  is_enabled: boolean
  settings: Record<string, unknown>
  senders: Record<string, string>
  default_sender_id: string | null
  fallback: ChosenOption | null
  /** What is bought for returns. */
  return_option: ChosenOption | null
  brand_id: string | null
  sales_channel_ids: string[]
  /** Since when labels are made automatically: under "account", "returns", and under the id of each connection that names it. */
  automatic_since: Record<string, string>
  accepted_integrations: Record<string, { by: string; at: string }>
  activated_instance: string | null
  health_status: "ok" | "degraded" | "paused" | "new"
  health_code: string | null
  health_params: Record<string, unknown> | null
  health_since: Date | null
  failures: number
  blocked_until: Date | null
  polled_until: Date | null
  next_poll_at: Date | null
  webhook_url: string | null
  created_at: Date
  deleted_at: Date | null
}

/** What a person can change of it. */
export type LabelAccountFields = Pick<
  LabelAccountRow,
  | "name"
  | "is_enabled"
  | "settings"
  | "senders"
  | "default_sender_id"
  | "fallback"
  | "return_option"
  | "brand_id"
  | "sales_channel_ids"
>

const VERSION = `md5(jsonb_build_array(name, is_enabled, settings, senders, default_sender_id, fallback, return_option, brand_id,
  sales_channel_ids, webhook_url, accepted_integrations, c.saved_at)::text)`

export type VersionedAccount = LabelAccountRow & { version: string; hints: Record<string, string> }

const SELECT = `select a.*, ${VERSION} as version, coalesce(c.hints, '{}'::jsonb) as hints
  from marketplace_label_account a
  left join (select account_id, hints, updated_at as saved_at from marketplace_label_credential
              where deleted_at is null) c
    on c.account_id = a.id`

/** Every account, the oldest first. */
export const listAccounts = (database: Database): Promise<VersionedAccount[]> =>
  rowsOf(database, `${SELECT} where a.deleted_at is null order by a.created_at, a.id`)

/** Every account that ever was: the labels of a deleted one hold personal data too. */
export const listFormerAccountsToo = (database: Database): Promise<VersionedAccount[]> =>
  rowsOf(database, `${SELECT} order by a.created_at, a.id`)

/** An account, a deleted one too: its labels go on existing. */
export async function loadAccount(database: Database, id: string): Promise<VersionedAccount | null> {
  const [row] = await rowsOf<VersionedAccount>(database, `${SELECT} where a.id = ?`, [id])
  return row ?? null
}

const JSON_COLUMNS = ["settings", "senders", "fallback", "return_option", "sales_channel_ids"]
const column = (name: string) => `"${name}" = :${name}${JSON_COLUMNS.includes(name) ? "::jsonb" : ""}`
const bound = (fields: Partial<LabelAccountFields>) =>
  Object.fromEntries(
    Object.entries(fields).map(([name, value]) => [
      name,
      JSON_COLUMNS.includes(name) && value !== null ? JSON.stringify(value) : value,
    ])
  )

/** Until the transaction ends, no one else changes this account. Null where it is gone. */
async function lockAccount(transaction: Database, id: string): Promise<VersionedAccount | null> {
  await rowsOf(transaction, "select id from marketplace_label_account where id = ? for update", [id])
  const row = await loadAccount(transaction, id)
  return row && !row.deleted_at ? row : null
}

export type AccountKeys = { encrypted: string; hints: Record<string, string> }

/**
 * Changes an account, and its keys, if it is still the one of this version; otherwise returns false. New keys end what the old
 * ones failed with. `restarted`: only what is packed, or asked back, from this change on gets its labels automatically.
 */
export const changeAccount = (
  database: TransactionalDatabase,
  { id, version }: { id: string; version: string },
  fields: Partial<LabelAccountFields>,
  keys: AccountKeys | null,
  restarted: readonly ("account" | "returns")[]
): Promise<boolean> =>
  database.transaction(async (transaction) => {
    if ((await lockAccount(transaction, id))?.version !== version) return false
    const set = [
      ...Object.keys(fields).map(column),
      ...(restarted.length > 0
        ? [
            "automatic_since = automatic_since || (select jsonb_object_agg(what, clock_timestamp()) from unnest(:restarted::text[]) what)",
          ]
        : []),
      "updated_at = now()",
    ].join(", ")
    await rowsOf(transaction, `update marketplace_label_account set ${set} where id = :id`, {
      id,
      ...(restarted.length > 0 && { restarted: [...restarted] }),
      ...bound(fields),
    })
    if (keys) {
      await rowsOf(
        transaction,
        `with saved as (
           update marketplace_label_credential set encrypted = :encrypted, hints = :hints::jsonb, updated_at = clock_timestamp()
            where account_id = :id and deleted_at is null)
         update marketplace_label_account set health_status = 'new', health_code = null, health_params = null,
                failures = 0, blocked_until = null where id = :id`,
        { id, encrypted: keys.encrypted, hints: JSON.stringify(keys.hints) }
      )
    }
    return true
  })

/** Labels are made automatically from now on for a connection that names the account. */
export const setAutomaticSince = (
  database: Database,
  id: string,
  connection_id: string
): Promise<unknown[]> =>
  rowsOf(
    database,
    `update marketplace_label_account
        set automatic_since = automatic_since || jsonb_build_object(:connection_id::text, now()) where id = :id`,
    { id, connection_id }
  )

/** Writes credentials that a newer key encrypted, unless others were saved since they were read. */
export const reencryptAccount = (
  database: Database,
  credential: { id: string; before: string; after: string }
): Promise<unknown[]> =>
  rowsOf(
    database,
    "update marketplace_label_credential set encrypted = :after where account_id = :id and encrypted = :before",
    credential
  )

export type LabelHealth = {
  status: LabelAccountRow["health_status"]
  code: string | null
  params?: Record<string, unknown>
  block_seconds?: number | null
}

/** Writes the health of an account. Returns whether its cause changed. */
export async function setAccountHealth(
  database: Database,
  id: string,
  { status, code, params = {}, block_seconds = null }: LabelHealth
): Promise<boolean> {
  const [row] = await rowsOf<{ changed: boolean }>(
    database,
    `with before as (select id, health_status, health_code from marketplace_label_account where id = :id for update)
     update marketplace_label_account a
        set health_status = :status, health_code = :code, health_params = :params::jsonb,
            health_since = case when before.health_status = :status and before.health_code is not distinct from :code
                                then a.health_since else now() end,
            failures = case when :code::text is null then 0 else a.failures + 1 end,
            blocked_until = now() + make_interval(secs => :block_seconds::float8), updated_at = now()
       from before where a.id = before.id
         and (a.health_status <> :status or a.health_code is distinct from :code or :block_seconds::float8 is not null)
     returning (before.health_status <> a.health_status or before.health_code is distinct from a.health_code) as changed`,
    { id, status, code, params: JSON.stringify(params), block_seconds }
  )
  return row?.changed ?? false
}

/** Pauses accounts that were connected elsewhere: this is a copy of that store. Returns those that are paused only now. */
export const pauseForeignAccounts = (database: Database, instance: string): Promise<{ id: string }[]> =>
  rowsOf(
    database,
    `update marketplace_label_account
        set health_status = 'paused', health_code = 'label_copied_database', health_since = now(), updated_at = now(),
            health_params = jsonb_build_object('activated_in', activated_instance, 'current', :instance::text)
      where deleted_at is null and is_enabled and activated_instance <> :instance
        and health_code is distinct from 'label_copied_database'
      returning id`,
    { instance }
  )

export const setAccountInstance = (database: Database, id: string, instance: string): Promise<unknown[]> =>
  rowsOf(
    database,
    `update marketplace_label_account set activated_instance = :instance, health_status = 'new', health_code = null,
            health_params = null, blocked_until = null, updated_at = now() where id = :id`,
    { id, instance }
  )

export const setAccountWebhook = (
  database: Database,
  id: string,
  webhook_url: string | null
): Promise<unknown[]> =>
  rowsOf(database, "update marketplace_label_account set webhook_url = :webhook_url where id = :id", {
    id,
    webhook_url,
  })

/** What a person accepts although the service may act on its own. */
export const acceptIntegration = (
  database: Database,
  id: string,
  integration_id: string,
  by: string
): Promise<unknown[]> =>
  rowsOf(
    database,
    `update marketplace_label_account
        set accepted_integrations = accepted_integrations || jsonb_build_object(:integration_id::text,
              jsonb_build_object('by', :by::text, 'at', now())) where id = :id`,
    { id, integration_id, by }
  )

/** Takes the next poll that is due; another process has it for a while then. */
export async function takePoll(
  database: Database,
  values: { instance: string; owner: string; seconds: number }
): Promise<LabelAccountRow | null> {
  const [row] = await rowsOf<LabelAccountRow>(
    database,
    `update marketplace_label_account set poll_claimed_by = :owner, poll_claimed_until = now() + make_interval(secs => :seconds)
      where id = (select id from marketplace_label_account
                   where deleted_at is null and is_enabled and activated_instance = :instance
                     and (blocked_until is null or blocked_until <= now())
                     and (next_poll_at is null or next_poll_at <= now())
                     and (poll_claimed_until is null or poll_claimed_until < now())
                   order by next_poll_at nulls first, id limit 1 for update skip locked)
      returning *`,
    values
  )
  return row ?? null
}

/** Only who has claimed the poll may move its place. `polled_until` null: it stays. */
export const finishPoll = (
  database: Database,
  values: { id: string; owner: string; polled_until: Date | null; next_in_seconds: number }
): Promise<unknown[]> =>
  rowsOf(
    database,
    `update marketplace_label_account
        set polled_until = coalesce(:polled_until::timestamptz, polled_until), poll_claimed_by = null,
            poll_claimed_until = null, next_poll_at = now() + make_interval(secs => :next_in_seconds)
      where id = :id and poll_claimed_by = :owner`,
    values
  )

/**
 * Deletes an account and its keys, if it is still the one of this version [whatever it is]; otherwise returns false. Its labels
 * stay.
 */
export const deleteAccount = (
  database: TransactionalDatabase,
  id: string,
  version: string | null = null
): Promise<boolean> =>
  database.transaction(async (transaction) => {
    const row = await lockAccount(transaction, id)
    if (!row || (version !== null && row.version !== version)) return false
    await rowsOf(
      transaction,
      `with keys as (delete from marketplace_label_credential where account_id = :id),
            rules as (delete from marketplace_label_rule where account_id = :id)
       update marketplace_label_account set deleted_at = now(), is_enabled = false where id = :id and deleted_at is null`,
      { id }
    )
    return true
  })

export type NewLabelAccount = LabelAccountFields &
  Pick<LabelAccountRow, "id" | "service_id" | "account" | "activated_instance"> & {
    encrypted: string
    hints: Record<string, string>
  }

/** Writes an account with its keys, unless there is one of these keys: then it is returned. */
export const insertAccount = (
  database: TransactionalDatabase,
  {
    encrypted,
    hints,
    settings,
    senders,
    fallback,
    return_option,
    sales_channel_ids,
    ...account
  }: NewLabelAccount
): Promise<VersionedAccount | null> =>
  database.transaction(async (transaction) => {
    const { service_id, account: owner } = account
    await lock(transaction, `label-account:${service_id}:${owner}`)
    const known = (await listAccounts(transaction)).find(
      (one) => one.service_id === service_id && one.account === owner
    )
    if (known) return known
    await rowsOf(
      transaction,
      `with keys as (
       insert into marketplace_label_credential (id, account_id, encrypted, hints)
       values (:credential_id, :id, :encrypted, :hints::jsonb))
     insert into marketplace_label_account
       (id, service_id, account, name, is_enabled, settings, senders, default_sender_id, fallback, return_option, brand_id,
        sales_channel_ids, accepted_integrations, automatic_since, activated_instance)
     values (:id, :service_id, :account, :name, :is_enabled, :settings::jsonb, :senders::jsonb, :default_sender_id,
             :fallback::jsonb, :return_option::jsonb, :brand_id, :sales_channel_ids::jsonb, '{}', jsonb_build_object('account', now()),
             :activated_instance)`,
      {
        ...account,
        credential_id: generateEntityId("", "mplcred"),
        encrypted,
        hints: JSON.stringify(hints),
        settings: JSON.stringify(settings),
        senders: JSON.stringify(senders),
        fallback: fallback && JSON.stringify(fallback),
        return_option: return_option && JSON.stringify(return_option),
        sales_channel_ids: JSON.stringify(sales_channel_ids),
      }
    )
    return null
  })
