import { MarketplaceError, type MarketplaceErrorKind } from "../../marketplaces/port"
import type { ActionSeen } from "../action-seen"
import {
  type ActionInHand,
  type Broken,
  type Failed,
  type NextStep,
  nextStep,
  type Seen,
  type Taken,
  type Withheld,
} from "../next-step"

type Finding = Seen | Taken | Withheld | Failed | Broken

const MINUTE = 60_000
const NOW = Date.parse("2026-06-12T08:00:00Z")
const ago = (minutes: number) => NOW - minutes * MINUTE

/** Every kind of action, and a correction at a marketplace that never shows what it said. */
const KINDS = {
  accept: { type: "accept" },
  refuse: { type: "refuse" },
  cancel: { type: "cancel" },
  ship: { type: "ship" },
  correction: { type: "ship", is_correction: true },
  "hidden correction": { type: "ship", is_correction: true, is_shown_there: false },
} satisfies Record<string, Partial<ActionInHand>>
type Kind = keyof typeof KINDS
const KIND_NAMES = Object.keys(KINDS) as Kind[]

/** What became of the calls before. A call that is made closes what was open. */
const STANDINGS = {
  new: {},
  tired: { attempts: 20 },
  open: { is_open: true, called_at: ago(5), attempts: 1 },
  settled: { is_open: true, called_at: ago(21), attempts: 1 },
  // The repetition of a call was refused, and it is looked for what the first one did.
  doubted: {
    is_open: true,
    called_at: ago(5),
    attempts: 3,
    may_have_acted: true,
    refused: { detail: "No." },
  },
  refused: {
    is_open: true,
    called_at: ago(21),
    attempts: 3,
    may_have_acted: true,
    refused: { detail: "No." },
  },
  // The only call was refused, and the order could not be read after it.
  unread: { is_open: true, called_at: ago(5), attempts: 1, refused: { detail: "No." } },
  sent: { is_open: true, is_sent: true, called_at: ago(60), attempts: 1 },
  unseen: { is_open: true, is_sent: true, called_at: ago(25 * 60), attempts: 3 },
} satisfies Record<string, Partial<ActionInHand>>
type Standing = keyof typeof STANDINGS

const action = (kind: Kind, standing: Partial<ActionInHand>): ActionInHand => ({
  is_correction: false,
  item_external_ids: ["A", "B"],
  attempts: 0,
  is_sent: false,
  is_open: false,
  called_at: null,
  may_have_acted: false,
  refused: null,
  is_shown_there: true,
  ...KINDS[kind],
  ...standing,
})

const failure = (kind: MarketplaceErrorKind, effect: "none" | "unknown" = "none", details = {}) =>
  new MarketplaceError(kind, `It is ${kind}.`, { effect, ...details })
const REFUSAL = failure("refused", "none", { marketplace_message: "No." })

const seen = (effect: ActionSeen["effect"], absent: string[], refusal?: MarketplaceError): Seen => ({
  kind: "seen",
  seen: { effect, absent, status: "Word" },
  refusal,
})
const failed = (during: "look" | "call", error: MarketplaceError, more: Partial<Failed> = {}): Failed => ({
  kind: "failed",
  during,
  error,
  unanswered: 0,
  ...more,
})
const PAUSING = ["credentials", "not_linked", "no_rights", "login_is_email", "quota", "rate_limited"] as const
const PASSING = ["invalid_answer", "not_ready"] as const
const FINAL = ["too_large", "refused", "not_found", "configuration"] as const
/** The compiler asks for one that is added. */
const EVERY_KIND: Record<MarketplaceErrorKind, true> = {
  credentials: true,
  not_linked: true,
  no_rights: true,
  login_is_email: true,
  quota: true,
  rate_limited: true,
  unavailable: true,
  invalid_answer: true,
  too_large: true,
  refused: true,
  not_found: true,
  not_ready: true,
  configuration: true,
}
const every = (kinds: readonly MarketplaceErrorKind[], make: (kind: MarketplaceErrorKind) => Finding) =>
  kinds.map(make)
/** A temporary failure is reported with the marketplace's message only. */
const waits = { retry_after_ms: 9_000, marketplace_message: "Wait." }

