type Option = { service_zone?: { fulfillment_set?: { type?: string } | null } | null }

/**
 * Hidden options that exist only so that an imported order can be packed; no cart ever sees them. Recognized by the set in
 * which the plugin makes them: Medusa's own form offers their type for any option, and makes none in that set.
 */
export const isMadeForOrders = ({ service_zone }: Option) =>
  service_zone?.fulfillment_set?.type === "marketplace"
