import type { Carrier, CarrierCoverage, CarrierResolution, CarrierRule } from "../../../../carriers"
import type { Page, ShownProblem } from "../types"

/** A carrier of the catalog, with what is known about it. */
export type CatalogCarrier = CarrierCoverage & {
  aliases: readonly string[]
  country: string | null
  status: NonNullable<Carrier["status"]> | null
  note: string | null
}

export type CatalogPage = { carriers: CatalogCarrier[] } & Page

/** The marketplace's own carriers, with our key where it is known. */
export type LiveCarriers = {
  carriers: { name: string; code: string | null; key: string | null }[]
  fetched_at: string | null
  is_live: boolean
}

/** A rule with what is doubtful about it. */
export type ShownRule = CarrierRule & {
  version: string
  warning: { code: string; name: string; message: string } | null
}

/** It is undefined when it was deleted. */
export type OneRule = { carrier_rule: ShownRule | undefined }

export type RulesPage = { carrier_rules: ShownRule[] } & Page

/** What is given of a parcel to see what would be sent of it. */
export type ResolveInput = {
  tracking_number?: string
  carrier?: string
  tracking_url?: string
  shipping_option_id?: string
  provider_id?: string
  country_code?: string
  delivery_mode?: string
  /** In the unit of the store's products. */
  weight?: number
  postal_code?: string
}

export type Resolution = Omit<CarrierResolution, "problem" | "doubts"> & {
  problem: ShownProblem | null
  /** What a person should look at before the parcel is sent. */
  warnings: ShownProblem[]
}
