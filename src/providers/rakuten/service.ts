import { CARRIER_NAMES } from "../../marketplaces/rakuten/carrier-names"
import { MarketplaceFulfillmentProvider } from "../marketplace-provider"

export class RakutenFulfillmentProvider extends MarketplaceFulfillmentProvider {
  static override identifier = "rakuten"
  protected override readonly marketplace = {
    id: "rakuten",
    name: "Rakuten France",
    carrier_names: CARRIER_NAMES,
  }
}
