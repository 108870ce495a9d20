type Option = { type?: { code?: string } | null }

/** Hidden options that exist only so that an imported order can be packed; no cart ever sees them. */
export const isMadeForOrders = ({ type }: Option) => type?.code === "marketplace-order"
