/** One kind of goods in one parcel. */
export type PackedLine = {
  sku: string | null
  ean: string | null
  title: string
  thumbnail: string | null
  quantity: number
  /** Where it lies, by the merchant's own field. */
  bin: string | null
  order_number: string
}

/** What is fetched from one place. */
export type PickingLine = Omit<PackedLine, "order_number"> & { order_numbers: string[] }

const compare = (a: string, b: string) => a.localeCompare(b, "en", { numeric: true, sensitivity: "base" })

const keyOf = ({ sku, title, bin }: Pick<PackedLine, "sku" | "title" | "bin">) =>
  JSON.stringify([sku, sku === null ? title : null, bin])

/** One line for each article, in the order of a walk: by its place, else by its SKU; what has neither comes last. */
export function pickingList(lines: readonly PackedLine[]): PickingLine[] {
  const found = new Map<string, PickingLine>()
  for (const { order_number, ...line } of lines) {
    const key = keyOf(line)
    const known = found.get(key)
    found.set(key, {
      ...(known ?? line),
      quantity: (known?.quantity ?? 0) + line.quantity,
      order_numbers: [...new Set([...(known?.order_numbers ?? []), order_number])],
    })
  }
  const place = ({ bin, sku, title }: PickingLine) => bin ?? sku ?? `\uffff${title}`
  return [...found.values()].sort((a, b) => compare(place(a), place(b)) || compare(a.title, b.title))
}

/** Parcels in the order in which they are filled: each stands where the first of its articles is fetched. */
export function inPickingOrder<Parcel extends { lines: readonly PackedLine[] }>(
  parcels: readonly Parcel[]
): Parcel[] {
  const places = new Map(
    pickingList(parcels.flatMap(({ lines }) => lines)).map((line, place) => [keyOf(line), place])
  )
  const first = ({ lines }: Parcel) =>
    Math.min(places.size, ...lines.map((line) => places.get(keyOf(line)) ?? 0))
  return [...parcels].sort((a, b) => first(a) - first(b))
}
