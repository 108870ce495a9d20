import { carrierByKey } from "../catalog"
import { marketplaceCarrierName, type NameInput } from "../marketplace-name"
import { cdiscount, rakuten, third } from "./names"

const live = (...names: string[]) => names.map((name) => ({ name, code: null }))

const name = (key: string | null, changes: Partial<NameInput> = {}) =>
  marketplaceCarrierName({
    names: cdiscount,
    carrier: key === null ? null : carrierByKey(key),
    text: null,
    own_name: null,
    live: null,
    match: "listed",
    fallback: "autre",
    ...changes,
  })

describe("the name of a carrier at a marketplace", () => {
  it("is the merchant's own, as listed or as it stands", () => {
    const list = live("Colissimo", "Colis Privé")
    expect(name("colissimo", { own_name: "colis prive", live: list })).toEqual({
      name: "Colis Privé",
      source: "own",
    })
    expect(name("colissimo", { own_name: " La Poste Pro ", live: list })).toEqual({
      name: "La Poste Pro",
      source: "own_unlisted",
    })
    expect(name("colissimo", { own_name: " ", live: list })).toEqual({ name: "Colissimo", source: "live" })
  })

  it.each([
    ["colissimo", "COLISSIMO"],
    ["colis-prive", "colis  prive"],
    ["asendia", "Asendia "],
    ["kuehne-nagel", "Kühne+Nagel"],
    ["mondial-relay", "Mondial-Relay"],
    ["china-ems", "China EMS (ePacket)"],
    ["relais-colis", "RELAIS COLIS"],
  ])("of %s is sent exactly as the live list has it: %j", (key, listed) => {
    expect(name(key, { live: live("DPD", listed) })).toEqual({ name: listed, source: "live" })
  })

  it("prefers the exact entry over one that only folds alike", () => {
    expect(name("gls-fr", { live: live("gls", "GLS") })).toEqual({ name: "GLS", source: "live" })
  })

  it("follows what the shipment says, where the list has that too", () => {
    expect(name("chronopost", { text: "chronofresh", live: live("Chronopost", "Chronofresh") }).name).toBe(
      "Chronofresh"
    )
    expect(name("chronopost", { text: "Chrono Relais", live: live("Chronopost") }).name).toBe("Chronopost")
  })

  it("comes from the table while no live list is there", () => {
    expect(name("colis-prive")).toEqual({ name: "Colis Privé", source: "table" })
    expect(name("colis-prive", { live: [] })).toEqual({ name: "Colis Privé", source: "table" })
    expect(name("colis-prive", { names: rakuten }).name).toBe("Colis Prive")
    expect(name(null, { text: "agediss" })).toEqual({ name: "Agediss", source: "table" })
  })

  it("is the fallback, as listed, for a carrier that the marketplace does not list", () => {
    expect(name("ciblex")).toEqual({ name: "autre", source: "fallback" })
    expect(name("ciblex", { live: live("Autre", "DPD") })).toEqual({ name: "Autre", source: "fallback" })
    expect(name("ups", { live: live("autre", "DPD") })).toEqual({ name: "autre", source: "fallback" })
    expect(name(null, { text: "Transports Fictifs" })).toEqual({ name: "autre", source: "fallback" })
    expect(name("relais-colis", { names: rakuten, fallback: "Autre" }).name).toBe("Autre")
  })

  it("is the fallback where a text means another carrier, and is none where such carriers are held", () => {
    const list = live("Autre", "DPD")
    expect(name(null, { text: "AUTRE", live: list })).toEqual({ name: "Autre", source: "fallback" })
    expect(name(null, { text: "autre", match: "free_text" })).toEqual({ name: "autre", source: "fallback" })
    expect(name(null, { text: "autre", live: list, fallback: null }).source).toBe("none")
  })

  it("is none where the settings hold unlisted carriers", () => {
    expect(name("ciblex", { fallback: null })).toEqual({ name: null, source: "none" })
  })

  it("may be free text where the settings say so", () => {
    const list = live("autre", "DPD")
    expect(name("ups", { live: list, match: "free_text" })).toEqual({ name: "UPS", source: "table" })
    expect(name("ciblex", { live: list, match: "free_text" })).toEqual({
      name: "Ciblex",
      source: "free_text",
    })
    expect(name("ciblex", { text: "ciblex", match: "free_text" }).name).toBe("Ciblex")
    expect(name("ciblex", { text: "Ciblex Express", match: "free_text" }).name).toBe("Ciblex Express")
    expect(name(null, { text: " Transports Fictifs ", match: "free_text" })).toEqual({
      name: "Transports Fictifs",
      source: "free_text",
    })
  })

  it("never takes a name that means a label paid by the marketplace, unless the merchant wrote it", () => {
    const at = { names: rakuten, fallback: "Autre" }
    expect(name("colissimo", { ...at, text: "So Colissimo" }).name).toBe("Colissimo")
    expect(name("mondial-relay", { ...at, text: "Mondial Relay prépayé" }).name).toBe("Mondial Relay")
    expect(name("royal-mail", { ...at, text: "Royal Mall" }).name).toBe("Royal Mail")
    expect(name("colissimo", { ...at, live: live("So Colissimo") }).name).toBe("Autre")
    expect(name("colissimo", { ...at, own_name: "so colissimo" }).name).toBe("So Colissimo")
  })

  it("works for a marketplace without a table", () => {
    const at = { names: third, fallback: "Other" }
    expect(name("ups", at)).toEqual({ name: "Other", source: "fallback" })
    expect(name("ups", { ...at, live: live("United Parcel Service") }).name).toBe("United Parcel Service")
  })
})
