import type { Logger } from "@medusajs/framework/types"
import { MedusaError, MedusaService } from "@medusajs/framework/utils"
import type { LabelService, LabelSession } from "../../labels/label-service"
import { sendcloud } from "../../labels/sendcloud/adapter"
import { commonLabelSettings, type LabelSettings } from "../../labels/settings"
import { createHttpClient, createLimiter, type Limiter } from "../../marketplaces/http"
import { decrypt, encrypt, keysOf, unlessUnreadable } from "../marketplace/encryption"
import { type MarketplaceOptions, readOptions } from "../marketplace/options"
import { notFound } from "../marketplace/refusal"
import { bind } from "../marketplace/stores/bind"
import type { Database, TransactionalDatabase } from "../marketplace/stores/database"
import * as models from "./models"
import * as stores from "./stores"
import type { LabelAccountRow, VersionedAccount } from "./stores/accounts"

type Dependencies = { __pg_connection__: TransactionalDatabase; logger: Logger }
type Limiters = { reads: Limiter; writes: Limiter }

/** A purchase takes seconds: several are under way at a time, or the service's pace could not be kept. */
const CALLS_AT_ONCE = 8
const MOST_CALLS_WAITING = 100
const MOST_CHECKS_WAITING = 10

/** What the label module offers: generated CRUD of its models, and what needs SQL, secrets or a label service. */
class LabelModuleService extends MedusaService(models) {
  readonly options: MarketplaceOptions
  private readonly database: TransactionalDatabase
  private readonly logger: Logger
  private readonly services: ReadonlyMap<string, LabelService> = new Map([
    [sendcloud.descriptor.id, sendcloud],
  ])
  private readonly limiters = new Map<string, Limiters>()

  readonly accounts = bind(() => this.database, stores.accounts)
  readonly optionRules = bind(() => this.database, stores.optionRules)
  readonly notices = bind(() => this.database, stores.notices)
  readonly pace = bind(() => this.database, stores.pace)
  readonly panel = bind(() => this.database, stores.panel)
  readonly parcels = bind(() => this.database, stores.parcels)
  readonly requests = bind(() => this.database, stores.requests)

  constructor(dependencies: Dependencies, options: unknown) {
    super(dependencies, options)
    this.database = dependencies.__pg_connection__
    this.logger = dependencies.logger
    this.options = readOptions(options, process.env)
  }

  listServices = (): LabelService[] => [...this.services.values()]

  labelService = (service_id: string): LabelService => {
    const service = this.services.get(service_id)
    if (!service) {
      throw new MedusaError(
        MedusaError.Types.INVALID_DATA,
        `There is no label service "${service_id}" here. Known: ${[...this.services.keys()].join(", ")}.`
      )
    }
    return service
  }

  private serviceOptions = (service_id: string): Record<string, unknown> =>
    service_id === "sendcloud" ? this.options.sendcloud : {}

  /** Written with a connection's change, in the same transaction, so that neither is without the other. */
  setAutomaticSince = (transaction: Database, account_id: string, connection_id: string) =>
    stores.accounts.setAutomaticSince(transaction, account_id, connection_id)

  settingsOf = ({ settings }: Pick<LabelAccountRow, "settings">): LabelSettings =>
    commonLabelSettings(settings)

  ownSettingsOf = ({ service_id, settings }: Pick<LabelAccountRow, "service_id" | "settings">) =>
    this.labelService(service_id).settings_schema.parse(settings[service_id] ?? {})

  /** A conversation with the account's service. `drain` ends what waits, and no purchase that is under way. */
  async openSession(account: LabelAccountRow, drain: AbortSignal): Promise<LabelSession> {
    const credentials = await this.readCredentials(account.id)
    const limiters = this.limitersOf(account, MOST_CALLS_WAITING, (kind, seconds) =>
      this.pace.bookTurn(account.id, kind, seconds)
    )
    return this.connect(account, credentials, this.ownSettingsOf(account), limiters, drain)
  }

  /**
   * A session that tries keys which are not stored: all such keep one pace, in all processes. `bookCheckTurn` books the next
   * turn among those of the same name, as for credentials of marketplaces.
   */
  openCheck = (
    service_id: string,
    credentials: Record<string, string>,
    drain: AbortSignal,
    bookCheckTurn: (name: string, interval_seconds: number) => Promise<number>
  ): LabelSession => {
    const settings = this.labelService(service_id).settings_schema.parse({})
    const tried = { id: `check:${service_id}`, service_id }
    const limiters = this.limitersOf(tried, MOST_CHECKS_WAITING, (kind, seconds) =>
      bookCheckTurn(`${service_id}:${kind}`, seconds)
    )
    return this.connect(tried, credentials, settings, limiters, drain)
  }

  private connect(
    { id, service_id }: Pick<LabelAccountRow, "id" | "service_id">,
    credentials: Record<string, string>,
    settings: Record<string, unknown>,
    { reads, writes }: Limiters,
    drain: AbortSignal
  ): LabelSession {
    const client = (limiter: Limiter) => createHttpClient({ limiter, drain, logger: this.logger })
    return this.labelService(service_id).connect({
      account_id: id,
      credentials,
      settings,
      options: this.serviceOptions(service_id),
      reads: client(reads),
      writes: client(writes),
      logger: this.logger,
      now: () => Date.now(),
    })
  }

  private limitersOf(
    { id, service_id }: Pick<LabelAccountRow, "id" | "service_id">,
    max_waiting: number,
    bookTurn: (kind: "read" | "write", interval_seconds: number) => Promise<number>
  ): Limiters {
    const known = this.limiters.get(id)
    if (known) return known
    const { reads_per_second, writes_per_second } = this.labelService(service_id).pace
    const limiter = (kind: "read" | "write", requests_per_second: number) =>
      createLimiter({
        requests_per_second,
        at_once: CALLS_AT_ONCE,
        max_waiting,
        bookTurn: () => bookTurn(kind, 1 / requests_per_second),
      })
    const made = { reads: limiter("read", reads_per_second), writes: limiter("write", writes_per_second) }
    this.limiters.set(id, made)
    return made
  }

  /** Forgets the pace of an account: it is gone. */
  forgetPace = (id: string): void => void this.limiters.delete(id)

  // Secrets

  /** Throws a clear 400 when there is no key: never plaintext. */
  encryptCredentials = (account_id: string, credentials: Record<string, string>): string =>
    encrypt(JSON.stringify(credentials), account_id, keysOf(this.options))

  async readCredentials(account_id: string): Promise<Record<string, string>> {
    const [row] = await this.listMarketplaceLabelCredentials({ account_id })
    if (!row) throw notFound("label_account_not_found", { id: account_id })
    const keys = keysOf(this.options)
    const { plain, outdated } = decrypt(row.encrypted, account_id, keys)
    if (outdated) {
      const after = encrypt(plain, account_id, keys)
      await this.accounts.reencryptAccount({ id: account_id, before: row.encrypted, after })
    }
    return JSON.parse(plain) as Record<string, string>
  }

  /** The same for who enters them again; null where they cannot be read. */
  keptCredentials = (account_id: string): Promise<Record<string, string> | null> =>
    unlessUnreadable(this.readCredentials(account_id))

  /** 404 where it is not there, or was deleted. */
  account = async (id: string): Promise<VersionedAccount> => {
    const row = await this.accounts.loadAccount(id)
    if (!row || row.deleted_at) throw notFound("label_account_not_found", { id })
    return row
  }
}

export default LabelModuleService
