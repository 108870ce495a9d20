import type { CarrierNames, CarrierPolicy, MarketplaceCarrier } from "./carrier-names"
import type { ExplanationStep } from "./explanation"
import type { CarrierRule } from "./rules"
import type { PossibleDamage } from "./spreadsheet-damage"

/** What is asked about one parcel. */
export type CarrierResolutionInput = {
  /** The marketplace's own names. */
  names: CarrierNames
  tracking_number: string | null
  /** The label's own link. */
  tracking_url?: string | null
  /** The carrier given by hand for this shipment, or by its label: a key, a name, or an alias. */
  carrier?: string | null
  /** The carrier of the shipping option; null for "from the tracking number". */
  option_carrier?: string | null
  shipping_option_id?: string | null
  provider_id?: string | null
  /** Of the recipient. */
  country_code?: string | null
  /** As the marketplace says it. */
  delivery_mode?: string | null
  /** Of the articles, in the unit of the store's products; null where it is not known. */
  weight?: number | null
  /** Of the recipient. */
  postal_code?: string | null
  rules?: readonly CarrierRule[]
  /** Carriers that the connection uses. Left out: those that its rules and its default name. */
  enabled_carriers?: readonly string[]
  default_carrier?: string | null
  /** The marketplace's live list; null when it has none, or it could not be read. */
  marketplace_carriers?: readonly MarketplaceCarrier[] | null
  policy: CarrierPolicy
  /** [50] */
  tracking_number_max_length?: number
  /** [255] */
  tracking_url_max_length?: number
}

/** In the codes and parameters with which the operator reads it. */
export type CarrierProblem =
  | { code: "tracking_number_missing"; params: Record<string, never> }
  | { code: "tracking_number_invalid"; params: { tracking_number: string; detail: string[] } }
  /** Neither the shipment, its option, the rules, the number nor the default says who carries it. */
  | { code: "carrier_missing"; params: { candidates: string[] | null } }
  /** The marketplace does not list it, and the settings want no other name sent. */
  | { code: "carrier_unknown"; params: { carrier: string } }
  /** A carrier that the marketplace does not list needs a link, and none can be made. */
  | { code: "tracking_url_missing"; params: { carrier: string } }

/** A warning to show before the parcel is sent; the parcel may still be right. */
export type CarrierDoubt =
  /**
   * The number has no form of the carrier's, as far as they are known. `other`: the carrier whose number it surely looks
   * like, or what a spreadsheet may have made of it.
   */
  | {
      code: "tracking_number_doubtful"
      params: { carrier: string; other: string | [PossibleDamage] | null; tracking_number: string }
    }
  /** The marketplace does not list the carrier, so another name is sent for it. */
  | { code: "carrier_sent_as_other"; params: { carrier: string; name: string } }

export type CarrierResolution = {
  /** Key of the catalog; null for a carrier outside it, or when none is known. */
  carrier: string | null
  /** The name to send, exactly as the marketplace writes it. */
  marketplace_carrier_name: string | null
  /** The code that the marketplace lists beside this name. */
  marketplace_carrier_code: string | null
  /** The number to send; null when there is none. With a problem about the number it is what was refused. */
  tracking_number: string | null
  tracking_url: string | null
  explanation: ExplanationStep[]
  /** What must be put right before this can be sent. */
  problem: CarrierProblem | null
  doubts: CarrierDoubt[]
}
