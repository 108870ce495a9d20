import { carrierByKey, foldName, SOURCES } from "../../carriers"
import { CARRIER_NAMES as cdiscount } from "../cdiscount/carrier-names"
import { CARRIER_NAMES as rakuten } from "../rakuten/carrier-names"

describe.each([
  ["cdiscount", cdiscount, 66],
  ["rakuten", rakuten, 44],
])("the carrier names of %s", (_, { fallback, names, reserved, seed }, size) => {
  const listed = seed.map(({ name }) => name)

  it("are of carriers in the catalog", () => {
    expect(Object.keys(names).filter((key) => !carrierByKey(key))).toEqual([])
  })

  it("are all in its seed list, with the fallback and the reserved ones", () => {
    const preferred = Object.values(names).flatMap((entry) => entry.preferred ?? [])
    expect([...preferred, fallback, ...reserved].filter((name) => !listed.includes(name))).toEqual([])
  })

  it("are listed once, without stray spaces, from known sources", () => {
    expect(new Set(listed.map(foldName)).size).toBe(listed.length)
    expect(listed.filter((name) => name !== name.trim())).toEqual([])
    expect(seed.flatMap(({ seen_in }) => seen_in ?? []).filter((key) => !(key in SOURCES))).toEqual([])
    expect(seed.filter(({ seen_in }) => !seen_in?.length)).toEqual([])
  })

  it("never send what is reserved", () => {
    const sent = Object.values(names).flatMap(({ preferred, known_as }) => [
      preferred ?? "",
      ...(known_as ?? []),
    ])
    const mayBeRecognized = ["royalmall"]
    const folded = reserved.map(foldName).filter((name) => !mayBeRecognized.includes(name))
    expect(sent.filter((name) => folded.includes(foldName(name)))).toEqual([])
  })

  it("are as many as were seen", () => {
    expect(listed).toHaveLength(size)
  })
})
