import { updateInventoryLevelsWorkflow } from "@medusajs/medusa/core-flows"
import type { MarketStore } from "./market-store"

/** Sets the stock of one item of the catalog, by default in the store's own warehouse. */
export async function setStock(
  { app, store }: Pick<MarketStore, "app" | "store">,
  sku: string,
  stocked_quantity: number,
  location_id = store.stock_location_id
): Promise<void> {
  const inventory_item_id = store.variants.find((one) => one.sku === sku)?.inventory_item_id ?? ""
  await updateInventoryLevelsWorkflow(app.container).run({
    input: { updates: [{ inventory_item_id, location_id, stocked_quantity }] },
  })
}
