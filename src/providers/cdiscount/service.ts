import { MarketplaceFulfillmentProvider } from "../marketplace-provider"

export class CdiscountFulfillmentProvider extends MarketplaceFulfillmentProvider {
  static override identifier = "cdiscount"
  protected override readonly marketplace = { id: "cdiscount", name: "Cdiscount" }
}
