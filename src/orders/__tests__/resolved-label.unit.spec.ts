import { resolveCarrier, type CarrierResolutionInput } from "../../carriers"
import { resolvedLabel } from "../resolved-label"
import { describeProblem } from "../problems"
import { cdiscount, policy } from "../../carriers/__tests__/names"

const resolve = (patch: Partial<CarrierResolutionInput>) => {
  const input = { names: cdiscount, policy, tracking_number: "LOC20240012", ...patch }
  const { problem: found } = resolvedLabel(input.tracking_number ?? "", resolveCarrier(input))
  return found && { code: found.code, message: describeProblem(found.code, found.params, "en").message }
}

describe("the problem of a label", () => {
  it("says what is missing, in a sentence without gaps", () => {
    expect(resolve({})).toEqual({
      code: "carrier_missing",
      message: "No carrier is known for this parcel (its number could belong to: –).",
    })
    expect(resolve({ tracking_number: "12345678901235" })?.message).toMatch(/could belong to: [A-Z].*, .*\)/)
    expect(resolve({ carrier: "Le Facteur", policy: { ...policy, fallback: null } })).toEqual({
      code: "carrier_unknown",
      message: "The marketplace does not know the carrier “Le Facteur”.",
    })
    expect(resolve({ tracking_number: "A;B", carrier: "colissimo" })).toEqual({
      code: "tracking_number_invalid",
      message:
        "The marketplace cannot accept the tracking number “A;B” (characters that are not allowed, ;).",
    })
    for (const [tracking_number, reason] of [
      ["AB123 AB124", "several numbers in one field"],
      ["6,1E+13", "damaged by a spreadsheet"],
      ["12-mars", "a date, which a spreadsheet has made of the number"],
      ["340434161094012000", "rounded by a spreadsheet, its last digits are zeros"],
      ["voir mail", "no digit in it"],
      ["A1", "too short"],
    ]) {
      expect(resolve({ tracking_number, carrier: "colissimo" })?.message).toContain(
        `“${tracking_number}” (${reason})`
      )
    }
    expect(resolve({ tracking_number: "9".repeat(51), carrier: "colissimo" })?.message).toMatch(
      /\(too long\)/
    )
    expect(resolve({ tracking_number: null, carrier: "colissimo" })?.code).toBe("tracking_number_missing")
    expect(resolve({ carrier: "Le Facteur", tracking_url_max_length: 10 })).toEqual({
      code: "tracking_url_missing",
      message:
        "The marketplace does not list the carrier “Le Facteur”, and it accepts such carriers only with a tracking link.",
    })
  })

  it("reports nothing about a parcel that can be sent", () => {
    expect(resolve({ carrier: "colissimo" })).toBeNull()
  })
})
