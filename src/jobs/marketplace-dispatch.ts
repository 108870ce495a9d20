import { container as store } from "@medusajs/framework"
import type { MedusaContainer } from "@medusajs/framework/types"
import { watchJob } from "../modules/marketplace/watchdog"
import { lookAtStore } from "../workflows/offers/look-at-store"
import { dispatch } from "../workflows/dispatch/dispatch"
import { begin } from "../workflows/shared/begin"
import { dispatchLabels } from "../workflows/labels/work-on-labels"
import { dispatchPanel } from "../workflows/label-panel/work-on-panel"
import { marketplaceOf } from "../workflows/shared/marketplace"
import { withoutData } from "../workflows/shared/without-data"

/** Every minute: says what is due, and awaits none of it. */
export default async function dispatchMarketplaceWork(container: MedusaContainer): Promise<void> {
  await withoutData("dispatch", async () => {
    await marketplaceOf(container).ticks.writeTick()
    begin(container, "the look at what offers show", () => lookAtStore(container))
    await dispatch(container)
    await dispatchLabels(container)
    await dispatchPanel(container)
  })
}

watchJob(() => dispatch(store))

export const config = { name: "marketplace-dispatch", schedule: "* * * * *" }
