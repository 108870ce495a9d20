import { chooseShippingOption, wantedShipping } from "../choose-shipping-option"

const order = (delivery_mode: string | null, network: string | null = null) => ({
  delivery_mode,
  pickup_point: network ? { id: "R1", name: null, network } : null,
})

describe("wantedShipping", () => {
  it("is the merchant's word for the mode, then the pickup point's network", () => {
    const modes = { "Point relais Mondial Relay": "so_relay", Recommandé: "laposte-lettre-suivie" }
    expect(wantedShipping(order("recommande"), modes)).toBe("laposte-lettre-suivie")
    expect(wantedShipping(order("POINT RELAIS MONDIAL RELAY", "mondial-relay"), modes)).toBe("so_relay")
    expect(wantedShipping(order("RelayPointDelivery", "mondial-relay"), modes)).toBe("mondial-relay")
    expect(wantedShipping(order("Standard"), modes)).toBeNull()
  })

  it("means nothing by an order without mode", () => {
    expect(wantedShipping(order(null), { "–": "colissimo" })).toBeNull()
  })
})

describe("chooseShippingOption", () => {
  const place = { location_id: "sloc_1", shipping_profile_id: "sp_1" }
  const own = { id: "so_own", ...place }
  const colissimo = { id: "so_colissimo", ...place, carrier: "colissimo" }
  const byNumber = { id: "so_number", ...place, carrier: null }
  const elsewhere = { id: "so_far", ...place, location_id: "sloc_2", carrier: "dpd-fr" }
  const options = [own, byNumber, colissimo, elsewhere]
  const choose = (wanted: string | null) => chooseShippingOption(options, "sloc_1", "sp_1", wanted)

  it("takes the wanted carrier or option, where it serves the location and the profile", () => {
    expect(choose("colissimo")).toBe(colissimo)
    expect(choose("so_number")).toBe(byNumber)
    expect(choose("dpd-fr")).toBe(own)
  })

  it("takes the connection's own where nothing is wanted", () => {
    expect(choose(null)).toBe(own)
    expect(chooseShippingOption(options, "sloc_1", "sp_2", "colissimo")).toBeUndefined()
  })
})
