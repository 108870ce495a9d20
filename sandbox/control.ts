import type { CdiscountControl } from "./cdiscount/control"
import type { SandboxClock, TimeChange, TimeState } from "./clock"
import type { Fault, FaultInput, Faults } from "./faults"
import type { CallCounts, Ledger, ReceivedRequest, RequestFilter } from "./ledger"
import type { GoodsControl } from "./offers/control"
import type { RakutenControl } from "./rakuten/control"
import type { SendcloudControl } from "./sendcloud/control"

/**
 * Everything that a test, the demo or a merchant can do to the sandbox. In process it is `sandbox.control`; over HTTP the
 * path is the name (`POST /control/cdiscount/seed`), the body the only argument as JSON, and the answer the result as JSON.
 */
export type Control = {
  /** As just started: no orders, no faults, no records, the machine's time, the settings given at the start. */
  reset(): void
  time(change?: TimeChange): TimeState
  addFault(fault: FaultInput): Fault
  faults(): Fault[]
  /** Without an id: all of them. */
  removeFaults(which?: { id?: string }): void
  /** The last 20,000 calls received. */
  requests(filter?: RequestFilter): ReceivedRequest[]
  counts(filter?: RequestFilter): CallCounts
  cdiscount: CdiscountControl
  rakuten: RakutenControl
  sendcloud: SendcloudControl
  goods: GoodsControl
}

export type ControlParts = {
  clock: SandboxClock
  faults: Faults
  ledger: Ledger
  resets: (() => void)[]
  cdiscount: CdiscountControl
  rakuten: RakutenControl
  sendcloud: SendcloudControl
  goods: GoodsControl
}

export function createControl({ clock, faults, ledger, resets, ...markets }: ControlParts): Control {
  return {
    reset() {
      clock.reset()
      faults.reset()
      ledger.reset()
      resets.forEach((reset) => reset())
    },
    time: (change = {}) => clock.change(change),
    addFault: (fault) => faults.add(fault),
    faults: () => faults.list(),
    removeFaults: (which = {}) => faults.remove(which.id),
    requests: (filter) => ledger.received(filter),
    counts: (filter) => ledger.counts(filter),
    ...markets,
  }
}

type Step = Record<string, unknown>

/** Runs the control that a path names, which may give a promise; throws with a sentence when there is none or when it refuses. */
export function callControl(control: Control, path: string, argument: unknown): unknown {
  let step: unknown = control
  for (const name of path.split("/")) {
    if (typeof step !== "object" || step === null || !Object.hasOwn(step, name))
      throw new Error(`No control ${path}`)
    step = (step as Step)[name]
  }
  if (typeof step !== "function") throw new Error(`No control ${path}`)
  return (step as (argument: unknown) => unknown)(argument)
}
