import { CARRIER_NAMES } from "../../marketplaces/cdiscount/carrier-names"
import { MarketplaceFulfillmentProvider } from "../marketplace-provider"

export class CdiscountFulfillmentProvider extends MarketplaceFulfillmentProvider {
  static override identifier = "cdiscount"
  protected override readonly marketplace = {
    id: "cdiscount",
    name: "Cdiscount",
    carrier_names: CARRIER_NAMES,
  }
}
