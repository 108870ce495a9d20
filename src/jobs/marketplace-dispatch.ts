import type { MedusaContainer } from "@medusajs/framework/types"
import { dispatch } from "../workflows/dispatch/dispatch"
import { withoutData } from "../workflows/shared/without-data"

/** Every minute: says what is due, and awaits none of it. */
export default async function dispatchMarketplaceWork(container: MedusaContainer): Promise<void> {
  await withoutData("dispatch", () => dispatch(container))
}

export const config = { name: "marketplace-dispatch", schedule: "* * * * *" }
