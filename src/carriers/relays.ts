/**
 * Carriers that bring parcels to another network's pickup points: UPS took Kiala's over, and Pickup is the network of
 * La Poste Groupe, whose parcels are Chronopost's, DPD's or Colissimo's.
 */
const ALSO_SERVED_BY: Readonly<Record<string, readonly string[]>> = {
  kiala: ["ups"],
  pickup: ["chronopost", "dpd-fr", "colissimo"],
  chronopost: ["pickup"],
  "dpd-fr": ["pickup"],
  colissimo: ["pickup"],
}

/**
 * Whether a carrier delivers to the pickup points of a network; both are keys of the catalog.
 * @param carrier null for a carrier outside the catalog, which serves none
 */
export const servesRelaysOf = (network: string, carrier: string | null): boolean =>
  carrier === network || (carrier !== null && (ALSO_SERVED_BY[network] ?? []).includes(carrier))
