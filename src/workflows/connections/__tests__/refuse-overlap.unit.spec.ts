import { refuseOverlap } from "../connection-input"

const wanted = { import: { channels: ["ONE"], countries: null } } as Parameters<typeof refuseOverlap>[1]
const judge = (settings: Record<string, unknown>) => () =>
  refuseOverlap([{ name: "Other", settings }], wanted)

describe("a second connection on one account", () => {
  it("is refused where both would import the same orders", () => {
    expect(judge({})).toThrow("Other")
    expect(judge({ import: { channels: ["ONE", "TWO"] } })).toThrow("Other")
    expect(judge({ import: { channels: ["TWO"] } })).not.toThrow()
  })

  it("is judged by the filters of the other, whatever else is not valid there", () => {
    expect(judge({ import: { channels: ["ONE"], interval_minutes: "x" }, gone: 1 })).toThrow("Other")
    expect(judge({ import: { channels: ["TWO"], interval_minutes: "x" }, gone: 1 })).not.toThrow()
  })

  it("is kept from nothing by filters that cannot be read: that connection imports nothing", () => {
    expect(judge({ import: { channels: 1 } })).not.toThrow()
    expect(judge({ import: [] })).not.toThrow()
  })
})
