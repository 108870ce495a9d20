import { Readable } from "node:stream"
import type { MedusaContainer } from "@medusajs/framework/types"
import { MedusaError } from "@medusajs/framework/utils"
import type { DocumentRequest, LabelDocument, PaperSize } from "../../labels/label-service"
import { inPickingOrder } from "../../labels/picking-list"
import { beginPrintFile } from "../../labels/print-file"
import type { PackingSlip } from "../../labels/packing-slip"
import type { LabelSettings, PrintedContent } from "../../labels/settings"
import { notAllowed, notFound, spokenLanguage } from "../../modules/marketplace/refusal"
import {
  askForDocument,
  type DocumentOfLabel,
  fileNameOf,
  findDocuments,
  logReading,
} from "../labels/read-document"
import { labelsOf } from "../shared/labels"
import type { Actor } from "../shared/marketplace"
import { loadPackedLines } from "./load-packed-lines"
import { loadPackingSlips } from "./load-packing-slips"

type Wanted = {
  ids: string[]
  /** The account's [null]. */
  content: PrintedContent | "slips" | null
  paper_size: PaperSize | null
  /** `given`: in the order of the ids. */
  sort: "given" | "picking"
  actor: Actor
}
/** `left_out`: labels that have no such document. */
type Printed = { document: LabelDocument; filename: string; left_out: string[] }

/** The service is asked for so many documents at once. */
const AT_ONCE = 4
/** Of all documents of one file; what is more is printed in parts. */
const MOST_BYTES = 100 * 1024 * 1024

/** A label with how its account prints it. */
type Sheet = DocumentOfLabel & { request_for: DocumentRequest; most: number; slip: PackingSlip | null }

/**
 * Labels as one file, with or instead of their packing slips. A label without its document stops no other; it is named. The
 * buyers' data is in the answer and nowhere else; who reads it is logged.
 */
export async function printLabels(container: MedusaContainer, wanted: Wanted): Promise<Printed> {
  const sheets = await loadSheets(container, wanted)
  const paper = wanted.paper_size ?? sheets[0].request_for.paper_size ?? "a6"
  const content = wanted.content ?? (sheets.some(({ slip }) => slip) ? "labels_and_slips" : "labels")
  const isPdf = content === "slips" || sheets.every(({ request_for }) => request_for.format === "pdf")
  const printed = isPdf
    ? await printTogether(container, sheets, paper, content !== "slips")
    : await printAsMade(container, sheets)
  logReading(container, wanted.actor, content, wanted.ids)
  const name = sheets.length === 1 ? fileNameOf(sheets[0].request) : String(sheets.length)
  return { ...printed, filename: `${content}-${name}.${isPdf ? "pdf" : sheets[0].request_for.format}` }
}

async function loadSheets(
  container: MedusaContainer,
  { ids, content, paper_size, sort }: Wanted
): Promise<Sheet[]> {
  const labels = labelsOf(container)
  const found = await findDocuments(container, ids, "label")
  const ways = new Map<string, { print: LabelSettings["print"]; most: number }>()
  for (const account_id of new Set(found.map(({ request }) => request.account_id))) {
    const account = await labels.account(account_id)
    const { limits } = labels.labelService(account.service_id).descriptor
    ways.set(account_id, { print: labels.settingsOf(account).print, most: limits.merged_documents })
  }
  const sheets = found.flatMap((one): Sheet[] => {
    const way = ways.get(one.request.account_id)
    if (!way) return []
    const { format, paper_size: own } = way.print
    const request_for: DocumentRequest = { type: "label", format, paper_size: paper_size ?? own }
    return [{ ...one, request_for, most: way.most, slip: null }]
  })
  // What the buyer sends back has none.
  const wantsSlip = ({ request }: Sheet) =>
    request.kind === "outgoing" && (content ?? ways.get(request.account_id)?.print.content) !== "labels"
  if (sort === "given" && !sheets.some(wantsSlip)) return sheets
  const requests = sheets.map(({ request }) => request)
  const packed = await loadPackedLines(container, requests)
  const slips = sheets.some(wantsSlip) ? await loadPackingSlips(container, packed) : []
  const filled = sheets.map((sheet, place) => ({
    sheet: { ...sheet, slip: wantsSlip(sheet) ? slips[place] : null },
    lines: packed[place].lines,
  }))
  return (sort === "picking" ? inPickingOrder(filled) : filled).map(({ sheet }) => sheet)
}

