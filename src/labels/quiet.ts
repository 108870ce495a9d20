import type { ParcelStatus } from "./label-service"

const DAY_MS = 24 * 60 * 60 * 1000
/** A label that is paid for and was not handed over for so long was forgotten, or never stuck on. */
export const UNSCANNED_DAYS = 5
/** A carrier that is silent for so long after its first scan may have lost the parcel. */
export const SILENT_DAYS = 7

type Parcel = {
  status: ParcelStatus
  status_at: Date | string | null
  scanned_at: Date | string | null
  delivered_at: Date | string | null
  created_at: Date | string
}

const ON_ITS_WAY: readonly ParcelStatus[] = ["moving", "changed", "unknown"]

/** The first parcel of which nothing is heard although it should be; null where all is well. */
export function quietParcel<One extends Parcel>(
  parcels: readonly One[],
  now: number
): { kind: "not_scanned" | "silent"; parcel: One } | null {
  const isOlder = (time: Date | string, days: number) => now - new Date(time).getTime() > days * DAY_MS
  for (const parcel of parcels) {
    const { status, status_at, scanned_at, delivered_at, created_at } = parcel
    if (delivered_at !== null) continue
    if (scanned_at === null && status === "ready" && isOlder(created_at, UNSCANNED_DAYS)) {
      return { kind: "not_scanned", parcel }
    }
    if (scanned_at !== null && ON_ITS_WAY.includes(status) && isOlder(status_at ?? scanned_at, SILENT_DAYS)) {
      return { kind: "silent", parcel }
    }
  }
  return null
}
