import { type ActionState, mayBeSent, wasSent } from "../actions"

const at = "2026-06-01T10:00:00Z"
const action = (state: ActionState, patch = {}) => ({ state, sent_at: null, unsettled_since: null, ...patch })

describe("an action", () => {
  it.each<ActionState>(["sent", "confirmed", "done_elsewhere"])("was sent where it is %s", (state) => {
    expect(wasSent(action(state))).toBe(true)
    expect(mayBeSent(action(state))).toBe(true)
  })

  it.each<ActionState>(["pending", "sending", "retrying", "needs_attention", "skipped"])(
    "that is %s was sent once a call was taken, and may be once one is open",
    (state) => {
      expect(wasSent(action(state))).toBe(false)
      expect(mayBeSent(action(state))).toBe(false)
      expect(wasSent(action(state, { sent_at: at }))).toBe(true)
      expect(wasSent(action(state, { unsettled_since: at }))).toBe(false)
      expect(mayBeSent(action(state, { unsettled_since: at }))).toBe(true)
    }
  )
})
