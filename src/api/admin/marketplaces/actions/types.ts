import type { ActionState, ActionType } from "../../../../orders/actions"
import type { Conflict, KeysetPage, ShownProblem, Unavailable } from "../types"

/** A parcel as an action sends it. */
export type ActionParcel = {
  fulfillment_id?: string
  tracking_number: string | null
  carrier_name: string | null
  tracking_url: string | null
}

export type ActionAttempt = {
  at: string
  outcome: string
  status: number | null
  message: string | null
  /** What was sent, without secrets and buyers' data. */
  sent: Record<string, unknown> | null
  duration_ms: number
}

export type MarketplaceAction = {
  id: string
  /** Names the action as it is shown: what is decided about it with this version is about no other. */
  version: string
  /** The same of its parcel, with all its corrections; null where it is about no parcel. */
  parcel_version: string | null
  connection_id: string
  marketplace_order_id: string
  fulfillment_id: string | null
  type: ActionType
  state: ActionState
  params: {
    parcels?: ActionParcel[]
    given?: { carrier?: string; tracking_number?: string; tracking_url?: string }
    is_untracked?: boolean
    is_correction_offered?: boolean
    /** The action whose parcel this one corrects. */
    corrects?: string
    waiting?: "split" | "tracking"
    skipped?: string
    until?: string
    /** The items that it speaks of, and those that an acceptance refuses with them. */
    item_external_ids?: string[]
    refused_item_external_ids?: string[]
  }
  attempts: ActionAttempt[]
  next_attempt_at: string | null
  /** Since when it is open whether a call had its effect. */
  unsettled_since: string | null
  sent_at: string | null
  confirmed_at: string | null
  problem: ShownProblem | null
  /** What a person should look at; it holds nothing up. */
  warning: ShownProblem | null
  /** What is not done for it there, and why. */
  unavailable: { correct: Unavailable | null }
  created_at: string
}

export type ActionConflict = Conflict & { action: MarketplaceAction }

export type ActionsPage = { actions: MarketplaceAction[] } & KeysetPage