/** What was found, each as all findings that mean the same. */
const LOOKS = {
  "its effect shows": [seen("present", [])],
  "nothing of it shows": [seen("absent", ["A", "B"])],
  "half of it shows": [seen("absent", ["B"])],
  "nothing is left to do it to": [seen("absent", [])],
  "the opposite shows": [seen("different", ["A"])],
  "what it was for is over": [seen("over", [])],
  "a look cannot be written down": [{ kind: "broken", during: "look", message: "Oops" }],
  "a look fails for the connection": every([...PAUSING, "unavailable"], (kind) =>
    failed("look", failure(kind))
  ),
  "a look fails for now": every(PASSING, (kind) => failed("look", failure(kind, "none", waits))),
  "a look fails for good": every(FINAL, (kind) => failed("look", failure(kind))),
} satisfies Record<string, Finding[]>
const CALLS = {
  "the call is taken": [{ kind: "taken", result: "done" }],
  "the call says: already so": [{ kind: "taken", result: "already" }],
  "the call is withheld": [{ kind: "withheld" }],
  "a call cannot be written down": [{ kind: "broken", during: "call", message: "Oops" }],
  "a call fails for the connection": every([...PAUSING, "unavailable"], (kind) =>
    failed("call", failure(kind))
  ),
  "a call fails for now": every(PASSING, (kind) => failed("call", failure(kind, "none", waits))),
  "a call fails for good": every(FINAL, (kind) => failed("call", failure(kind))),
  "a call gets no usable answer": every(["unavailable", ...PASSING, ...FINAL], (kind) =>
    failed("call", failure(kind, "unknown"), { unanswered: 2 })
  ),
  "the third call in a row gets no answer": [
    failed("call", failure("unavailable", "unknown"), { unanswered: 3 }),
  ],
  "a call stops the connection halfway": every(PAUSING, (kind) => failed("call", failure(kind, "unknown"))),
  "refused, and it shows": [seen("present", [], REFUSAL)],
  "refused, and nothing shows": [
    seen("absent", ["A", "B"], REFUSAL),
    seen("absent", ["B"], REFUSAL),
    seen("absent", [], REFUSAL),
  ],
  "refused, and the opposite shows": [seen("different", ["A"], REFUSAL)],
  "refused, and what it was for is over": [seen("over", [], REFUSAL)],
  "refused, and it cannot be read for now": every(
    [...PASSING, "quota", "rate_limited", "unavailable"],
    (kind) => failed("look", failure(kind), { refusal: REFUSAL })
  ),
  "refused, and it cannot be read": every([...FINAL, "credentials", "not_linked", "no_rights"], (kind) =>
    failed("look", failure(kind), { refusal: REFUSAL })
  ),
} satisfies Record<string, Finding[]>

const step = nextStep as (action: ActionInHand, finding: Finding, now: number) => NextStep

/** A step in words: what waits, how long in seconds (~: spread), why, and whether a call's outcome stays open. */
function said(next: NextStep): string {
  switch (next.kind) {
    case "call":
      return `call ${next.item_external_ids.join("+")}`
    case "ask":
      return `ask ${next.problem.code}${next.is_open ? " open" : ""}`
    case "pause":
      return `pause: ${said(next.wait)}`
    case "wait": {
      const how = next.seconds === null ? "never" : `${next.is_spread ? "~" : ""}${next.seconds}`
      return [next.state, how, next.problem?.code, next.is_open && "open"].filter(Boolean).join(" ")
    }
    default:
      return next.kind
  }
}

type Row = string | Record<Standing, string>
/** The row of a kind, or of all the others. */
type Rows<Name extends string> = Record<Name, Row | ({ others: Row } & Partial<Record<Kind, Row>>)>

const SENT = "sent 3600 open"
const UNSEEN = "sent 14400 sent_not_confirmed open"
const UNKNOWN = "outcome_unknown open"
const CHECKED = "refusal_being_checked open"
const refusedBy = "ask refused_by_marketplace"