type Parts = Omit<Printed, "filename">

/** What is no PDF is merged by the service alone, as far as it does. */
async function printAsMade(container: MedusaContainer, sheets: readonly Sheet[]): Promise<Parts> {
  const [{ request, request_for, most }] = sheets
  if (sheets.some((one) => one.request.account_id !== request.account_id))
    throw notAllowed("label_print_accounts")
  if (sheets.some(({ slip }) => slip !== null))
    throw notAllowed("label_print_format", { format: request_for.format.toUpperCase() })
  if (sheets.some(({ parcel_ids }) => parcel_ids.length === 0)) throw notFound("label_document_missing")
  if (sheets.flatMap(({ parcel_ids }) => parcel_ids).length > most)
    throw notAllowed("label_print_too_many", { count: most })
  return { document: await askForDocument(container, request_for, sheets), left_out: [] }
}

async function printTogether(
  container: MedusaContainer,
  sheets: readonly Sheet[],
  paper: PaperSize,
  has_labels: boolean
): Promise<Parts> {
  const groups = has_labels ? inGroups(sheets.filter(({ parcel_ids }) => parcel_ids.length > 0)) : []
  const [only] = groups
  // What the service merges itself goes on as it is.
  if (groups.length === 1 && only.length === sheets.length && !only[0].slip) {
    const document = await orNull(askForDocument(container, only[0].request_for, only))
    if (document) return { document, left_out: [] }
    if (only.length === 1) throw notFound("label_document_missing")
  }
  const file = await beginPrintFile(paper, spokenLanguage())
  const printed = new Set<string>()
  let size = 0
  const read = async (group: readonly Sheet[]) => {
    const document = await orNull(askForDocument(container, group[0].request_for, group))
    return document && Buffer.concat((await document.content.toArray()) as Buffer[])
  }
  const add = async (group: readonly Sheet[], bytes: Buffer | null) => {
    if (!bytes) return
    size += bytes.length
    if (size > MOST_BYTES) throw notAllowed("label_print_too_many", { count: Math.max(1, printed.size) })
    if (!(await file.addFile(bytes))) return
    for (const { request, slip } of group) {
      printed.add(request.id)
      if (slip) await file.addSlip(slip)
    }
  }
  for (let start = 0; start < groups.length; start += AT_ONCE) {
    const part = groups.slice(start, start + AT_ONCE)
    const files = await Promise.all(part.map(read))
    for (const [place, group] of part.entries()) {
      const bytes = files[place]
      if (bytes || group.length === 1) await add(group, bytes)
      // The service does not say which of them it was.
      else for (const one of group) await add([one], await read([one]))
    }
  }
  if (!has_labels) {
    for (const { request, slip } of sheets) {
      if (!slip) continue
      await file.addSlip(slip)
      printed.add(request.id)
    }
  }
  if (printed.size === 0) throw notFound("label_document_missing")
  const bytes = Buffer.from(await file.end())
  return {
    document: { media_type: "application/pdf", size: bytes.length, content: Readable.from([bytes]) },
    left_out: sheets.flatMap(({ request: { id } }) => (printed.has(id) ? [] : [id])),
  }
}

/**
 * Neighbors of one account that the service merges at once. One with a packing slip is alone: whose the pages of a merged
 * file are is not said.
 */
function inGroups(sheets: readonly Sheet[]): Sheet[][] {
  const groups: Sheet[][] = []
  for (const sheet of sheets) {
    if (sheet.parcel_ids.length > sheet.most) throw notAllowed("label_print_too_many", { count: sheet.most })
    const group = groups.at(-1) ?? []
    const size = group.reduce((sum, { parcel_ids }) => sum + parcel_ids.length, sheet.parcel_ids.length)
    const fits =
      group.length > 0 &&
      group[0].request.account_id === sheet.request.account_id &&
      group[0].slip === null &&
      sheet.slip === null &&
      size <= sheet.most
    if (fits) group.push(sheet)
    else groups.push([sheet])
  }
  return groups
}

const orNull = async (asked: Promise<LabelDocument>): Promise<LabelDocument | null> => {
  try {
    return await asked
  } catch (error) {
    if (error instanceof MedusaError && error.type === MedusaError.Types.NOT_FOUND) return null
    throw error
  }
}
