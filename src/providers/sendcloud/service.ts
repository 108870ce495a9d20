import type {
  CreateFulfillmentResult,
  FulfillmentItemDTO,
  FulfillmentOption,
  FulfillmentOrderDTO,
} from "@medusajs/framework/types"
import { AbstractFulfillmentProviderService, MedusaError } from "@medusajs/framework/utils"

/** What every label needs of an address, with the words of a refusal. */
const NEEDED = {
  address_1: "a street",
  postal_code: "a postal code",
  city: "a city",
  country_code: "a country",
} as const

/**
 * Packs orders whose labels are bought at Sendcloud. It calls no service and buys nothing: what is packed gets its label
 * behind it (`workflows/labels`), and a service that is down never stops the warehouse. It knows no keys and no settings.
 */
export class SendcloudFulfillmentProvider extends AbstractFulfillmentProviderService {
  static override identifier = "sendcloud"

  override async getFulfillmentOptions(): Promise<FulfillmentOption[]> {
    return [
      { id: "sendcloud", name: "Sendcloud" },
      { id: "sendcloud-return", name: "Sendcloud (return / retour)", is_return: true },
    ]
  }

  override async validateOption(): Promise<boolean> {
    return true
  }

  /** Of a cart's shipping method; the pickup point that the buyer chose is kept with it. */
  override async validateFulfillmentData(
    _option: Record<string, unknown>,
    data: Record<string, unknown>
  ): Promise<Record<string, unknown>> {
    return data
  }

  override async canCalculate(): Promise<boolean> {
    return false
  }

  override async calculatePrice(): Promise<never> {
    throw new MedusaError(
      MedusaError.Types.NOT_ALLOWED,
      "Sendcloud's prices are estimates: give the shipping option a fixed price."
    )
  }

  /** Refuses only what no correction of a setting could make a label of. */
  override async createFulfillment(
    data: Record<string, unknown>,
    items: Partial<Omit<FulfillmentItemDTO, "fulfillment">>[],
    order: Partial<FulfillmentOrderDTO> | undefined
  ): Promise<CreateFulfillmentResult> {
    const address = order?.shipping_address
    const missing: string[] = Object.entries(NEEDED).flatMap(([field, words]) =>
      address?.[field as keyof typeof NEEDED]?.trim() ? [] : [words]
    )
    if (!address?.first_name?.trim() && !address?.last_name?.trim() && !address?.company?.trim()) {
      missing.unshift("a name")
    }
    if (missing.length > 0) {
      throw refusal(`The order's shipping address lacks ${missing.join(", ")}: correct it, then pack.`)
    }
    if (items.some(({ quantity }) => !Number.isInteger(Number(quantity)) || Number(quantity) < 1)) {
      throw refusal("A label needs whole quantities of one or more.")
    }
    return { data, labels: [] }
  }

  /** The label's cancellation is an intent of its own, written when the fulfillment is canceled. */
  override async cancelFulfillment(): Promise<Record<string, never>> {
    return {}
  }

  /** Medusa gives no buyer's address here: a return label is made for the return, not by this call. */
  override async createReturnFulfillment(): Promise<CreateFulfillmentResult> {
    return { data: {}, labels: [] }
  }
}

const refusal = (message: string) => new MedusaError(MedusaError.Types.NOT_ALLOWED, message)
