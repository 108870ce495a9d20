import { MedusaError, MedusaService } from "@medusajs/framework/utils"
import type { Logger } from "@medusajs/framework/types"
import { createHttpClient, createLimiter, type Limiter } from "../../marketplaces/http"
import type { MarketplaceAdapter, MarketplaceSession, TokenStore } from "../../marketplaces/port"
import { loadAdapters, type RegisteredAdapter } from "./adapters"
import { ENCRYPTION_KEY_MISSING, decrypt, encrypt, type EncryptionKeys } from "./encryption"
import * as models from "./models"
import { type MarketplaceOptions, readOptions } from "./options"
import { notFound } from "./refusal"
import * as actionList from "./stores/action-list"
import * as actions from "./stores/actions"
import * as actionsByHand from "./stores/actions-by-hand"
import * as connections from "./stores/connections"
import type { ConnectionRow } from "./stores/connections"
import { rowsOf, type TransactionalDatabase } from "./stores/database"
import * as leases from "./stores/leases"
import * as listings from "./stores/listings"
import * as orderList from "./stores/order-list"
import * as orders from "./stores/orders"
import * as ordersByHand from "./stores/orders-by-hand"
import * as overview from "./stores/overview"
import { takeTurn } from "./stores/pace"
import * as runs from "./stores/runs"

type Dependencies = {
  __pg_connection__: TransactionalDatabase & { client?: { config?: { connection?: unknown } } }
  logger: Logger
}

type Line = { limiter: Limiter; requests_per_second: number; tokens: TokenStore }

/** What the marketplace module offers: generated CRUD of its models, and what needs SQL, secrets or a marketplace. */
class MarketplaceModuleService extends MedusaService(models) {
  readonly options: MarketplaceOptions
  private readonly database: TransactionalDatabase
  private readonly logger: Logger
  private readonly adapters: Map<string, RegisteredAdapter>
  /** One pace, shared with other processes, and one token per connection, kept between runs. */
  private readonly lines = new Map<string, Line>()
  private instanceName: string | undefined

  constructor(dependencies: Dependencies, options: unknown) {
    super(dependencies, options)
    this.database = dependencies.__pg_connection__
    this.logger = dependencies.logger
    this.options = readOptions(options, process.env)
    this.adapters = loadAdapters(this.options, process.cwd())
  }

  // Marketplaces

  listAdapters = (): MarketplaceAdapter[] => [...this.adapters.values()].map(({ adapter }) => adapter)

  adapter = (marketplace_id: string): MarketplaceAdapter => this.registered(marketplace_id).adapter

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

  /** A conversation with the connection's marketplace, with its stored credentials. */
  async openSession(connection: ConnectionRow, signal?: AbortSignal): Promise<MarketplaceSession> {
    const credentials = await this.readCredentials(connection.id)
    return this.openSessionWith(
      connection.marketplace_id,
      credentials,
      connection.settings,
      connection.id,
      signal
    )
  }

  /** The same with credentials that may not be stored yet. `line` names who shares pace and token. */
  openSessionWith = (
    marketplace_id: string,
    credentials: Record<string, string>,
    settings: Record<string, unknown>,
    line: string,
    signal?: AbortSignal
  ): MarketplaceSession => {
    const { adapter, options } = this.registered(marketplace_id)
    const own = adapter.settings_schema.parse(settings[marketplace_id] ?? {})
    const { limiter, tokens } = this.lineOf(line, adapter.pace(own).requests_per_second)
    return adapter.connect({
      connection_id: line,
      credentials,
      settings: own,
      options,
      http: createHttpClient({ limiter, signal, logger: this.logger }),
      tokens,
      logger: this.logger,
      now: () => Date.now(),
      signal,
    })
  }

  private lineOf(name: string, requests_per_second: number): Line {
    const known = this.lines.get(name)
    if (known?.requests_per_second === requests_per_second) return known
    let token: ReturnType<TokenStore["get"]> = null
    const tokens = { get: () => token, set: (value: typeof token) => void (token = value) }
    const limiter = createLimiter({
      requests_per_second,
      takeTurn: () => takeTurn(this.database, name, 1 / requests_per_second),
    })
    const line = { limiter, requests_per_second, tokens }
    this.lines.set(name, line)
    return line
  }

