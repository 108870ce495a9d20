import type { Logger } from "@medusajs/framework/types"

const LOOK_MS = 60_000
/** The job runs each minute. */
export const SILENT_MINUTES = 3

/** What the job of each minute does; Medusa loads its file only in processes that run jobs. */
let job: (() => Promise<void>) | null = null
export const watchJob = (work: () => Promise<void>): void => void (job = work)

type Ticks = { expectTicks: () => Promise<void>; isSilent: (minutes: number) => Promise<boolean> }

/**
 * Does the work of the job of each minute when that is not started any more: a Redis that is restarted empty has lost every
 * schedule, which Medusa writes only when a process starts.
 */
export class Watchdog {
  private timer: NodeJS.Timeout | undefined
  private isLogged = false

  constructor(
    private readonly ticks: Ticks,
    private readonly logger: Pick<Logger, "warn" | "error">
  ) {}

  async start(): Promise<void> {
    if (!job) return
    this.timer = setInterval(() => void this.look(), LOOK_MS)
    this.timer.unref()
    await this.ticks.expectTicks().catch(() => this.logger.warn(`${NAME}: the scheduler is not watched yet`))
  }

  stop(): void {
    clearInterval(this.timer)
  }

  async look(): Promise<void> {
    try {
      if (!(await this.ticks.isSilent(SILENT_MINUTES))) {
        this.isLogged = false
        return
      }
      if (!this.isLogged) {
        this.logger.error(
          `${NAME}: no scheduled job has run for ${SILENT_MINUTES} minutes, so each process looks for what is due. ` +
            "Restart the workers: Medusa then schedules its jobs again."
        )
      }
      this.isLogged = true
      await job?.()
    } catch {
      // The database does not answer: the next look is in a minute.
    }
  }
}

const NAME = "marketplace-connect"
