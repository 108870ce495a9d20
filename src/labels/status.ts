import type { ParcelNews, ParcelStatus } from "./label-service"

/** What we know of a parcel: the newest that was said of it. */
export type KnownStatus = {
  status: ParcelStatus
  external_status: string
  /** When it became so by the service's clock; null until something was said with a time. */
  at: string | null
}

type News = Pick<ParcelNews, "status" | "external_status" | "at">

/** Further along its way; decides only between two that carry the same time. */
const PROGRESS: readonly ParcelStatus[] = [
  "unknown",
  "unlabeled",
  "announcing",
  "failed",
  "ready",
  "moving",
  "changed",
  "trouble",
  "at_pickup_point",
  "canceling",
  "delivered",
  "canceled",
]

/**
 * The status after another piece of news: the newest time wins, in whatever order and however often they come. A word that
 * we do not know is kept as such and never takes the place of one of the same time that we do.
 */
export function withNews(known: KnownStatus, news: News): KnownStatus {
  return isNewer(news, known)
    ? { status: news.status, external_status: news.external_status, at: news.at }
    : known
}

function isNewer(news: News, known: KnownStatus): boolean {
  const [at, before] = [Date.parse(news.at), Date.parse(known.at ?? "")]
  if (Number.isNaN(before) || Number.isNaN(at)) {
    return Number.isNaN(before) && !Number.isNaN(at)
  }
  const ahead = PROGRESS.indexOf(news.status) - PROGRESS.indexOf(known.status)
  return (
    at > before ||
    (at === before && (ahead > 0 || (ahead === 0 && news.external_status > known.external_status)))
  )
}

const MADE: readonly ParcelStatus[] = [
  "ready",
  "moving",
  "changed",
  "trouble",
  "at_pickup_point",
  "delivered",
]

/** Whether a label exists and may be shown, printed and sent to a marketplace. */
export const hasLabel = (status: ParcelStatus): boolean => MADE.includes(status)

/** Whether a carrier has seen the parcel: then canceling its label stops nothing. */
export const isScanned = (status: ParcelStatus): boolean => hasLabel(status) && status !== "ready"
