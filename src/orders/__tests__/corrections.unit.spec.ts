import { storeAddress } from "../addresses"
import { correctAddress, correctionsOf, isOvertaken, withCorrections } from "../corrections"
import { address, order } from "./fixtures"

const given = order({ shipping_address: address({ lines: ["12 rue des Lilas", "bât. A", "3e étage"] }) })
const stored = (corrections: unknown) => correctionsOf(JSON.parse(JSON.stringify(corrections)))

describe("corrections", () => {
  it("without any, the order is what the marketplace says", () => {
    expect(correctionsOf(null)).toBeNull()
    expect(withCorrections(given, null)).toBe(given)
  })

  it("keeps what was not given, and takes null as empty", () => {
    const corrections = stored(
      correctAddress(given, null, { address_2: null, city: " Lyon\u0000 ", phone: "" })
    )
    const { shipping_address } = withCorrections(given, corrections)
    expect(shipping_address).toEqual({
      ...given.shipping_address,
      lines: ["12 rue des Lilas"],
      city: "Lyon",
      phone: null,
    })
  })

  it("loses no line of the marketplace's", () => {
    const corrected = withCorrections(given, correctAddress(given, null, { city: "Lyon" }))
    const [before, after] = [given, corrected].map(
      (one) => one.shipping_address && storeAddress(one.shipping_address, [])
    )
    expect(after).toEqual({ ...before, city: "Lyon" })
  })

  it("goes on from an earlier correction, and is a whole address: nothing later is mixed into it", () => {
    const first = correctAddress(given, null, { address_1: "1 place Neuve" })
    const second = stored(correctAddress(given, first, { last_name: "Essai" }))
    const moved = order({ shipping_address: address({ lines: ["9 quai Loin"], city: "Brest" }) })
    expect(withCorrections(moved, second).shipping_address).toMatchObject({
      lines: ["1 place Neuve", "bât. A, 3e étage"],
      last_name: "Essai",
      city: "Paris",
    })
    expect(isOvertaken(given, second ?? first)).toBe(false)
    expect(isOvertaken(moved, second ?? first)).toBe(true)
  })

  it("belongs to its pickup point: another one of the marketplace's is neither mixed into it nor missed", () => {
    const [one, other] = ["P1", "P2"].map((id) => ({ id, name: "Relais", network: null }))
    const corrections = stored(correctAddress({ ...given, pickup_point: one }, null, { city: "Lyon" }))
    const later = { ...given, pickup_point: other }
    expect(withCorrections(later, corrections).pickup_point).toEqual(one)
    expect(corrections && isOvertaken(later, corrections)).toBe(true)
    const { given_pickup_point: _, ...before } = corrections ?? correctAddress(given, null, {})
    expect(withCorrections(later, before).pickup_point).toEqual(other)
    expect(isOvertaken(later, before)).toBe(false)
  })

  it("makes an address where the marketplace shows none", () => {
    const none = order({ shipping_address: null })
    const corrections = correctAddress(none, null, { last_name: "Essai", address_1: "1 place Neuve" })
    expect(withCorrections(none, corrections).shipping_address).toMatchObject({
      last_name: "Essai",
      lines: ["1 place Neuve"],
      country_code: null,
    })
  })
})
