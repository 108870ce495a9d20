import { MedusaError, MedusaService } from "@medusajs/framework/utils"
import type { Logger } from "@medusajs/framework/types"
import { bulkhead } from "cockatiel"
import { createHttpClient, createLimiter, type Limiter, yielding } from "../../marketplaces/http"
import type {
  MarketplaceAdapter,
  MarketplaceSession,
  SessionContext,
  TokenStore,
} from "../../marketplaces/port"
import { loadAdapters, type RegisteredAdapter } from "./adapters"
import { decrypt, encrypt, keysOf, unlessUnreadable } from "./encryption"
import * as medusaTables from "./medusa-tables"
import * as models from "./models"
import { type MarketplaceOptions, readOptions } from "./options"
import { Ongoing } from "./ongoing"
import { notFound } from "./refusal"
import { Slots } from "./slots"
import { bind } from "./stores/bind"
import type { ConnectionRow } from "./stores/connections"
import { databaseName, ping, type TransactionalDatabase } from "./stores/database"
import * as stores from "./stores"
import { Watchdog } from "./watchdog"

type Dependencies = {
  __pg_connection__: TransactionalDatabase & { client?: { config?: { connection?: unknown } } }
  logger: Logger
}

/** Calls that wait for the pace of one connection, and checks for that of one marketplace: one more is refused. */
const MOST_CALLS_WAITING = 100
const MOST_CHECKS_WAITING = 10
/** The store's own work keeps its database connections. */
const EVENTS_AT_ONCE = 4
const MOST_EVENTS_WAITING = 10_000

/** A purchase takes seconds, and a service may take a hundred a minute. */
const LABELS_AT_ONCE = 8

type PaceAndToken = { limiter: Limiter; requests_per_second: number; tokens: TokenStore }

function tokenStore(): TokenStore {
  let token: ReturnType<TokenStore["get"]> = null
  return { get: () => token, set: (value) => void (token = value) }
}

/** Medusa closes the database after that, whatever is under way. */
const MOST_ENDING_MS = 15_000

/** What the marketplace module offers: generated CRUD of its models, and what needs SQL, secrets or a marketplace. */
class MarketplaceModuleService extends MedusaService(models) {
  readonly options: MarketplaceOptions
  private readonly database: TransactionalDatabase
  private readonly logger: Logger
  private readonly adapters: Map<string, RegisteredAdapter>
  /** One pace, shared with other processes, and one token per connection, kept between runs. */
  private readonly pacesAndTokens = new Map<string, PaceAndToken>()
  private instanceName: string | undefined

  /** What this process has begun. */
  readonly ongoing = new Ongoing()
  /** What it has place for, by the kind of lease. */
  readonly slots: Slots
  /** Events that it works on, and how many wait for that: they come by the thousand. */
  readonly events = bulkhead(EVENTS_AT_ONCE, MOST_EVENTS_WAITING)
  private readonly watchdog: Watchdog
  readonly __hooks = {
    onApplicationStart: () => this.watchdog.start(),
    /** Medusa calls it before it closes the modules and the database. */
    onApplicationPrepareShutdown: () => {
      this.watchdog.stop()
      return this.ongoing.end(MOST_ENDING_MS)
    },
  }

  readonly actions = bind(() => this.database, stores.actions)
  readonly connections = bind(() => this.database, stores.connections)
  readonly credentials = bind(() => this.database, stores.credentials)
  readonly history = bind(() => this.database, stores.history)
  readonly leases = bind(() => this.database, stores.leases)
  readonly listings = bind(() => this.database, stores.listings)
  readonly notices = bind(() => this.database, stores.notices)
  readonly offers = bind(() => this.database, stores.offers)
  readonly orders = bind(() => this.database, stores.orders)
  readonly overview = bind(() => this.database, stores.overview)
  readonly pace = bind(() => this.database, stores.pace)
  readonly removal = bind(() => this.database, stores.removal)
  readonly rules = bind(() => this.database, stores.rules)
  readonly runs = bind(() => this.database, stores.runs)
  readonly ticks = bind(() => this.database, stores.ticks)
  readonly work = bind(() => this.database, stores.work)
  readonly medusaTables = bind(() => this.database, medusaTables)

  constructor(dependencies: Dependencies, options: unknown) {
    super(dependencies, options)
    this.database = dependencies.__pg_connection__
    this.logger = dependencies.logger
    this.options = readOptions(options, process.env)
    this.slots = new Slots(this.options.connections_at_once, { label: LABELS_AT_ONCE, poll: 1, panel: 2 })
    const { expectTicks, isSilent } = this.ticks
    const isSilentHere = async (minutes: number) => isSilent(await this.instance(), minutes)
    this.watchdog = new Watchdog({ expectTicks, isSilent: isSilentHere }, this.logger)
    this.adapters = loadAdapters(this.options, process.cwd())
  }

  // Marketplaces

  listAdapters = (): MarketplaceAdapter[] => [...this.adapters.values()].map(({ adapter }) => adapter)

  adapter = (marketplace_id: string): MarketplaceAdapter => this.registered(marketplace_id).adapter

  /** False for a connection whose adapter was taken out of the options. */
  hasAdapter = (marketplace_id: string): boolean => this.adapters.has(marketplace_id)

  /** The marketplace's name, or its id where its adapter is not here any more. */
  marketplaceName = (marketplace_id: string): string =>
    this.adapters.get(marketplace_id)?.adapter.descriptor.name ?? marketplace_id

