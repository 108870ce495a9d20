import type { LabelOverrides } from "../../labels/plan-label"
import { buyerHider, type Buyer } from "../../marketplaces/without-buyer"
import type { LabelRequestRow } from "../../modules/label/stores/requests"
import type { StoreAddress } from "../../orders/addresses"
import type { LoadedLabel } from "./load-label"

export type Hide = (text: string) => string

/** Takes the buyer of a label's order, as the store has him and as he was corrected for it, out of what a service says. */
export function labelHider({ order }: Pick<LoadedLabel, "order">, overrides: LabelOverrides | null): Hide {
  const to = overrides?.to
  const corrected: Buyer = {
    shipping_address: to
      ? addressOf({
          first_name: null,
          last_name: to.name ?? null,
          company: to.company_name ?? null,
          address_1: to.address_line_1 ?? null,
          address_2: to.address_line_2 ?? null,
          postal_code: to.postal_code ?? null,
          city: to.city ?? null,
          country_code: to.country_code ?? order.shipping?.country_code ?? null,
          phone: to.phone ?? null,
        })
      : null,
  }
  const known: Buyer = {
    shipping_address: order.shipping && addressOf(order.shipping),
    billing_address: order.billing && addressOf(order.billing),
  }
  return buyerHider(known, corrected)
}

const addressOf = (address: Omit<StoreAddress, "metadata" | "province">) => ({
  first_name: address.first_name,
  last_name: address.last_name,
  company: address.company,
  vat_number: null,
  lines: [address.address_1, address.address_2].filter((line) => line !== null),
  postal_code: address.postal_code,
  city: address.city,
  province: null,
  country_code: address.country_code?.toUpperCase() ?? null,
  phone: address.phone,
  email: null,
})

type Said = Partial<Pick<LabelRequestRow, "cancel_message" | "problem_params" | "faults">>

/** What is written of a request without its buyer, wherever it repeats the service's words. */
export function changeWithoutBuyer<Change extends Said>(change: Change, hide: Hide): Change {
  const { cancel_message, problem_params, faults } = change
  return {
    ...change,
    ...(cancel_message && { cancel_message: hide(cancel_message) }),
    ...(problem_params && { problem_params: withoutBuyer(problem_params, hide) }),
    ...(faults && {
      faults: faults.map((fault) =>
        fault.params ? { ...fault, params: withoutBuyer(fault.params, hide) } : fault
      ),
    }),
  }
}

/** Parameters in which a service speaks. */
const SAID = ["marketplace_message", "message"]

const withoutBuyer = <Params extends Record<string, unknown>>(params: Params, hide: Hide): Params =>
  Object.fromEntries(
    Object.entries(params).map(([name, value]) => [
      name,
      SAID.includes(name) && typeof value === "string" ? hide(value) : value,
    ])
  ) as Params
