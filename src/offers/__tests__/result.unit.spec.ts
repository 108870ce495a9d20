import fc from "fast-check"

import type { OfferResult } from "../../marketplaces/port"
import {
  isDirty,
  marked,
  outcomeOf,
  settleAspect,
  soldThere,
  type AspectState,
  type ItemOutcome,
} from "../result"

const CLEAN: AspectState<number> = {
  mark: 4,
  cleared: 4,
  batch: null,
  confirmed: 9,
  problem: null,
  refused: null,
}
const done: OfferResult = {
  sku: "LAMP",
  outcome: "done",
  reason: null,
  code: "8000",
  message: "Created",
  external_id: null,
}
const refusal: OfferResult = { ...done, outcome: "refused", code: "4041", message: "Offre inexistante." }
/** Changed once, and claimed by this batch. */
const claimed = (batch: number): AspectState<number> => ({ ...marked(CLEAN), batch })
const item = (batch: number, mark = 5, value = 7) => ({ sku: "LAMP", batch, mark, value })

describe("a result", () => {
  it("confirms what was sent, and clears it", () => {
    const after = settleAspect(claimed(1), item(1), done)
    expect(after).toMatchObject({ confirmed: 7, problem: null })
    expect(isDirty(after)).toBe(false)
  })

  it("clears nothing that changed since", () => {
    const after = settleAspect(marked(claimed(1)), item(1), done)
    expect(after.confirmed).toBe(7)
    expect(isDirty(after)).toBe(true)
  })

  it("of an older batch changes nothing", () => {
    const newer = { ...marked(claimed(1)), batch: 2 }
    expect(settleAspect(newer, item(1), done)).toBe(newer)
    expect(settleAspect(newer, item(1), refusal)).toBe(newer)
    expect(settleAspect(newer, item(2, 6), done)).toMatchObject({ cleared: 6 })
  })

  it("that is unknown leaves it dirty", () => {
    expect(isDirty(settleAspect(claimed(1), item(1), "unknown"))).toBe(true)
  })

  it("that refuses is a problem, and the same value does not go again", () => {
    const after = settleAspect(claimed(1), item(1), refusal)
    expect(after).toMatchObject({ confirmed: 9, refused: 7, problem: { code: "offer_refused" } })
    expect(isDirty(after)).toBe(false)
    const again = { ...marked(after), batch: 2 }
    expect(settleAspect(again, item(2, 6, 8), done)).toMatchObject({
      problem: null,
      refused: null,
      confirmed: 8,
    })
  })

  it.each([
    ["unknown_offer", "offer_unknown_there"],
    ["unknown_product", "offer_needs_product"],
    [null, "offer_refused"],
  ] as const)("that refuses for %s is the problem %s", (reason, code) => {
    expect(settleAspect(claimed(1), item(1), { ...refusal, reason }).problem?.code).toBe(code)
  })

  it("is unknown for what a batch does not mention", () => {
    const results = new Map([["LAMP", done]])
    expect(outcomeOf("LAMP", { state: "done" }, results)).toBe(done)
    expect(outcomeOf("VASE", { state: "done", unlisted: "nothing" }, results)).toBe("unknown")
    expect(outcomeOf("LAMP", { state: "failed" }, results)).toBe("unknown")
    expect(outcomeOf("LAMP", { state: "gone", unlisted: "done" }, results)).toBe("unknown")
  })

  it("is a success for what a list of refusals does not mention", () => {
    const results = new Map([["LAMP", refusal]])
    const listed = { state: "done", unlisted: "done" } as const
    expect(outcomeOf("VASE", listed, results)).toMatchObject({ sku: "VASE", outcome: "done" })
    expect(outcomeOf("LAMP", listed, results)).toBe(refusal)
  })

  it("is no longer known once the marketplace sold", () => {
    expect(soldThere(CLEAN).confirmed).toBeNull()
    expect(isDirty(soldThere(CLEAN))).toBe(false)
  })

  it("never loses a change, in whatever order changes, batches and results come", () => {
    const event = fc.oneof(
      fc.constant("change" as const),
      fc.constant("claim" as const),
      fc.record({ of: fc.nat(5), outcome: fc.constantFrom<ItemOutcome>(done, refusal, "unknown") })
    )
    fc.assert(
      fc.property(fc.array(event, { maxLength: 40 }), (events) => {
        let state: AspectState<number> = { ...CLEAN, mark: 0, cleared: 0 }
        const items: ReturnType<typeof item>[] = []
        for (const one of events) {
          if (one === "change") state = marked(state)
          else if (one === "claim") {
            items.push(item(items.length + 1, state.mark, state.mark))
            state = { ...state, batch: items.length }
          } else if (items.length > 0) {
            const target = items[one.of % items.length]
            const before = state
            state = settleAspect(state, target, one.outcome)
            // What is clean was claimed by the newest batch, with the value of the newest change.
            if (!isDirty(state) && isDirty(before)) expect(target.value).toBe(state.mark)
            if (state.confirmed !== before.confirmed) expect(state.confirmed).toBe(items.at(-1)?.value)
          }
          expect(state.cleared).toBeLessThanOrEqual(state.mark)
        }
      })
    )
  })
})
