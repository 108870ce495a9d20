import { Slots } from "../slots"

describe("The places of a process", () => {
  it("are so many for each name", () => {
    const slots = new Slots(2)
    expect([slots.take("pull"), slots.take("pull"), slots.take("pull")]).toEqual([true, true, false])
    expect(slots.take("send")).toBe(true)
  })

  it("are kept by one who looks again where another came in vain, and then given back", () => {
    const slots = new Slots(1)
    slots.take("pull")
    slots.take("pull")
    expect(slots.leave("pull")).toBe(false)
    expect(slots.leave("pull")).toBe(true)
    expect(slots.take("pull")).toBe(true)
  })

  it("are given back at once by one who cannot look again", () => {
    const slots = new Slots(1)
    slots.take("pull")
    slots.take("pull")
    expect(slots.leave("pull", true)).toBe(true)
    expect([slots.take("pull"), slots.leave("pull")]).toEqual([true, true])
  })
})