  /** Forgets token and pace of a connection: its credentials changed or it is gone. */
  forgetLine = (name: string): void => void this.lines.delete(name)

  // Secrets

  private encryptionKeys(): EncryptionKeys {
    if (!this.options.encryption_key) {
      throw new MedusaError(
        MedusaError.Types.INVALID_DATA,
        "Credentials cannot be saved: set the plugin option encryption_key or the environment variable " +
          "MARKETPLACE_ENCRYPTION_KEY to a secret of at least 32 bytes and restart.",
        ENCRYPTION_KEY_MISSING
      )
    }
    return { current: this.options.encryption_key, previous: this.options.previous_encryption_keys }
  }

  /** Throws a clear 400 when there is no key: never plaintext. */
  encryptCredentials = (connection_id: string, credentials: Record<string, string>): string =>
    encrypt(JSON.stringify(credentials), connection_id, this.encryptionKeys())

  /** Throws when the key is missing or wrong; text that an older key wrote is written anew with the current one. */
  async readCredentials(connection_id: string): Promise<Record<string, string>> {
    const [row] = await this.listMarketplaceCredentials({ connection_id })
    if (!row) {
      throw new MedusaError(
        MedusaError.Types.NOT_FOUND,
        `The connection ${connection_id} has no credentials.`
      )
    }
    const keys = this.encryptionKeys()
    const { plain, outdated } = decrypt(row.encrypted, connection_id, keys)
    if (outdated) {
      await this.updateMarketplaceCredentials({ id: row.id, encrypted: encrypt(plain, connection_id, keys) })
    }
    return JSON.parse(plain) as Record<string, string>
  }

  /** Where this installation runs: the option `instance`, else the database's host and name. Read once. */
  async instance(): Promise<string> {
    this.instanceName ??= this.options.instance ?? (await this.databaseName())
    return this.instanceName
  }

  private async databaseName(): Promise<string> {
    const [row] = await rowsOf<{ name: string; host: string | null }>(
      this.database,
      "select current_database() as name, host(inet_server_addr()) as host"
    )
    return `${row.host ?? "local"}/${row.name}`
  }

  // Rows

  async connection(id: string): Promise<ConnectionRow> {
    const [row] = await rowsOf<ConnectionRow>(
      this.database,
      "select * from marketplace_connection where id = ? and deleted_at is null",
      [id]
    )
    if (!row) throw notFound("connection_not_found", { id })
    return row
  }

  /** The connection even when it was deleted: its orders go on existing. */
  async anyConnection(id: string): Promise<ConnectionRow> {
    const [row] = await rowsOf<ConnectionRow>(
      this.database,
      "select * from marketplace_connection where id = ?",
      [id]
    )
    if (!row) throw notFound("connection_not_found", { id })
    return row
  }

  dueConnections = (instance: string) => connections.dueConnections(this.database, instance)
  openWork = (id: string) => connections.openWork(this.database, id)
  pauseForeignConnections = (instance: string) => connections.pauseForeignConnections(this.database, instance)
  finishPull = (id: string, owner: string, values: Parameters<typeof connections.finishPull>[3]) =>
    connections.finishPull(this.database, id, owner, values)
  setHealth = (id: string, health: connections.Health) => connections.setHealth(this.database, id, health)
  writeConnection = (id: string, values: Parameters<typeof connections.writeConnection>[2]) =>
    connections.writeConnection(this.database, id, values)
  hasOrders = (id: string) => connections.hasOrders(this.database, id)
  adoptOrphans = (id: string) => connections.adoptOrphans(this.database, id)

  writeRun = (run: Parameters<typeof runs.writeRun>[1]) => runs.writeRun(this.database, run)
  takeQueuedRun = (connection_id: string) => runs.takeQueuedRun(this.database, connection_id)

  acquireLease = (id: string, kind: leases.LeaseKind, owner: string, seconds: number) =>
    leases.acquireLease(this.database, id, kind, owner, seconds)
  releaseLease = (id: string, kind: leases.LeaseKind, owner: string) =>
    leases.releaseLease(this.database, id, kind, owner)