const AFTER_LOOKS: Rows<keyof typeof LOOKS> = {
  "its effect shows": "confirm",
  "nothing of it shows": row({ new: "call A+B", settled: "call A+B" }),
  "half of it shows": {
    // A shipment was planned a moment ago with what is left.
    ship: row({ new: "call A+B", settled: "call B" }),
    others: row({ new: "call B", settled: "call B" }),
  },
  "nothing is left to do it to": {
    ship: row({ new: "call A+B", settled: "ask may_not_be_shipped open" }),
    others: row({ new: "ask may_not_be_shipped", settled: "ask may_not_be_shipped open" }),
  },
  "the opposite shows": {
    new: "ask shown_differently",
    tired: "ask shown_differently",
    open: "ask shown_differently open",
    settled: "ask shown_differently open",
    doubted: "ask shown_differently open",
    refused: "ask shown_differently open",
    unread: "ask shown_differently open",
    sent: "ask shown_differently open",
    unseen: "ask shown_differently open",
  },
  "what it was for is over": "end",
  "a look cannot be written down": {
    new: "retrying ~30",
    tired: "ask too_many_attempts",
    open: `retrying ~60 ${UNKNOWN}`,
    settled: `retrying ~60 ${UNKNOWN}`,
    doubted: `retrying ~240 ${CHECKED}`,
    refused: `retrying ~240 ${CHECKED}`,
    unread: `retrying ~60 ${CHECKED}`,
    sent: "sent ~60 open",
    unseen: "sent ~240 sent_not_confirmed open",
  },
  "a look fails for the connection": {
    new: "pause: retrying pause",
    tired: "pause: retrying pause",
    open: `pause: retrying pause ${UNKNOWN}`,
    settled: `pause: retrying pause ${UNKNOWN}`,
    doubted: `pause: retrying pause ${CHECKED}`,
    refused: `pause: retrying pause ${CHECKED}`,
    unread: `pause: retrying pause ${CHECKED}`,
    sent: "pause: sent pause open",
    unseen: "pause: sent pause sent_not_confirmed open",
  },
  "a look fails for now": {
    new: "retrying 9",
    tired: "ask too_many_attempts",
    open: `retrying 9 ${UNKNOWN}`,
    settled: `retrying 9 ${UNKNOWN}`,
    doubted: `retrying 9 ${CHECKED}`,
    refused: `retrying 9 ${CHECKED}`,
    unread: `retrying 9 ${CHECKED}`,
    sent: SENT,
    unseen: UNSEEN,
  },
  "a look fails for good": {
    new: refusedBy,
    tired: refusedBy,
    open: `${refusedBy} open`,
    settled: `${refusedBy} open`,
    doubted: `${refusedBy} open`,
    refused: `${refusedBy} open`,
    unread: `${refusedBy} open`,
    sent: SENT,
    unseen: UNSEEN,
  },
}

/** What differs when nothing stands in the way of a call; a refusal is not called again. */
function row(calls: Record<"new" | "settled", string>): Record<Standing, string> {
  return {
    ...calls,
    tired: calls.new,
    open: `retrying 300 ${UNKNOWN}`,
    doubted: `retrying 300 ${CHECKED}`,
    refused: refusedBy,
    unread: refusedBy,
    sent: SENT,
    unseen: UNSEEN,
  }
}

/** `repeated`: a call before may have had its effect. */
const CALLING = {
  new: {},
  tired: { attempts: 20 },
  repeated: { may_have_acted: true },
} satisfies Record<string, Partial<ActionInHand>>
type Calling = keyof typeof CALLING
const AFTER_CALLS: Record<keyof typeof CALLS, string | Record<Calling, string>> = {
  "the call is taken": "sent 1800 open",
  "the call says: already so": "sent 0 open",
  "the call is withheld": "retrying 0",
  "a call cannot be written down": {
    new: `retrying ~30 ${UNKNOWN}`,
    tired: "ask too_many_attempts open",
    repeated: `retrying ~30 ${UNKNOWN}`,
  },
  "a call fails for the connection": "pause: retrying pause",
  "a call fails for now": { new: "retrying 9", tired: "ask too_many_attempts", repeated: "retrying 9" },
  "a call fails for good": "look",
  "a call gets no usable answer": `retrying 120 ${UNKNOWN}`,
  "the third call in a row gets no answer": `pause: retrying 120 ${UNKNOWN}`,
  "a call stops the connection halfway": `pause: retrying 120 ${UNKNOWN}`,
  "refused, and it shows": "confirm",
  // It may be the answer to the repetition of a call that had its effect, which may take its time to show.
  "refused, and nothing shows": { new: refusedBy, tired: refusedBy, repeated: `retrying 120 ${CHECKED}` },
  "refused, and the opposite shows": refusedBy,
  "refused, and what it was for is over": "end",
  "refused, and it cannot be read for now": `retrying 120 ${CHECKED}`,
  "refused, and it cannot be read": refusedBy,
}

/** The marketplace never shows a correction: once it is sent, a person has to check it there. */
const hidden = (expected: string) =>
  expected.replace(/sent \S+( sent_not_confirmed)?/, "sent never correction_not_shown")
