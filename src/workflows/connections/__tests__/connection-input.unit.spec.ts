import { z } from "zod"
import { cdiscount } from "../../../marketplaces/cdiscount"
import type { FieldDescription, MarketplaceAdapter } from "../../../marketplaces/port"
import { credentialsOf, hintsOf } from "../connection-input"

const field = (name: string, extra: Partial<FieldDescription> = {}): FieldDescription => ({
  name,
  label: name,
  help: "",
  secret: false,
  required: true,
  ...extra,
})
const adapter: MarketplaceAdapter = {
  ...cdiscount,
  descriptor: {
    ...cdiscount.descriptor,
    credential_fields: [field("key", { secret: true }), field("region", { options: ["europe-west", "us"] })],
  },
  credentials_schema: () => z.record(z.string(), z.string()),
}

it("a credential that is chosen is one of its options", () => {
  const given = { key: "MARKER-KEY", region: "us" }
  expect(credentialsOf(adapter, {}, given, null)).toEqual(given)
  expect(() => credentialsOf(adapter, {}, { ...given, region: "mars" }, null)).toThrow(
    "credentials.region: expected one of europe-west, us"
  )
})

it("a credential that is chosen is shown whole, and a secret never", () => {
  expect(hintsOf(adapter, { key: "MARKER-KEY-0001", region: "europe-west" })).toEqual({
    key: "set",
    region: "europe-west",
  })
})
