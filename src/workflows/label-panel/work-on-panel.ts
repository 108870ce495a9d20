import { randomUUID } from "node:crypto"
import type { MedusaContainer } from "@medusajs/framework/types"
import { ContainerRegistrationKeys } from "@medusajs/framework/utils"
import { wakePanel } from "../labels/wake-labels"
import { begin } from "../shared/begin"
import { errorKind } from "../shared/error-kind"
import { labelsOf } from "../shared/labels"
import { marketplaceOf } from "../shared/marketplace"
import { CLAIM_SECONDS, performPanelOrder } from "./perform-panel-order"

/** A row that stays due is another process's, or fails at once: the next minute goes on with it. */
const MOST_AT_ONCE = 1000

/** Says that something is due, if it is. */
export async function dispatchPanel(container: MedusaContainer): Promise<void> {
  wakePanel(container, await labelsOf(container).panel.countDuePanelOrders())
}

/** Begins to do what is due for orders in panels, where this process has a free place; a process that only answers does not. */
export function workOnPanel(container: MedusaContainer): void {
  const { slots } = marketplaceOf(container)
  const { workerMode } = container.resolve(ContainerRegistrationKeys.CONFIG_MODULE).projectConfig
  if (workerMode === "server" || !slots.take("panel")) return
  begin(container, "work on orders in the panel of labels", async () => {
    let isOver = false
    while (!isOver) {
      const hasFailed = await untilNoneIsDue(container).then(
        () => false,
        (error: unknown) => {
          container
            .resolve(ContainerRegistrationKeys.LOGGER)
            .error(`marketplace-connect: looking for orders of the panel failed (${errorKind(error)})`)
          return true
        }
      )
      isOver = slots.leave("panel", hasFailed)
    }
  })
}

async function untilNoneIsDue(container: MedusaContainer): Promise<void> {
  const { panel } = labelsOf(container)
  const { ongoing } = marketplaceOf(container)
  for (let done = 0; done < MOST_AT_ONCE && !ongoing.signal.aborted; done++) {
    const owner = randomUUID()
    const row = await panel.takePanelOrder({ owner, seconds: CLAIM_SECONDS })
    if (!row) return
    await ongoing.run(() => performPanelOrder(container, row, owner))
  }
}
