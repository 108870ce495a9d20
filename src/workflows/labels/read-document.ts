import type { MedusaContainer } from "@medusajs/framework/types"
import { ContainerRegistrationKeys } from "@medusajs/framework/utils"
import type { DocumentRequest, DocumentType, LabelDocument, PaperSize } from "../../labels/label-service"
import { presentParcels } from "../../modules/label/stores/parcels"
import type { LabelRequestRow } from "../../modules/label/stores/requests"
import { notFound } from "../../modules/marketplace/refusal"
import { isMarketplaceError } from "../../marketplaces/errors"
import { labelsOf } from "../shared/labels"
import type { Actor } from "../shared/marketplace"
import { loadLabel } from "./load-label"
import { loadReturn } from "./load-return"
import { askLive } from "./look-at-account"
import { type Hide, labelHider } from "./without-buyer"

/** A label with those of its present parcels that have the document. */
export type DocumentOfLabel = { request: LabelRequestRow; parcel_ids: string[] }

/** Labels in this order, each with those of its parcels that have the document. */
export async function findDocuments(
  container: MedusaContainer,
  ids: string[],
  type: DocumentType
): Promise<DocumentOfLabel[]> {
  const labels = labelsOf(container)
  const rows = await labels.requests.loadRequests(ids)
  const requests = [...new Set(ids)].map((id) => {
    const request = rows.find((one) => one.id === id)
    if (!request) throw notFound("label_not_found", { id })
    return request
  })
  const parcels = await labels.parcels.parcelsOf(ids)
  return requests.map((request) => ({
    request,
    parcel_ids: presentParcels(
      request,
      parcels.filter(({ request_id }) => request_id === request.id)
    )
      .filter(({ documents, status }) => status !== "canceled" && documents.includes(type))
      .map(({ external_id }) => external_id),
  }))
}

/** The document of these labels of one account as one file, asked of the service now. */
export function askForDocument(
  container: MedusaContainer,
  wanted: DocumentRequest,
  found: readonly DocumentOfLabel[]
): Promise<LabelDocument> {
  const ids = found.flatMap(({ parcel_ids }) => parcel_ids)
  return askLive(
    container,
    found[0].request.account_id,
    async (session) => {
      try {
        return ids.length === 1
          ? await session.document(ids[0], wanted)
          : await session.documents(ids, wanted)
      } catch (error) {
        if (isMarketplaceError(error) && error.kind === "not_found") throw notFound("label_document_missing")
        throw error
      }
    },
    () =>
      buyersHider(
        container,
        found.map(({ request }) => request)
      )
  )
}

/** Who reads a document is logged. */
export const logReading = (container: MedusaContainer, actor: Actor, what: string, ids: readonly string[]) =>
  container
    .resolve(ContainerRegistrationKeys.LOGGER)
    .info(`marketplace-connect: ${actor} read the document ${what} of ${ids.join(", ")}`)

type Wanted = { id: string; type: DocumentType; paper_size: PaperSize | null; actor: Actor }

/** A document of the present parcels of one label. */
export async function readLabelDocument(
  container: MedusaContainer,
  { id, type, paper_size, actor }: Wanted
): Promise<{ document: LabelDocument; filename: string }> {
  const labels = labelsOf(container)
  const [found] = await findDocuments(container, [id], type)
  const { request, parcel_ids } = found
  if (parcel_ids.length === 0) throw notFound("label_document_missing")
  const account = await labels.account(request.account_id)
  const { format, paper_size: own } = labels.settingsOf(account).print
  const wanted = { type, format, paper_size: paper_size ?? (type === "label" ? own : null) }
  const document = await askForDocument(container, wanted, [found])
  logReading(container, actor, type, [id])
  return { document, filename: `${type}-${fileNameOf(request)}.${format}` }
}

export const fileNameOf = ({ order_number }: Pick<LabelRequestRow, "order_number">) =>
  order_number.replace(/[^\w.-]/g, "_")

/** Takes the buyers of these labels out of what the service says. */
async function buyersHider(container: MedusaContainer, requests: LabelRequestRow[]): Promise<Hide> {
  const hiders: Hide[] = []
  for (const { order_id, fulfillment_id, kind, overrides } of requests) {
    const load = kind === "return" ? loadReturn : loadLabel
    const loaded = await load(container, order_id, fulfillment_id)
    if (loaded) hiders.push(labelHider(loaded, overrides))
  }
  return (text) => hiders.reduce((said, hide) => hide(said), text)
}
