import { z } from "zod"
import { DEFAULT_CATALOG, type CatalogProduct } from "./catalog"
import { Random } from "./random"

/** What `seed` of either marketplace takes. */
export type SeedRequest<Kind extends string> = {
  /** The same seed at the same sandbox time, in an empty market, gives the same orders. */
  seed: number
  count: number
  /** Taken in turn. Left out: one of every kind that is not heavy, then ordinary ones. */
  kinds?: Kind[]
  /** What the store sells; left out: `DEFAULT_CATALOG`. */
  catalog?: readonly CatalogProduct[]
  /** Whose orders, as seller id or login; left out: the first known. */
  account?: string
  /** Put into every text of every buyer, so that a test can look for it where it must not be. */
  marker?: string
}

export const seedSchema = z.strictObject({
  seed: z.number().int(),
  count: z.number().int().min(1).max(200_000),
  kinds: z.array(z.string()).min(1).optional(),
  catalog: z
    .array(
      z.object({ sku: z.string(), ean: z.string(), title: z.string(), price: z.number(), vat: z.number() })
    )
    .min(1)
    .optional(),
  account: z.string().optional(),
  marker: z.string().optional(),
})

/** What a kind has at hand while it shapes an order. */
export type SeedContext = {
  random: Random
  catalog: readonly CatalogProduct[]
  account: string
  marker: string
  /** Sandbox time, in milliseconds. */
  now: number
}

export function seedContext(request: SeedRequest<string>, account: string, now: number): SeedContext {
  const { seed, catalog = DEFAULT_CATALOG, marker = "" } = seedSchema.parse(request)
  return { random: new Random(seed), catalog, account: request.account ?? account, marker, now }
}

/** The kind of each order to make. */
export function kindsToMake<Kind extends string>(
  { count, kinds }: SeedRequest<Kind>,
  known: { all: readonly Kind[]; ordinary: readonly Kind[]; heavy: readonly Kind[] }
): Kind[] {
  const stranger = kinds?.find((kind) => !known.all.includes(kind))
  if (stranger !== undefined) throw new Error(`No kind ${stranger}; known: ${known.all.join(", ")}`)
  const first = known.all.filter((kind) => !known.heavy.includes(kind))
  return Array.from({ length: count }, (_, index) =>
    kinds ? kinds[index % kinds.length] : (first[index] ?? known.ordinary[index % known.ordinary.length])
  )
}
