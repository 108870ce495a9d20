import { firstChanged, rowVersions } from "../row-versions"

describe("the rows of a file, as they were when they were looked at", () => {
  const states = ["LAMP –", "CUP variant_1", "TORCH variant_2"]
  const version = rowVersions(states)

  it("are as they were", () => {
    expect(firstChanged(version, states)).toBeNull()
    expect(firstChanged(rowVersions([]), [])).toBeNull()
  })

  it("name the first one that another person changed", () => {
    expect(firstChanged(version, ["LAMP –", "CUP variant_9", "TORCH variant_9"])).toBe(1)
    expect(firstChanged(version, ["LAMP variant_1", ...states.slice(1)])).toBe(0)
  })

  it("of another file, or of what is no version, are not as they were", () => {
    expect(firstChanged(version, states.slice(0, 2))).toBe(1)
    expect(firstChanged(version, [...states, "MUG –"])).toBe(3)
    expect(firstChanged("?", states)).toBe(0)
    expect(firstChanged("", states)).toBe(0)
  })
})
