/** One line of a parcel. */
export type WeighedUnits = {
  quantity: number
  /** Of one unit, as the product has it; null or 0 says nothing. */
  weight: number | null
}

/** What the articles of a parcel weigh together, in the unit of the store's products; null where one says nothing. */
export function articlesWeight(lines: readonly WeighedUnits[]): number | null {
  const isKnown = lines.length > 0 && lines.every(({ weight }) => weight !== null && weight > 0)
  const sum = lines.reduce((before, { quantity, weight }) => before + quantity * (weight ?? 0), 0)
  // Three times 0.1 is 0.3: a rule's ends belong to it.
  return isKnown ? Number(sum.toFixed(6)) : null
}
