import { MarketplaceError } from "../../errors"
import { cdiscount } from ".."

const OWN = { client_id: "a", client_secret: "MARKER", seller_id: "98979" }
const AGGREGATOR = { client_id: "agg", client_secret: "MARKER-AGG", seller_ids: ["98979", "12345"] }
const isValid = (credentials: Record<string, string>, options: Record<string, unknown>) =>
  cdiscount.credentials_schema(options).safeParse(credentials).success

it("a seller's own client needs all three fields", () => {
  expect(isValid(OWN, {})).toBe(true)
  for (const field of Object.keys(OWN)) {
    expect(isValid({ ...OWN, [field]: "" }, {})).toBe(false)
  }
  expect(isValid({ ...OWN, login: "x" }, {})).toBe(false)
})

it("an aggregator's client needs only a seller id of its list", () => {
  expect(isValid({ seller_id: "12345" }, AGGREGATOR)).toBe(true)
  expect(isValid({ seller_id: "12345", client_id: "", client_secret: "" }, AGGREGATOR)).toBe(true)
  expect(isValid({ seller_id: "777" }, AGGREGATOR)).toBe(false)
  expect(isValid({ seller_id: "12345" }, { ...AGGREGATOR, seller_ids: [] })).toBe(false)
  expect(isValid(OWN, AGGREGATOR)).toBe(false)
  expect(isValid({ seller_id: "12345" }, { seller_ids: ["12345"] })).toBe(false)
})

it("an account has one spelling", () => {
  expect(cdiscount.account({ ...OWN, seller_id: " 98979 " }, {})).toBe("98979")
  for (const seller_id of ["098979", "98979a", "-1", "1.0", "", "MARKER", "９８９"]) {
    expect(() => cdiscount.account({ ...OWN, seller_id }, {})).toThrow(MarketplaceError)
    expect(() => cdiscount.account({ ...OWN, seller_id }, {})).not.toThrow(/MARKER/)
  }
})
