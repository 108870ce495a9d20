/** Providers have an id only: "manual_manual" is Manual, "fp_ship-fast_eu" is Ship Fast (EU). */
export function providerName(id: string): string {
  const [first, second, third] = id.split("_")
  const [name, kind] = third === undefined ? [first, second === first ? undefined : second] : [second, third]
  const words = name.split("-").map((word) => word.charAt(0).toUpperCase() + word.slice(1))
  return words.join(" ") + (kind ? ` (${kind.toUpperCase()})` : "")
}
