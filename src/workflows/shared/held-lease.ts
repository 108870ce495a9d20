import { randomUUID } from "node:crypto"
import type { MedusaContainer } from "@medusajs/framework/types"
import { brand } from "../../marketplaces/brand"
import type MarketplaceModuleService from "../../modules/marketplace/service"
import { LEASE_SECONDS, type LeasedConnection, type LeaseKind } from "../../modules/marketplace/stores/leases"
import { announce } from "./events"
import { marketplaceOf } from "./marketplace"
import { patiently } from "./patiently"

const BEAT_MS = 15_000

/** Another process has taken the connection over: what is under way here must not go on. */
export class LeaseLost extends Error {
  constructor() {
    super("Another process took this connection over.")
    this.name = "LeaseLost"
  }
}
export const isLeaseLost = brand(LeaseLost, "LeaseLost")

export type HeldLease = {
  kind: LeaseKind
  owner: string
  connection: LeasedConnection
  /** Aborted when the lease is lost; calls to the marketplace end with it. */
  signal: AbortSignal
  /** Renews it now and returns the connection as it is. Throws `LeaseLost`. */
  keep(): Promise<LeasedConnection>
  /** Ends the renewing; the lease stays until it is released or runs out. */
  stop(): Promise<void>
  /** Set where a statement released it together with something else. */
  is_released: boolean
}

type Leases = {
  leases: Pick<MarketplaceModuleService["leases"], "acquireLease">
  ongoing?: Pick<MarketplaceModuleService["ongoing"], "signal">
}

/**
 * Takes the lease of a connection and keeps renewing it, however long one call to a slow marketplace takes. Returns null
 * when another process has it, or this one stops; then it ends like a lease that is lost.
 */
export async function holdLease(
  marketplace: Leases,
  connection_id: string,
  kind: LeaseKind
): Promise<HeldLease | null> {
  if (marketplace.ongoing?.signal.aborted) return null
  const owner = randomUUID()
  const connection = await marketplace.leases.acquireLease(connection_id, kind, owner, LEASE_SECONDS)
  return connection && keepLease(marketplace, kind, { owner, connection })
}

/** Keeps renewing a lease that its owner has taken just now. */
export function keepLease(
  marketplace: Leases,
  kind: LeaseKind,
  { owner, connection }: Pick<HeldLease, "owner" | "connection">
): HeldLease {
  const stopping = marketplace.ongoing?.signal
  const lost = new AbortController()
  const keep = async () => {
    const kept = lost.signal.aborted
      ? null
      : await marketplace.leases.acquireLease(connection.id, kind, owner, LEASE_SECONDS, true)
    if (!kept) {
      lost.abort()
      throw new LeaseLost()
    }
    return kept
  }
  let beat: Promise<unknown> = Promise.resolve()
  const timer = setInterval(() => {
    // The next beat retries a database that does not answer; `signal` and `keep` report a lost lease.
    beat = keep().catch(() => undefined)
  }, BEAT_MS)
  timer.unref()
  const onStopping = () => lost.abort()
  stopping?.addEventListener("abort", onStopping)
  if (stopping?.aborted) lost.abort()
  return {
    kind,
    owner,
    connection,
    signal: lost.signal,
    is_released: false,
    keep,
    async stop() {
      clearInterval(timer)
      stopping?.removeEventListener("abort", onStopping)
      await beat
    },
  }
}

/** Does something under a lease and releases it then, unless the work has done so. A process that stops awaits it. */
export function underLease<T>(
  container: MedusaContainer,
  lease: HeldLease,
  work: () => Promise<T>
): Promise<T> {
  const { ongoing, leases } = marketplaceOf(container)
  const { connection, kind, owner } = lease
  return ongoing.run(async () => {
    try {
      return await work()
    } finally {
      await lease.stop()
      if (!lease.is_released && (await patiently(() => leases.releaseLease(connection.id, kind, owner)))) {
        announceProblems(container, connection.id)
      }
    }
  })
}

/** What orders of the connection have shown while its lease was held is announced now. */
export const announceProblems = (container: MedusaContainer, id: string): void =>
  announce(container, [{ name: "marketplace-connection.problems_due", data: { id } }])