  adoptOrders = (connection: Parameters<typeof orders.adoptOrders>[1], found: orders.AdoptedOrder[]) =>
    orders.adoptOrders(this.database, connection, found)
  storeSnapshots = (input: orders.StoreInput) => orders.storeSnapshots(this.database, input)
  claimImportable = (filter: Parameters<typeof orders.claimImportable>[1]) =>
    orders.claimImportable(this.database, filter)
  listImportable = (connection_id: string, limit: number) =>
    orders.listImportable(this.database, connection_id, limit)
  releaseClaims = (ids: string[]) => orders.releaseClaims(this.database, ids)
  loadOrders = (ids: string[]) => orders.loadOrders(this.database, ids)
  reserveIds = (rows: Parameters<typeof orders.reserveIds>[1]) => orders.reserveIds(this.database, rows)
  forgetReservedIds = (forgotten: { id: string; keys: string[] }[]) =>
    orders.forgetReservedIds(this.database, forgotten)
  markImported = (rows: orders.ImportedOrder[]) => orders.markImported(this.database, rows)
  settleOrders = (outcomes: orders.OrderOutcome[]) => orders.settleOrders(this.database, outcomes)
  releaseHeld = (filter: Parameters<typeof orders.releaseHeld>[1]) =>
    orders.releaseHeld(this.database, filter)

  listOrders = (filter: orderList.OrderFilter, page: orderList.OrderPage) =>
    orderList.listOrders(this.database, filter, page)
  countProblems = (filter: orderList.OrderFilter, limit: number) =>
    orderList.countProblems(this.database, filter, limit)
  readOverview = (filter: overview.OverviewFilter) => overview.readOverview(this.database, filter)
  ignoreOrder = (id: string) => ordersByHand.ignoreOrder(this.database, id)
  reopenOrder = (id: string, facts: orders.OrderFacts) => ordersByHand.reopenOrder(this.database, id, facts)
  correctOrder = (id: string, corrections: object) =>
    ordersByHand.correctOrder(this.database, id, corrections)
  /** Takes the buyer's data out of the snapshots; answers the orders that were not purged before. */
  purgeOrders = (ids: string[]) =>
    ordersByHand.purgeOrders(this.database, ids, (marketplace_id, payload) =>
      this.adapter(marketplace_id).withoutPersonalData(payload)
    )
  saveListing = (listing: Parameters<typeof listings.saveListing>[1]) =>
    listings.saveListing(this.database, listing)

  planDecisions = (decisions: actions.NewAction[]) => actionsByHand.planDecisions(this.database, decisions)
  redriveActions = (ids: string[]) => actionsByHand.redriveActions(this.database, ids)
  closeAction = (id: string, state: "skipped" | "done_elsewhere", reason: string) =>
    actionsByHand.closeAction(this.database, id, state, reason)
  listActions = (filter: actionList.ActionFilter, page: Parameters<typeof actionList.listActions>[2]) =>
    actionList.listActions(this.database, filter, page)
  listAttempts = (action_ids: string[], each: number) =>
    actionList.listAttempts(this.database, action_ids, each)
  planAction = (action: actions.NewAction) => actions.planAction(this.database, action)
  hasDueActions = (connection_id: string) => actions.hasDueActions(this.database, connection_id)
  claimActions = (filter: Parameters<typeof actions.claimActions>[1]) =>
    actions.claimActions(this.database, filter)
  releaseActions = (ids: string[], owner: string) => actions.releaseActions(this.database, ids, owner)
  markCalling = (id: string, owner: string, seconds: number, params: Record<string, unknown>) =>
    actions.markCalling(this.database, id, owner, seconds, params)
  settleAction = (id: string, owner: string, outcome: actions.ActionOutcome) =>
    actions.settleAction(this.database, id, owner, outcome)
  recordAttempt = (id: string, attempt: actions.Attempt) => actions.recordAttempt(this.database, id, attempt)

  parkActions = (connection_id: string) => actions.parkActions(this.database, connection_id)
  resumeActions = (connection_id: string) => actions.resumeActions(this.database, connection_id)
  listUnconfirmed = (connection_id: string, after: string, limit: number) =>
    actions.listUnconfirmed(this.database, connection_id, after, limit)
  confirmAction = (id: string) => actions.confirmAction(this.database, id)

  /** For the few reads that no store function names. Values are bound. */
  query = <T>(sql: string, bindings: unknown[] = []) => rowsOf<T>(this.database, sql, bindings)
}

export default MarketplaceModuleService
