/** What is done on a marketplace. */
export type ActionType = "accept" | "refuse" | "ship" | "cancel"

/** Where an action stands. */
export type ActionState =
  "pending" | "sending" | "sent" | "confirmed" | "retrying" | "needs_attention" | "skipped" | "done_elsewhere"

/** In these, the marketplace has it: it took the call, or a person says so. */
export const SENT_STATES: readonly ActionState[] = ["sent", "confirmed", "done_elsewhere"]

type SendFacts = {
  state: ActionState
  sent_at: Date | string | null
  unsettled_since: Date | string | null
}

/** Whether the marketplace has what the action says: planning does not reach it any more. */
export const wasSent = ({ state, sent_at }: Pick<SendFacts, "state" | "sent_at">): boolean =>
  sent_at !== null || SENT_STATES.includes(state)

/** The same, or a call is open: it may have had its effect. */
export const mayBeSent = (action: SendFacts): boolean => wasSent(action) || action.unsettled_since !== null
