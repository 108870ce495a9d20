import { RE2JS } from "re2js"
import { z } from "zod"

import { MarketplaceError } from "../../errors"
import { parseJson } from "../../http"
import { pageGuard } from "../../new-ids"
import { mapInTurns } from "../../pauses"
import type { OfferResult, OfferResults } from "../../port"
import { ONE_LINE, readableText, shortOrNull } from "../../text"
import type { OctopiaClient } from "../client"
import type { CdiscountSettings } from "../settings"
import { nextCursor } from "./next-cursor"
import { packagePath, readPackage } from "./packages"

const LABEL = "GET /offer-packages/{packageId}/offer-requests-results"
/** In the largest package. */
const MOST_OFFERS = 50_000
const LONGEST_MESSAGE = 500
/** Of what is looked through for its meaning. */
const MOST_CHARACTERS = 5000

/** Of one offer; what comes after is not read. */
const MOST_RESULTS = 50
const LONGEST_KEY = 500

const word = z.union([z.string(), z.number()]).nullish().catch(null)
const pageSchema = z.object({ items: z.array(z.unknown()).max(MOST_OFFERS) })
const itemSchema = z.object({
  sellerExternalReference: z.string().min(1).max(LONGEST_KEY).regex(ONE_LINE),
  integrationStatus: z.string().max(LONGEST_KEY).regex(ONE_LINE).nullish().catch(null),
  results: z
    .preprocess(
      (given) => (Array.isArray(given) ? given.slice(0, MOST_RESULTS) : given),
      z.array(z.object({ resultCode: word, message: word }).partial())
    )
    .nullish()
    .catch(null),
})
type Item = z.infer<typeof itemSchema>

/**
 * What became of a package. An integrated package is not yet an integrated offer: each has a result of its own, and a
 * success has messages too. Where an offer comes twice, the refusal wins; a status that is not known is one.
 */
export async function readResults(
  client: OctopiaClient,
  package_id: string,
  settings: CdiscountSettings
): Promise<OfferResults> {
  const current = await readPackage(client, package_id)
  if (!current) {
    return { state: "gone", results: [], message: null }
  }
  if (current.state !== "Integrated" && current.state !== "Rejected") {
    return { state: "pending", results: [], message: current.state || null }
  }
  const bySku = new Map<string, OfferResult>()
  const judge = judgeOf(settings)
  const watch = pageGuard(LABEL)
  let cursor: string | null = null
  for (let page = 0; page <= MOST_OFFERS / settings.results_page_size; page++) {
    const query: Record<string, string> = {
      limit: String(settings.results_page_size),
      ...(cursor === null ? {} : { cursor }),
    }
    const answer: { items: unknown[]; next: string | null } = await client.call({
      method: "GET",
      path: packagePath(package_id, "/offer-requests-results"),
      query,
      label: LABEL,
      retry: true,
      read: async (response) => ({
        items: (await parseJson(response, pageSchema, LABEL)).items,
        next: nextCursor(response.headers.link),
      }),
    })
    const skus: string[] = []
    // An entry that cannot be read says nothing of its offer, and keeps no other from being read.
    await mapInTurns(answer.items, (item) => {
      const { data } = itemSchema.safeParse(item)
      if (!data) return
      const result = resultOf(data, judge)
      skus.push(result.sku)
      if (bySku.get(result.sku)?.outcome !== "refused") bySku.set(result.sku, result)
    })
    watch(cursor, skus)
    if (answer.next === null || answer.next === cursor) {
      const results = [...bySku.values()]
      const state = current.state === "Rejected" && results.length === 0 ? "failed" : "done"
      return { state, results, message: current.message }
    }
    cursor = answer.next
  }
  throw new MarketplaceError("invalid_answer", `${LABEL}: more pages than a package can have.`, {
    effect: "none",
  })
}

function resultOf(
  { sellerExternalReference, integrationStatus, results }: Item,
  judge: (words: string) => OfferResult["reason"]
): OfferResult {
  const said = results ?? []
  const code = said.map(({ resultCode }) => resultCode).find((one) => one != null)
  const messages = said.flatMap(({ message }) => (message == null ? [] : String(message)))
  const words = readableText(messages.join(" | ").slice(0, MOST_CHARACTERS))
  const isDone = integrationStatus === "Integrated"
  const known = ["Rejected", "Duplicated"].includes(integrationStatus ?? "")
  const message = [isDone || known ? "" : `(${integrationStatus ?? "no status"})`, words]
    .filter(Boolean)
    .join(" ")
  return {
    sku: sellerExternalReference,
    outcome: isDone ? "done" : "refused",
    reason: isDone ? null : judge(words),
    code: code == null ? null : shortOrNull(String(code), LONGEST_KEY),
    message: shortOrNull(message, LONGEST_MESSAGE),
    external_id: null,
  }
}

/** What the words of a refusal mean, by the settings' patterns, which are made once. */
function judgeOf(settings: CdiscountSettings): (words: string) => OfferResult["reason"] {
  const compiled = (pattern: string) => RE2JS.compile(pattern, RE2JS.CASE_INSENSITIVE)
  const unknownOffer = compiled(settings.unknown_offer_pattern)
  const unknownProduct = compiled(settings.unknown_product_pattern)
  return (words) => {
    if (unknownOffer.matcher(words).find()) return "unknown_offer"
    return unknownProduct.matcher(words).find() ? "unknown_product" : null
  }
}
