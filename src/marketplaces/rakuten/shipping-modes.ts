import { fold } from "../fold"
import type { RakutenSettings } from "./settings"

/** By a part of the folded label: the network as our carrier key, and the transporter's name beside a prepaid label. */
const NETWORKS = [
  { part: "mondial relay", carrier: "mondial-relay", prepaid_transporter: "Mondial Relay prépayé" },
  { part: "kiala", carrier: "kiala", prepaid_transporter: "Kiala" },
  { part: "chronopost", carrier: "chronopost", prepaid_transporter: "Chronopost" },
  { part: "so colissimo", carrier: "colissimo", prepaid_transporter: "So Colissimo" },
]

export type ShippingMode = {
  /** Rakuten made and paid the label, and its number. */
  is_prepaid: boolean
  /** Tracking is not mandatory. */
  is_untracked: boolean
  /** Carrier key of the network that carries it, where the label names it. */
  network: string | null
  /** Name to send where only the flag word is sent; "" when the label names none. */
  prepaid_transporter: string
}

/** What a sale's `shippingtype` means. Labels are compared without case and accents; a seller's own ones are mapped first. */
export function shippingModeOf(
  label: string,
  settings: Pick<RakutenSettings, "shipping_type_map" | "prepaid_modes" | "untracked_modes">
): ShippingMode {
  const given = fold(label)
  const mapped = Object.entries(settings.shipping_type_map).find(([own]) => fold(own) === given)
  const mode = mapped ? fold(mapped[1]) : given
  const isOneOf = (labels: string[]) => labels.some((one) => fold(one) === mode)
  const network = NETWORKS.find(({ part }) => mode.includes(part))
  return {
    is_prepaid: isOneOf(settings.prepaid_modes),
    is_untracked: isOneOf(settings.untracked_modes),
    network: network?.carrier ?? null,
    prepaid_transporter: network?.prepaid_transporter ?? "",
  }
}
