import type { NormalizedOrder } from "../marketplaces/port"
import { cleanOrNull } from "./text"

/** Longer than any marketplace's word for it. */
const LONGEST = 200

/** How an order is delivered, in the marketplace's words, as lists are narrowed by it; null where it says nothing. */
export const deliveryModeOf = ({ delivery_mode }: Pick<NormalizedOrder, "delivery_mode">): string | null =>
  cleanOrNull([...(cleanOrNull(delivery_mode) ?? "")].slice(0, LONGEST).join(""))
