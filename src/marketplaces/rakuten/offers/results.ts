import { MarketplaceError } from "../../errors"
import { fold } from "../../fold"
import type { OfferResult, OfferResults } from "../../port"
import { pageGuard } from "../../new-ids"
import { mapInTurns } from "../../pauses"
import { shortOrNull } from "../../text"
import type { RakutenClient } from "../client"
import { readReference } from "./reference"
import { csvReportSchema, reportSchema, type ReportRow } from "./schemas"

/** 5,000 rows of a file, were they listed one by one. */
const MOST_PAGES = 5000
const LONGEST_MESSAGE = 500
const LONGEST_KEY = 1000
/** Of one offer; a message holds no more. */
const MOST_ERRORS = 50
/** Error of a row whose SKU Rakuten does not know (public client code). */
const UNKNOWN_SKU = "60"

/** Folded words of a file's status; every other one is a file that is not done. */
const ENDED = new Map<string, "done" | "failed">([
  ["traite", "done"],
  ["annule", "failed"],
  ["erreur", "failed"],
  ["aucune ligne n a ete chargee", "failed"],
])
const NONE: OfferResults = { state: "pending", results: [], message: null }

/** What became of a file: its report has a row for each offer, with errors or without. */
export async function readReport(client: RakutenClient, reference: string): Promise<OfferResults> {
  const file = readReference(reference)
  if (!file) {
    return { ...NONE, state: "gone" }
  }
  return file.format === "xml" ? xmlReport(client, file.fileid) : csvReport(client, file.fileid)
}

async function xmlReport(client: RakutenClient, fileid: string): Promise<OfferResults> {
  const bySku = new Map<string, OfferResult>()
  const watch = pageGuard("GET genericimportreport")
  let nexttoken = ""
  for (let page = 0; page < MOST_PAGES; page++) {
    const { response } = await client.read(
      "genericimportreport",
      { fileid, ...(nexttoken ? { nexttoken } : {}) },
      reportSchema
    )
    const state = ENDED.get(fold(response.status))
    if (state !== "done") {
      return { ...NONE, state: state ?? "pending", message: shortOrNull(response.status, LONGEST_MESSAGE) }
    }
    const skus: string[] = []
    await mapInTurns(response.rows, (row) => {
      const result = resultOf(row)
      if (!result) return
      skus.push(result.sku)
      // Where an offer comes twice, the refusal wins.
      if (bySku.get(result.sku)?.outcome !== "refused") bySku.set(result.sku, result)
    })
    watch(nexttoken, skus)
    if (response.nexttoken === "" || response.nexttoken === nexttoken) {
      return { state, results: [...bySku.values()], message: null }
    }
    nexttoken = response.nexttoken
  }
  throw new MarketplaceError("invalid_answer", "GET genericimportreport: more pages than a file can have.", {
    effect: "none",
  })
}

/** An error that says it is not fatal is a remark. */
const IS_HARMLESS = /^(0|false|no|non|n)$/i

function resultOf({ sku, aid, errors }: ReportRow): OfferResult | null {
  if (sku === "" || sku.length > LONGEST_KEY) {
    return null
  }
  const fatal = errors.filter(({ fatal_error }) => !IS_HARMLESS.test(fatal_error))
  const words = (fatal.length > 0 ? fatal : errors)
    .slice(0, MOST_ERRORS)
    .map(({ error_text, error_key }) => [error_key, error_text].filter(Boolean).join(": "))
  return {
    sku,
    outcome: fatal.length > 0 ? "refused" : "done",
    reason: fatal.some(({ error_code }) => error_code === UNKNOWN_SKU) ? "unknown_offer" : null,
    code: shortOrNull(fatal[0]?.error_code, LONGEST_MESSAGE),
    message: shortOrNull(words.join(" | "), LONGEST_MESSAGE),
    external_id: shortOrNull(aid, LONGEST_KEY),
  }
}

async function csvReport(client: RakutenClient, fileid: string): Promise<OfferResults> {
  const { response } = await client.read("importreport", { fileid }, csvReportSchema)
  const { processstatus, errorlist } = response
  if (processstatus !== "PROCESSED") {
    const state = processstatus === "PROCESS_FAILED" ? "failed" : "pending"
    return { ...NONE, state, message: shortOrNull(processstatus, LONGEST_MESSAGE) }
  }
  const results = await mapInTurns(errorlist, ({ data, errorreport }): OfferResult => ({
    sku: data.split(";", 1)[0].slice(0, LONGEST_KEY),
    outcome: "refused",
    reason: null,
    code: null,
    message: shortOrNull(errorreport, LONGEST_MESSAGE),
    external_id: null,
  }))
  // An error that names no line is one of the whole file.
  const named = results.filter(({ sku }) => sku !== "")
  return named.length < results.length
    ? { ...NONE, state: "failed", message: results[0].message }
    : { state: "done", results: named, unlisted: "done", message: null }
}
