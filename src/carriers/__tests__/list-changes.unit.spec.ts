import { isGone, removedCarriers } from "../list-changes"
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

  it("tells a carrier that was listed once from one that never was", () => {
    expect(isGone(rule("relais-colis"), cdiscount, live, listed("Relais Colis"))).toBe(true)
    expect(isGone(rule("Mazet"), cdiscount, live, listed("MAZET"))).toBe(true)
    expect(isGone(rule("usps"), cdiscount, live, listed("Relais Colis"))).toBe(false)
    expect(isGone(rule("colissimo"), cdiscount, live, listed("Relais Colis"))).toBe(false)
    expect(isGone(rule("relais-colis"), cdiscount, null, listed("Relais Colis"))).toBe(false)
  })
})
