import { isGone, removedCarriers } from "../list-changes"
import { listedCarriers } from "../listed-carriers"
import { marketplaceCarrierName } from "../marketplace-name"
import { ruleWarning } from "../rules"
import { cdiscount } from "./names"

const listed = (...names: string[]) => names.map((name) => ({ name, code: null }))
const rule = (carrier: string) => ({ match: {}, carrier })

describe("removedCarriers", () => {
  it("remembers what has gone, until it comes back", () => {
    const first = listed("Colissimo", "Mazet", "VIR")
    const removed = removedCarriers({ carriers: first }, listed("colissimo", "VIR"))
    expect(removed).toEqual(listed("Mazet"))
    const second = removedCarriers({ carriers: listed("colissimo", "VIR"), removed }, listed("Colissimo"))
    expect(second).toEqual(listed("VIR", "Mazet"))
    expect(removedCarriers({ carriers: listed("Colissimo"), removed: second }, listed("MAZET"))).toEqual(
      listed("Colissimo", "VIR")
    )
  })

  it("knows of nothing before the first list, and does not grow for ever", () => {
    expect(removedCarriers(null, listed("Colissimo"))).toEqual([])
    const many = listed(...Array.from({ length: 300 }, (_, index) => `Carrier ${index}`))
    expect(removedCarriers({ carriers: many }, listed("Colissimo"))).toHaveLength(200)
  })
})

describe("isGone", () => {
  const live = listed("Colissimo", "autre")

  it("distinguishes a carrier that was listed once from one that never was", () => {
    expect(isGone(rule("relais-colis"), cdiscount, live, listed("Relais Colis"))).toBe(true)
    expect(isGone(rule("Mazet"), cdiscount, live, listed("MAZET"))).toBe(true)
    expect(isGone(rule("usps"), cdiscount, live, listed("Relais Colis"))).toBe(false)
    expect(isGone(rule("colissimo"), cdiscount, live, listed("Relais Colis"))).toBe(false)
    expect(isGone(rule("relais-colis"), cdiscount, null, listed("Relais Colis"))).toBe(false)
  })
})

describe("a list of many names", () => {
  /** What is done with one: stored beside the one before, shown, and held against every rule. */
  function work(size: number, mark: string): number {
    const names = (from: number) =>
      Array.from({ length: size }, (_, index) => ({ name: `Transports ${mark} ${from + index}`, code: null }))
    const before = names(0)
    const live = names(size / 2)
    const rules = Array.from({ length: 200 }, (_, index) => rule(`Transports ${mark} ${index}`))
    const begun = performance.now()
    const removed = removedCarriers({ carriers: before, removed: [] }, live)
    listedCarriers(cdiscount, live)
    for (const one of rules) {
      ruleWarning(one, cdiscount, live)
      isGone(one, cdiscount, live, removed)
      marketplaceCarrierName({
        names: cdiscount,
        carrier: null,
        text: one.carrier,
        own_name: null,
        live,
        match: "listed",
        fallback: null,
      })
    }
    return performance.now() - begun
  }

  it("is read in time that grows with their number, and never long enough to be felt", () => {
    work(660, "first")
    const [small, ten] = [
      Math.min(work(660, "a"), work(660, "b")),
      Math.min(work(6_600, "c"), work(6_600, "d")),
    ]
    expect(ten).toBeLessThan(200)
    // Ten times as many take at most some ten times as long; squared they would take a hundred times.
    expect(ten).toBeLessThan(30 * Math.max(small, 1))
  })
})
