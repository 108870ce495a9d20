/** Keys of one resource: everything of it, its lists, one of it. */
export const queryKeys = (resource: string) => {
  const all = ["marketplace-connect", resource] as const
  return {
    all,
    list: (query: object) => [...all, "list", query] as const,
    detail: (id: string) => [...all, "detail", id] as const,
  }
}

export const marketplaceKeys = queryKeys("marketplaces")
export const connectionKeys = queryKeys("connections")
export const completenessKeys = queryKeys("completeness")
export const historyKeys = queryKeys("history")
export const runKeys = queryKeys("runs")
export const orderKeys = queryKeys("orders")
export const actionKeys = queryKeys("actions")
export const listingKeys = queryKeys("listings")
export const carrierKeys = queryKeys("carriers")
export const ruleKeys = queryKeys("carrier-rules")
export const offerKeys = queryKeys("offers")
export const labelKeys = queryKeys("labels")
export const labelAccountKeys = queryKeys("label-accounts")
export const storeKeys = queryKeys("store")
