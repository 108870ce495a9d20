import type { TrackingUrlTemplate } from "../carrier"

/** Pages that follow numbers of nearly every carrier: the last resort, best first. */
export const UNIVERSAL_TRACKERS: readonly TrackingUrlTemplate[] = [
  {
    template: "https://t.17track.net/fr#nums={number}",
    confidence: "medium",
    sources: ["CDSOAP", "PARCELCAT"],
  },
  { template: "https://parcelsapp.com/en/tracking/{number}", confidence: "low", sources: ["PARCELCAT"] },
]
