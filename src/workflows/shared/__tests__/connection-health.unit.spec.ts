import { MarketplaceError, type MarketplaceErrorKind } from "../../../marketplaces/port"
import { decrypt } from "../../../modules/marketplace/encryption"
import { describeProblem, type ProblemParams } from "../../../orders/problems"
import { healthAfter } from "../connection-health"

const failure = (kind: MarketplaceErrorKind, details: Partial<MarketplaceError["details"]> = {}) =>
  new MarketplaceError(kind, "A sentence.", { effect: "none", ...details })

describe("what a failure says about a connection", () => {
  it.each<[MarketplaceErrorKind, string]>([
    ["credentials", "credentials_refused"],
    ["not_linked", "not_linked"],
    ["no_rights", "no_rights"],
  ])("%s pauses after a few tries, and is tried again gently", (kind, code) => {
    expect(healthAfter(failure(kind), 0)).toMatchObject({ status: "degraded", code, block_seconds: 60 })
    expect(healthAfter(failure(kind), 1)).toMatchObject({ status: "degraded", code })
    expect(healthAfter(failure(kind), 2)).toMatchObject({ status: "paused", code, block_seconds: 1800 })
  })

  it("a quota pauses for as long as the marketplace says", () => {
    expect(healthAfter(failure("quota", { retry_after_ms: 260_400 }), 0)).toMatchObject({
      status: "paused",
      code: "quota",
      block_seconds: 261,
    })
    expect(healthAfter(failure("quota"), 0).block_seconds).toBe(600)
  })

  it("an outage costs fewer and fewer requests", () => {
    const pauses = [0, 1, 2, 3, 4, 50].map(
      (failures) => healthAfter(failure("unavailable"), failures).block_seconds
    )
    expect(pauses).toEqual([60, 120, 300, 600, 900, 900])
    expect(healthAfter(failure("unavailable", { retry_after_ms: 3_600_000 }), 0).block_seconds).toBe(3600)
  })

  it("secrets that cannot be read pause and name their cause", () => {
    const keys = { current: "a key that has 32 bytes at least!", previous: [] }
    const unreadable = (() => {
      try {
        return decrypt("v1:AAAA:AAAA:AAAA", "mpcon_1", keys)
      } catch (error) {
        return error
      }
    })()
    expect(healthAfter(unreadable, 0)).toMatchObject({ status: "paused", code: "secrets_unreadable" })
  })

  it("an unexpected error reveals nothing of its message", () => {
    const health = healthAfter(new Error("insert into … 'marker@buyer.example'"), 0)
    expect(health).toMatchObject({ status: "degraded", code: "run_failed" })
    expect(JSON.stringify(health)).not.toContain("marker")
  })

  it("a part that fails while others answer stops no call, unless it is about the account", () => {
    expect(healthAfter(failure("unavailable"), 4, true)).toEqual({
      status: "degraded",
      code: "run_incomplete",
      params: { detail: "A sentence." },
      block_seconds: null,
      failed: true,
    })
    expect(healthAfter(new Error("x"), 4, true)).toMatchObject({ code: "run_failed", block_seconds: null })
    expect(healthAfter(failure("quota"), 0, true)).toMatchObject({ code: "quota", block_seconds: 600 })
    expect(healthAfter(failure("not_linked"), 4, true)).toMatchObject({ status: "paused" })
    // One sales channel refuses, the others answer.
    const ofOne = failure("not_linked", { reason: "channel_closed", is_one_part: true })
    expect(healthAfter(ofOne, 4, true)).toMatchObject({ code: "run_incomplete", block_seconds: null })
  })

  it("a list that is longer than a setting allows names the setting and its value", () => {
    const settings = { en: "“Pages” (max_pages)", fr: "« Pages » (max_pages)" }
    const error = failure("configuration", { reason: "too_many_pages", settings, limit: 7 })
    const { code = "", params = {}, block_seconds } = healthAfter(error, 0)
    expect({ code, block_seconds }).toEqual({ code: "page_limit", block_seconds: null })
    const { message } = describeProblem(code ?? "", params as ProblemParams, "en")
    expect(message).toContain("setting “Pages” (max_pages) allows (7)")
  })
})
