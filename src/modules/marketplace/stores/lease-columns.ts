/** They are independent: neither a long import nor a push of all offers delays parcels. */
export type LeaseKind = "pull" | "send" | "offers"

/** `claims`: the table whose rows are claimed under it. */
export const leaseColumns = {
  pull: { owner: "pull_lease_owner", until: "pull_lease_until", claims: "marketplace_order" },
  send: { owner: "send_lease_owner", until: "send_lease_until", claims: "marketplace_action" },
  offers: { owner: "offers_lease_owner", until: "offers_lease_until", claims: "marketplace_offer" },
} as const

/** Gives back what :owner still has claimed under its lease. */
export const endsClaims = (kind: LeaseKind): string =>
  `update ${leaseColumns[kind].claims} set claimed_until = null, claimed_by = null where claimed_by = :owner`

/** Whether no process has the lease of a connection `c`. */
export const isFree = (kind: LeaseKind): string =>
  `(c.${leaseColumns[kind].until} is null or c.${leaseColumns[kind].until} < now())`

/**
 * Whether a row `alias` of what is claimed under the lease of `c` can be claimed where that lease is free: a claim of
 * whoever had it last has ended with it.
 */
export const isUnclaimed = (kind: LeaseKind, alias: string): string =>
  `(${alias}.claimed_until is null or ${alias}.claimed_until < now() or ${alias}.claimed_by = c.${leaseColumns[kind].owner})`