const expectedOf = (kind: Kind, expected: string) =>
  kind === "hidden correction" && !expected.startsWith("ask") ? hidden(expected) : expected

const says = (kind: Kind, standing: Partial<ActionInHand>, findings: Finding[]) =>
  findings.map((finding) => said(step(action(kind, standing), finding, NOW)))

describe.each(KIND_NAMES)("%s: after a look", (kind) => {
  const cases = Object.keys(LOOKS).flatMap((name) =>
    Object.keys(STANDINGS).map((standing) => {
      const rows = AFTER_LOOKS[name as keyof typeof LOOKS]
      const own = typeof rows === "object" && "others" in rows ? (rows[kind] ?? rows.others) : rows
      const expected = typeof own === "string" ? own : own[standing as Standing]
      return [name, standing, expectedOf(kind, expected)] as const
    })
  )
  it.each(cases)("%s (%s): %s", (name, standing, expected) => {
    const findings = LOOKS[name as keyof typeof LOOKS]
    expect(says(kind, STANDINGS[standing as Standing], findings)).toEqual(findings.map(() => expected))
  })
})

describe.each(KIND_NAMES)("%s: after a call", (kind) => {
  const cases = Object.keys(CALLS).flatMap((name) =>
    (Object.keys(CALLING) as Calling[]).map((standing) => {
      const own = AFTER_CALLS[name as keyof typeof CALLS]
      return [name, standing, expectedOf(kind, typeof own === "string" ? own : own[standing])] as const
    })
  )
  it.each(cases)("%s (%s): %s", (name, standing, expected) => {
    const findings = CALLS[name as keyof typeof CALLS]
    expect(says(kind, CALLING[standing], findings)).toEqual(findings.map(() => expected))
  })
})

it("names every kind of failure", () => {
  expect(new Set([...PAUSING, ...PASSING, ...FINAL, "unavailable"])).toEqual(new Set(Object.keys(EVERY_KIND)))
})

describe("the time until the next look or try", () => {
  const retrying = (action: ActionInHand, finding: Finding) => {
    const next = step(action, finding, NOW)
    return next.kind === "wait" ? next.seconds : next.kind
  }

  it("grows with what was waited, up to the time that effects take to settle", () => {
    const waited = (minutes: number) =>
      retrying({ ...action("ship", STANDINGS.open), called_at: ago(minutes) }, seen("absent", ["A"]))
    expect([0, 1, 2, 4, 8, 16, 19.5].map(waited)).toEqual([120, 120, 120, 240, 480, 240, 30])
    expect([20, 60].map(waited)).toEqual(["call", "call"])
  })

  it("doubles from 30 seconds to two hours after passing failures", () => {
    const tried = (attempts: number) =>
      retrying({ ...action("ship", STANDINGS.new), attempts }, failed("call", failure("not_ready")))
    expect([0, 1, 2, 7, 8, 19].map(tried)).toEqual([30, 60, 120, 3840, 7200, 7200])
  })

  it("doubles from half an hour to six hours for what was sent", () => {
    const looked = (attempts: number) =>
      retrying({ ...action("ship", STANDINGS.sent), attempts }, seen("absent", ["A"]))
    expect([0, 1, 2, 3, 4, 50].map(looked)).toEqual([1800, 3600, 7200, 14400, 21600, 21600])
  })
})

it("a correction that this installation does not send is not doubted: it was never sent", () => {
  const byHand = failure("refused", "none", { reason: "correction_by_hand" })
  const next = step(action("correction", CALLING.repeated), seen("absent", ["A"], byHand), NOW)
  expect(said(next)).toBe("ask correction_not_supported")
})

it("says which correction is not possible, and what the marketplace said of anything else", () => {
  const byHand = failure("refused", "none", { reason: "correction_by_hand" })
  const asked = (kind: Kind, refusal: MarketplaceError) => {
    const next = step(action(kind, {}), seen("absent", ["A"], refusal), NOW)
    return next.kind === "ask" && next.problem
  }
  expect(asked("correction", byHand)).toEqual({ code: "correction_not_supported", params: {} })
  expect(asked("ship", byHand)).toMatchObject({ code: "refused_by_marketplace" })
  expect(asked("ship", REFUSAL)).toEqual({ code: "refused_by_marketplace", params: { detail: "No." } })
})
