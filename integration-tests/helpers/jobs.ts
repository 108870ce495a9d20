import { setImmediate as turn } from "node:timers/promises"
import { ContainerRegistrationKeys } from "@medusajs/framework/utils"
import dispatchJob from "../../src/jobs/marketplace-dispatch"
import sweepJob from "../../src/jobs/marketplace-sweep"
import { MARKETPLACE_MODULE } from "../../src/modules/marketplace"
import type MarketplaceModuleService from "../../src/modules/marketplace/service"
import type { App } from "./app"
import { until } from "./until"

type Store = Pick<App, "container">

/** Resolves once nothing is under way that this process has begun, by an event, a job or a request. */
export async function settled({ container }: Store): Promise<void> {
  const { ongoing } = container.resolve<MarketplaceModuleService>(MARKETPLACE_MODULE)
  // Within one turn of the event loop, what was emitted has come to its subscribers.
  do {
    await turn()
    await ongoing.idle()
    await turn()
  } while (!ongoing.isIdle)
}

/** Resolves once no import is under way that an event or a request has begun in this process. */
export async function pullsSettled({ container }: Store): Promise<void> {
  const { slots } = container.resolve<MarketplaceModuleService>(MARKETPLACE_MODULE)
  await turn()
  await until("no event's import is under way", () => slots.isEmpty("pull"))
}

/** What the job of each minute begins, to its end. */
export async function dispatchWork(store: Store): Promise<void> {
  await dispatchJob(store.container)
  await settled(store)
}

/** A round of ten minutes: the sweep and the comparisons that are due, to their end. */
export async function sweepAll(store: Store): Promise<void> {
  // A connection that was never compared is, a while after its activation.
  await store.container
    .resolve(ContainerRegistrationKeys.PG_CONNECTION)
    .raw(
      "update marketplace_connection set activated_at = activated_at - interval '1 hour' where swept_at is null"
    )
  await sweepJob(store.container)
  await settled(store)
  await dispatchWork(store)
}
