import type { ActionParcel, MarketplaceAction } from "../../../api/admin/marketplaces/actions/types"

export const STEPS = ["planned", "sent", "confirmed"] as const
export type Step = (typeof STEPS)[number]

export type ParcelWay = {
  /** How far the marketplace knows of it. */
  step: Step
  /** `problem`: it waits for a person; `closed`: nothing more is sent. */
  standing: "moving" | "done" | "problem" | "closed"
  parcels: ActionParcel[]
}

/** Where one parcel stands on its way to the marketplace. */
export function parcelWay({ state, params, sent_at, problem }: MarketplaceAction): ParcelWay {
  const given = params.given
  const parcels = params.parcels?.length
    ? params.parcels
    : given
      ? [
          {
            carrier_name: given.carrier ?? null,
            tracking_number: given.tracking_number ?? null,
            tracking_url: given.tracking_url ?? null,
          },
        ]
      : []
  if (state === "confirmed") return { step: "confirmed", standing: "done", parcels }
  const step: Step = state === "sent" || sent_at ? "sent" : "planned"
  if (state === "skipped" || state === "done_elsewhere") return { step, standing: "closed", parcels }
  const isStuck = state === "needs_attention" || problem?.code === "sent_not_confirmed"
  return { step, standing: isStuck ? "problem" : "moving", parcels }
}

export type ParcelGroup = { action: MarketplaceAction; corrections: MarketplaceAction[] }

/** Each parcel with what was said to correct it, the oldest first. */
export function parcelsOf(actions: MarketplaceAction[]): ParcelGroup[] {
  const ships = actions.filter(({ type }) => type === "ship")
  const ids = new Set(ships.map(({ id }) => id))
  const isCorrection = ({ params }: MarketplaceAction) => Boolean(params.corrects && ids.has(params.corrects))
  return ships
    .filter((action) => !isCorrection(action))
    .map((action) => ({
      action,
      corrections: ships.filter((other) => other.params.corrects === action.id),
    }))
}
