import type { MarketplaceOrder } from "../../api/admin/marketplaces/orders/types"

/** The number under which a page shows an order: the one that buyer and seller know, where there is one. */
export const orderNumber = ({
  external_reference,
  external_id,
}: Pick<MarketplaceOrder, "external_reference" | "external_id">): string => external_reference ?? external_id
