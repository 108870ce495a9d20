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

/** One line for each article, in the order of a walk: by its place, else by its SKU; what has neither comes last. */
export function pickingList(lines: readonly PackedLine[]): PickingLine[] {
  const found = new Map<string, PickingLine>()
  for (const { order_number, ...line } of lines) {
    const key = JSON.stringify([line.sku, line.sku === null ? line.title : null, line.bin])
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
