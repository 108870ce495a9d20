import type {
  CreateFulfillmentResult,
  FulfillmentItemDTO,
  FulfillmentOption,
  FulfillmentOrderDTO,
  ValidateFulfillmentDataContext,
} from "@medusajs/framework/types"
import { AbstractFulfillmentProviderService, MedusaError } from "@medusajs/framework/utils"
import { type Carrier, carrierByKey, CARRIERS, type CarrierNames } from "../carriers"

/** Id of the option that leaves the carrier to the parcel's number, the rules and the default. */
export const FROM_TRACKING_NUMBER = "from-tracking-number"

/** What packing leaves in the data of a fulfillment; `sent` is added once the marketplace shows the parcel. */
export type MarketplaceFulfillmentData = {
  /** The marketplace's id. */
  marketplace: string
  connection_id: string | null
  external_id: string | null
  external_reference: string | null
  pickup_point: unknown
  /** In the store's units, as packed. */
  lines: { line_item_id: string | null; sku: string; title: string; quantity: number }[]
}

/**
 * Packs the orders of one marketplace. Its options are the carriers, so that a shipping option names the parcel's
 * carrier. It calls no service: a parcel is sent to the marketplace when it ships, whatever provider packed it.
 */
export abstract class MarketplaceFulfillmentProvider extends AbstractFulfillmentProviderService {
  protected abstract readonly marketplace: { id: string; name: string; carrier_names: CarrierNames }

  override async getFulfillmentOptions(): Promise<FulfillmentOption[]> {
    const { carrier_names } = this.marketplace
    const carriers = CARRIERS.filter((carrier) => isOffered(carrier, carrier_names))
      .sort((a, b) => (a.name.toLowerCase() < b.name.toLowerCase() ? -1 : 1))
      .map(({ key, name }) => ({ id: key, name, carrier: key }))
    const name = "From the tracking number / D’après le numéro de suivi"
    return [{ id: FROM_TRACKING_NUMBER, name, carrier: null }, ...carriers]
  }

  override async validateOption({ carrier }: Record<string, unknown>): Promise<boolean> {
    return carrier === null || carrier === undefined || carrierByKey(String(carrier)) !== null
  }

  /** Asked for carts, which are never a marketplace's. */
  override async validateFulfillmentData(
    _optionData: Record<string, unknown>,
    data: Record<string, unknown>,
    context: ValidateFulfillmentDataContext
  ): Promise<Record<string, unknown>> {
    this.assertOurs(context.metadata)
    return data
  }

  override async canCalculate(): Promise<boolean> {
    return false
  }

  override async calculatePrice(): Promise<never> {
    throw new MedusaError(
      MedusaError.Types.NOT_ALLOWED,
      `${this.marketplace.name} says what shipping costs: give the shipping option a fixed price.`
    )
  }

  /**
   * The relay point comes from the order's metadata: the shipping method's data is lost when packing chooses another
   * option than the order's.
   */
  override async createFulfillment(
    data: Record<string, unknown>,
    items: Partial<Omit<FulfillmentItemDTO, "fulfillment">>[],
    order: Partial<FulfillmentOrderDTO> | undefined
  ): Promise<CreateFulfillmentResult> {
    const metadata = this.assertOurs(order?.metadata)
    const text = (name: string) => {
      const value = metadata[name]
      return typeof value === "string" ? value : null
    }
    const packed: MarketplaceFulfillmentData = {
      marketplace: this.marketplace.id,
      connection_id: text("connection_id"),
      external_id: text("external_id"),
      external_reference: text("external_reference"),
      pickup_point: metadata.pickup_point ?? null,
      lines: items.map(({ line_item_id = null, sku = "", title = "", quantity }) => ({
        line_item_id,
        sku,
        title,
        quantity: Number(quantity),
      })),
    }
    return { data: { ...data, ...packed }, labels: [] }
  }

  /** A second wall behind the cancel routes: the data says what the marketplace has. */
  override async cancelFulfillment({ sent }: Record<string, unknown>): Promise<Record<string, never>> {
    if (sent) {
      throw new MedusaError(
        MedusaError.Types.NOT_ALLOWED,
        `${this.marketplace.name} counts this parcel as shipped: it cannot be canceled.`
      )
    }
    return {}
  }

  override async createReturnFulfillment(): Promise<CreateFulfillmentResult> {
    return { data: {}, labels: [] }
  }

  private assertOurs(metadata: unknown): Record<string, unknown> {
    const { id, name } = this.marketplace
    const known = (metadata ?? {}) as Record<string, unknown>
    if (known.marketplace !== id) {
      throw new MedusaError(
        MedusaError.Types.NOT_ALLOWED,
        `This shipping option is for orders from ${name}, and this one is not: choose another shipping option.`
      )
    }
    return known
  }
}

/** Carriers that still exist; those that are only a name, where this marketplace has that name. */
function isOffered({ key, kind, status }: Carrier, { names }: CarrierNames): boolean {
  const name = names[key]?.preferred ?? null
  return status !== "defunct" && status !== "historic" && (kind !== "name_only" || name !== null)
}
