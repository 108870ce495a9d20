import type { MarketplaceOrder } from "../../api/admin/marketplaces/orders/types"

/** What an order is called on a page: by the number that buyer and seller know, where there is one. */
export const orderNumber = ({
  external_reference,
  external_id,
}: Pick<MarketplaceOrder, "external_reference" | "external_id">): string => external_reference ?? external_id
