import { randomUUID } from "node:crypto"
import type MarketplaceModuleService from "../../modules/marketplace/service"
import type { ConnectionRow } from "../../modules/marketplace/stores/connections"
import { LEASE_SECONDS, type LeaseKind } from "../../modules/marketplace/stores/leases"

const BEAT_MS = 90_000

/** Another process has taken the connection over: what is under way here must not go on. */
export class LeaseLost extends Error {
  constructor() {
    super("Another process took this connection over.")
    this.name = "LeaseLost"
  }
}

export type HeldLease = {
  owner: string
  connection: ConnectionRow
  /** Aborted when the lease is lost; calls to the marketplace end with it. */
  signal: AbortSignal
  /** Renews it now. Throws `LeaseLost`. */
  keep(): Promise<void>
  /** Ends the renewing; the lease stays until it is released or runs out. */
  stop(): Promise<void>
  /** Set where a statement released it together with something else. */
  is_released: boolean
}

/**
 * Takes the lease of a connection and keeps renewing it, however long one call to a slow marketplace takes. Returns null
 * when another process has it, or this one stops; then it ends like a lease that is lost.
 */
export async function holdLease(
  marketplace: {
    leases: Pick<MarketplaceModuleService["leases"], "acquireLease">
    ongoing?: Pick<MarketplaceModuleService["ongoing"], "signal">
  },
  connection_id: string,
  kind: LeaseKind
): Promise<HeldLease | null> {
  const stopping = marketplace.ongoing?.signal
  if (stopping?.aborted) return null
  const owner = randomUUID()
  const lost = new AbortController()
  const keep = async () => {
    const kept = lost.signal.aborted
      ? null
      : await marketplace.leases.acquireLease(connection_id, kind, owner, LEASE_SECONDS)
    if (!kept) {
      lost.abort()
      throw new LeaseLost()
    }
    return kept
  }
  const connection = await marketplace.leases.acquireLease(connection_id, kind, owner, LEASE_SECONDS)
  if (!connection) return null
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
    owner,
    connection,
    signal: lost.signal,
    is_released: false,
    keep: async () => void (await keep()),
    async stop() {
      clearInterval(timer)
      stopping?.removeEventListener("abort", onStopping)
      await beat
    },
  }
}
