import type { FulfillmentOrderDTO, ValidateFulfillmentDataContext } from "@medusajs/framework/types"
import { carrierByKey } from "../../carriers"
import { CdiscountFulfillmentProvider } from "../cdiscount/service"
import type { MarketplaceFulfillmentProvider } from "../marketplace-provider"
import { RakutenFulfillmentProvider } from "../rakuten/service"

const cdiscount = new CdiscountFulfillmentProvider()
const rakuten = new RakutenFulfillmentProvider()
const pickup_point = { id: "091234", name: "KIOSQUE EXEMPLE", network: "mondial-relay" }
const orderOf = (marketplace?: string) =>
  ({
    id: "order_1",
    metadata: { marketplace, connection_id: "mpcon_1", external_id: "2607010930ABCD", pickup_point },
  }) as Partial<FulfillmentOrderDTO>
const items = [{ id: "fulit_1", line_item_id: "ordli_1", sku: "MUG", title: "Mug", quantity: 2 }]

describe.each([
  ["cdiscount", cdiscount],
  ["rakuten", rakuten],
])("provider %s", (marketplace, provider) => {
  it("packs an order of its marketplace, with what the packer and the label need", async () => {
    const { data, labels } = await provider.createFulfillment({ weight: 3 }, items, orderOf(marketplace))
    expect(labels).toEqual([])
    expect(data).toEqual({
      weight: 3,
      marketplace,
      connection_id: "mpcon_1",
      external_id: "2607010930ABCD",
      external_reference: null,
      pickup_point,
      lines: [{ line_item_id: "ordli_1", sku: "MUG", title: "Mug", quantity: 2 }],
    })
  })

  it.each([["another marketplace"], [undefined]])("refuses an order of %s", async (other) => {
    const refusal = /choose another shipping option/
    await expect(provider.createFulfillment({}, items, orderOf(other))).rejects.toThrow(refusal)
    await expect(provider.createFulfillment({}, items, undefined)).rejects.toThrow(refusal)
    const cart = { metadata: { marketplace: other } } as unknown as ValidateFulfillmentDataContext
    await expect(provider.validateFulfillmentData({}, {}, cart)).rejects.toThrow(refusal)
  })

  it("offers the carriers, and the choice to leave it to the number", async () => {
    const [first, ...carriers] = await provider.getFulfillmentOptions()
    expect(first).toMatchObject({ id: "from-tracking-number", carrier: null })
    expect(carriers.map(({ id }) => id)).toEqual(
      expect.arrayContaining(["colissimo", "mondial-relay", "dpd-fr"])
    )
    for (const option of carriers) {
      expect(carrierByKey(String(option.carrier))?.status).not.toBe("defunct")
      expect(await provider.validateOption(option)).toBe(true)
    }
    expect(await provider.validateOption(first)).toBe(true)
    expect(await provider.validateOption({ carrier: "unknown" })).toBe(false)
  })

  it("does not cancel what its data says was sent", async () => {
    await expect(provider.cancelFulfillment({ sent: { parcels: [] } })).rejects.toThrow(/counts this parcel/)
    await expect(provider.cancelFulfillment({ marketplace })).resolves.toEqual({})
  })
})

describe("the providers' options", () => {
  it("leave out names that only the other marketplace knows", async () => {
    const ids = async (provider: MarketplaceFulfillmentProvider) =>
      (await provider.getFulfillmentOptions()).map(({ id }) => id)
    expect(await ids(rakuten)).toContain("okayparcel")
    expect(await ids(cdiscount)).not.toContain("okayparcel")
  })
})
