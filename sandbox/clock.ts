/** How the sandbox's time is moved. `set` is an ISO time; the other fields add to it or stop it. */
export type TimeChange = { set?: string; advance_minutes?: number; advance_ms?: number; freeze?: boolean }
export type TimeState = { now: string; is_frozen: boolean }

/** The marketplaces' own clock: `Date` headers, token expiry, quotas and delayed effects follow it, not the machine's. */
export class SandboxClock {
  private offset_ms = 0
  private frozen_at: number | null = null

  /** Milliseconds since the epoch. */
  now(): number {
    return this.frozen_at ?? Date.now() + this.offset_ms
  }

  iso(ms = this.now()): string {
    return new Date(ms).toISOString()
  }

  change(change: TimeChange): TimeState {
    const from = change.set === undefined ? this.now() : Date.parse(change.set)
    if (Number.isNaN(from)) throw new Error(`Not a time: ${change.set}`)
    const target = from + (change.advance_minutes ?? 0) * 60_000 + (change.advance_ms ?? 0)
    this.offset_ms = target - Date.now()
    this.frozen_at = (change.freeze ?? this.frozen_at !== null) ? target : null
    return this.state()
  }

  state(): TimeState {
    return { now: this.iso(), is_frozen: this.frozen_at !== null }
  }

  reset(): void {
    this.offset_ms = 0
    this.frozen_at = null
  }
}

/** Effects that show up later on the sandbox's clock. Reading applies them, so no timer ever runs. */
export class Schedule {
  private entries: { due: number; run: (due: number) => void }[] = []
  private next_due = Infinity

  constructor(private readonly clock: SandboxClock) {}

  after(delay_ms: number, run: (due: number) => void): void {
    this.at(this.clock.now() + delay_ms, run)
  }

  at(due: number, run: (due: number) => void): void {
    this.entries.push({ due, run })
    this.next_due = Math.min(this.next_due, due)
    if (due <= this.clock.now()) this.applyDue()
  }

  /** Applies everything that is due, oldest first; what an effect schedules in turn is applied too. */
  applyDue(): void {
    while (this.next_due <= this.clock.now()) {
      const now = this.clock.now()
      const due = this.entries.filter((entry) => entry.due <= now).sort((a, b) => a.due - b.due)
      this.entries = this.entries.filter((entry) => entry.due > now)
      this.next_due = this.entries.reduce((next, entry) => Math.min(next, entry.due), Infinity)
      due.forEach((entry) => entry.run(entry.due))
    }
  }

  clear(): void {
    this.entries = []
    this.next_due = Infinity
  }
}
