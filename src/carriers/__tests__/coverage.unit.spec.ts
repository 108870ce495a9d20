import { CARRIERS } from "../catalog"
import { carrierCoverage, checkedLinks, formatCoverage, uncoveredNames } from "../coverage"
import { cdiscount, rakuten, third } from "./names"

describe("the coverage of the catalog", () => {
  it("has a row for every carrier", () => {
    expect(carrierCoverage({ cdiscount, rakuten }).map(({ key }) => key)).toEqual(
      CARRIERS.map(({ key }) => key)
    )
  })

  it("lists what is known of a carrier, and how certain it is", () => {
    const rows = new Map(carrierCoverage({ cdiscount, rakuten }).map((row) => [row.key, row]))
    expect(rows.get("colissimo")).toEqual({
      key: "colissimo",
      name: "Colissimo",
      kind: "carrier",
      url: "high",
      url_follows_number: true,
      url_checked_on: null,
      patterns: { high: 1, medium: 1, low: 1 },
      patterns_checked: 2,
      names: { cdiscount: "Colissimo", rakuten: "Colissimo" },
    })
    expect(rows.get("france-express")).toMatchObject({ url: "low", url_follows_number: false })
    expect(rows.get("kiala")).toMatchObject({ url: null, names: { cdiscount: null, rakuten: "Kiala" } })
  })

  it("lists the marketplace's names that no known carrier has", () => {
    expect(uncoveredNames(cdiscount)).toContain("Agediss")
    expect(uncoveredNames(cdiscount)).toHaveLength(27)
    expect(uncoveredNames(rakuten)).toEqual([])
    expect(uncoveredNames(third)).toEqual([])
  })

  it("is printed as a table of even columns, with sums", () => {
    const lines = formatCoverage({ cdiscount, rakuten }).split("\n")
    const column = lines[0].indexOf("link opened on")
    expect(lines.find((line) => line.startsWith("ups "))?.slice(column, column + 5)).toBe("never")
    expect(lines).toContain("With a name at cdiscount: 42 of 68")
    expect(lines.find((line) => line.startsWith("  8 digits:"))).toContain("never guessed")
  })

  it("names each link that was opened with a real parcel, and the day", () => {
    const link = (template: string, checked_on?: string) => ({
      template,
      confidence: "high" as const,
      sources: [],
      ...(checked_on && { checked_on }),
    })
    const carriers = [
      {
        tracking_urls: [link("https://a.example/{number}", "2026-03-01"), link("https://b.example/{number}")],
      },
      { tracking_urls: [link("https://c.example/{number}", "2026-05-01")] },
    ]
    expect(checkedLinks(carriers)).toEqual([
      { template: "https://c.example/{number}", checked_on: "2026-05-01" },
      { template: "https://a.example/{number}", checked_on: "2026-03-01" },
    ])
  })
})
