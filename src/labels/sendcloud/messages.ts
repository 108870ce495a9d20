import type { ParcelNews } from "../label-service"
import { isSigned } from "../signature"
import { messageSchema } from "./schemas"
import { readSettings } from "./settings"
import { statusOf } from "./statuses"

const HEADER = "sendcloud-signature"

/** @param keys the account's secret key and, where it has one, the key that signs its messages */
export function isAuthentic(
  body: Buffer,
  headers: Record<string, string | string[] | undefined>,
  keys: readonly string[]
): boolean {
  const given = Object.entries(headers).find(([name]) => name.toLowerCase() === HEADER)?.[1]
  return isSigned(body, typeof given === "string" ? given.trim() : undefined, keys)
}

/**
 * What a message says of a parcel. The carrier's time of the change counts where there is one: messages come late, twice,
 * and in any order. Null for every other message: it is none of ours, and never an error.
 */
export function readMessage(body: Buffer, settings: Record<string, unknown>): ParcelNews | null {
  const { data: message } = messageSchema.safeParse(jsonOf(body))
  if (!message || message.action !== "parcel_status_changed") {
    return null
  }
  const { parcel, timestamp, carrier_status_change_timestamp } = message
  const at = timeOf(carrier_status_change_timestamp || timestamp)
  const { code, status } = statusOf(parcel.status.id, readSettings(settings).status_overrides)
  return at === null
    ? null
    : {
        parcel_external_id: parcel.id,
        shipment_external_id: parcel.shipment_uuid || null,
        order_external_id: parcel.external_order_id || null,
        order_number: parcel.order_number || null,
        status,
        external_status: code,
        tracking_number: parcel.tracking_number?.trim() || null,
        tracking_url:
          parcel.tracking_url && /^https?:\/\//i.test(parcel.tracking_url) ? parcel.tracking_url : null,
        at,
      }
}

/** Milliseconds, or seconds where so many milliseconds would be before 1973. */
function timeOf(given: number): string | null {
  const time = new Date(given < 1e11 ? given * 1000 : given)
  return Number.isNaN(time.getTime()) ? null : time.toISOString()
}

function jsonOf(body: Buffer): unknown {
  try {
    return JSON.parse(body.toString("utf8"))
  } catch {
    return null
  }
}
