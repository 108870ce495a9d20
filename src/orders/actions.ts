/** What is done on a marketplace. */
export type ActionType = "accept" | "refuse" | "ship" | "cancel"

/** Where an action stands. */
export type ActionState =
  "pending" | "sending" | "sent" | "confirmed" | "retrying" | "needs_attention" | "skipped" | "done_elsewhere"
