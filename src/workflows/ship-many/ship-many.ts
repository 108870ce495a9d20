import { isDeepStrictEqual } from "node:util"
import { createOrderFulfillmentWorkflow, createOrderShipmentWorkflow } from "@medusajs/medusa/core-flows"
import type { MedusaContainer } from "@medusajs/framework/types"
import { ContainerRegistrationKeys, MedusaError, Modules } from "@medusajs/framework/utils"
import { spokenLanguage } from "../../modules/marketplace/refusal"
import { describeRefusal } from "../../orders/refusals"
import type { ShippingRow } from "../../orders/shipping-list"
import { declareMarketplaceShipmentWorkflow } from "../manage-actions/declare-shipment"
import { errorKind } from "../shared/error-kind"
import type { Actor } from "../shared/marketplace"
import { oneStepWorkflow } from "../shared/one-step-workflow"
import { judgeRows, type JudgedRow } from "./load-rows"

export type ShipManyInput = {
  /** With the version that each was shown with. */
  rows: (ShippingRow & { version: string })[]
  actor: Actor
}

export type ShippedRow = { place: number; outcome: "shipped" | "refused" | "failed"; message: string | null }

/**
 * Packs what is not packed, and ships it with its number: each row for itself, so that one stops no other. Nothing goes
 * of a row that is stopped, or is not what was shown. Forward only: what left the warehouse is not taken back, and what
 * failed midway is packed, and ships with the next try, or on its own page where its carrier was declared. The parcels are declared as any other.
 */
export const shipMarketplaceOrdersWorkflow = oneStepWorkflow(
  "ship-marketplace-orders",
  async ({ rows, actor }: ShipManyInput, { container }) => {
    const judged = await judgeRows(
      container,
      rows.map(({ version: _, ...row }) => row)
    )
    const shipped: ShippedRow[] = []
    for (const [place, one] of judged.entries()) {
      const say = (code: "changed_meanwhile" | "unexpected") => describeRefusal(code, {}, spokenLanguage())
      if (one.stops.length) shipped.push({ place, outcome: "refused", message: one.stops.join(" ") })
      else if (one.version !== rows[place].version) {
        shipped.push({ place, outcome: "refused", message: say("changed_meanwhile") })
      } else {
        try {
          const isDone = await container
            .resolve(Modules.LOCKING)
            .execute(`marketplace-connect:ship:${one.order?.id}`, () => shipAlone(container, one, actor), {
              timeout: LOCK_SECONDS,
            })
          shipped.push(
            isDone
              ? { place, outcome: "shipped", message: null }
              : { place, outcome: "refused", message: say("changed_meanwhile") }
          )
        } catch (error) {
          const isSaid = error instanceof MedusaError
          if (!isSaid) {
            container
              .resolve(ContainerRegistrationKeys.LOGGER)
              .error(`marketplace-connect: ${one.order?.id} could not be shipped (${errorKind(error)})`)
          }
          shipped.push({ place, outcome: "failed", message: isSaid ? error.message : say("unexpected") })
        }
      }
    }
    return shipped
  }
)

/** Whoever ships the same order is waited for this long. */
const LOCK_SECONDS = 10

/** Of two who ship one order at once, the later finds it shipped. Returns whether it is shipped now. */
async function shipAlone(container: MedusaContainer, judged: JudgedRow, actor: Actor): Promise<boolean> {
  const [now] = await judgeRows(container, [judged.row])
  if (now.stops.length || !isDeepStrictEqual(now.packing, judged.packing)) return false
  await ship(container, now, actor)
  return true
}

async function ship(container: MedusaContainer, judged: JudgedRow, actor: Actor): Promise<void> {
  const { packing, order, row, tracking_number } = judged
  if (!packing || !order) {
    throw new MedusaError(MedusaError.Types.UNEXPECTED_STATE, "A row without an order was not stopped.")
  }
  const { order_id, items, location_id } = packing
  const created_by = actor.split(":")[1]
  const fulfillment_id =
    packing.fulfillment_id ??
    (
      await createOrderFulfillmentWorkflow(container).run({
        input: {
          order_id,
          items,
          created_by,
          no_notification: true,
          // Its number is here: no label is made for it.
          metadata: { marketplace_number_given: true },
          ...(location_id && { location_id }),
        },
      })
    ).result.id
  // Before it leaves: not every marketplace takes a correction of its carrier.
  if (row.carrier) {
    await declareMarketplaceShipmentWorkflow(container).run({
      input: { marketplace_order_id: order.id, fulfillment_id, given: { carrier: row.carrier }, actor },
    })
  }
  await createOrderShipmentWorkflow(container).run({
    input: {
      order_id,
      fulfillment_id,
      items,
      created_by,
      no_notification: true,
      labels: [{ tracking_number, tracking_url: "#", label_url: "#" }],
    },
  })
}