  adapterOptions = (marketplace_id: string): Record<string, unknown> =>
    this.registered(marketplace_id).options

  private registered(marketplace_id: string): RegisteredAdapter {
    const registered = this.adapters.get(marketplace_id)
    if (!registered) {
      const known = [...this.adapters.keys()].join(", ")
      throw new MedusaError(
        MedusaError.Types.INVALID_DATA,
        `There is no marketplace "${marketplace_id}" here. Known: ${known}.`
      )
    }
    return registered
  }

  /**
   * A conversation with the connection's marketplace, with its stored credentials.
   * @param can_wait each of its calls lets those of other sessions go first
   */
  async openSession(
    connection: ConnectionRow,
    signal?: AbortSignal,
    can_wait = false
  ): Promise<MarketplaceSession> {
    const { id, marketplace_id } = connection
    const credentials = await this.readCredentials(id)
    const { adapter } = this.registered(marketplace_id)
    const settings = adapter.settings_schema.parse(connection.settings[marketplace_id] ?? {})
    const { requests_per_second } = adapter.pace(settings)
    const { limiter: shared, tokens } = this.paceAndTokenOf(id, requests_per_second, MOST_CALLS_WAITING, () =>
      this.pace.bookTurn(id, 1 / requests_per_second)
    )
    const limiter = can_wait ? yielding(shared) : shared
    return this.connect(marketplace_id, { connection_id: id, credentials, settings, limiter, tokens, signal })
  }

  /** A session that tries credentials which are not stored: all such keep one pace, in all processes, and none sees another's token. */
  openCheck = (
    marketplace_id: string,
    credentials: Record<string, string>,
    signal: AbortSignal
  ): MarketplaceSession => {
    const { adapter } = this.registered(marketplace_id)
    const settings = adapter.settings_schema.parse({})
    const { requests_per_second } = adapter.pace(settings)
    const name = `check:${marketplace_id}`
    const { limiter } = this.paceAndTokenOf(name, requests_per_second, MOST_CHECKS_WAITING, () =>
      this.pace.bookCheckTurn(marketplace_id, 1 / requests_per_second)
    )
    return this.connect(marketplace_id, {
      connection_id: name,
      credentials,
      settings,
      limiter,
      tokens: tokenStore(),
      signal,
    })
  }

  private connect(
    marketplace_id: string,
    { limiter, ...given }: Omit<SessionContext, "options" | "http" | "logger" | "now"> & { limiter: Limiter }
  ): MarketplaceSession {
    const { adapter, options } = this.registered(marketplace_id)
    return adapter.connect({
      ...given,
      options,
      http: createHttpClient({
        limiter,
        signal: given.signal,
        drain: this.ongoing.signal,
        logger: this.logger,
      }),
      logger: this.logger,
      now: () => Date.now(),
    })
  }

  private paceAndTokenOf(
    name: string,
    requests_per_second: number,
    max_waiting: number,
    bookTurn: () => Promise<number>
  ): PaceAndToken {
    const known = this.pacesAndTokens.get(name)
    if (known?.requests_per_second === requests_per_second) return known
    const tokens = tokenStore()
    const limiter = createLimiter({ requests_per_second, max_waiting, bookTurn })
    const made = { limiter, requests_per_second, tokens }
    this.pacesAndTokens.set(name, made)
    return made
  }

  /** Forgets token and pace of a connection: its credentials changed or it is gone. */
  forgetPaceAndToken = (name: string): void => void this.pacesAndTokens.delete(name)

  // Secrets

  /** Throws a clear 400 when there is no key: never plaintext. */
  encryptCredentials = (connection_id: string, credentials: Record<string, string>): string =>
    encrypt(JSON.stringify(credentials), connection_id, keysOf(this.options))

  /** Throws when the key is missing or wrong; text that an older key wrote is encrypted again with the current one. */
  async readCredentials(connection_id: string): Promise<Record<string, string>> {
    const [row] = await this.listMarketplaceCredentials({ connection_id })
    if (!row) {
      throw new MedusaError(
        MedusaError.Types.NOT_FOUND,
        `The connection ${connection_id} has no credentials.`
      )
    }
    const keys = keysOf(this.options)
    const { plain, outdated } = decrypt(row.encrypted, connection_id, keys)
    if (outdated) {
      const after = encrypt(plain, connection_id, keys)
      await this.credentials.reencrypt({ id: row.id, before: row.encrypted, after })
    }
    return JSON.parse(plain) as Record<string, string>
  }

  /** The same for who enters them again; null where they cannot be read. */
  keptCredentials = (connection_id: string): Promise<Record<string, string> | null> =>
    unlessUnreadable(this.readCredentials(connection_id))

  /** Where this installation runs: the option `instance`, else the database's host and name. Read once. */
  async instance(): Promise<string> {
    this.instanceName ??= this.options.instance ?? (await databaseName(this.database))
    return this.instanceName
  }

  // Rows

  /** Throws while the database cannot be reached. */
  ping = (): Promise<void> => ping(this.database)

  connection = async (id: string): Promise<ConnectionRow> => {
    const row = await this.anyConnection(id)
    if (row.deleted_at) throw notFound("connection_not_found", { id })
    return row
  }

  /** The connection even when it was deleted: its orders go on existing. */
  anyConnection = async (id: string): Promise<ConnectionRow> => {
    const row = await this.connections.loadConnection(id)
    if (!row) throw notFound("connection_not_found", { id })
    return row
  }
}

export default MarketplaceModuleService
