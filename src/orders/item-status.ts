import type { ItemStatus } from "../marketplaces/port"

/** Statuses of an item that will never be shipped. */
export const GONE: readonly ItemStatus[] = ["refused", "canceled"]

export const isGone = ({ status }: { status: ItemStatus }): boolean => GONE.includes(status)
