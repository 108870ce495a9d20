import type { MedusaContainer } from "@medusajs/framework/types"
import { ContainerRegistrationKeys } from "@medusajs/framework/utils"
import type { DocumentType, LabelDocument, PaperSize } from "../../labels/label-service"
import { presentParcels } from "../../modules/label/stores/parcels"
import { notFound } from "../../modules/marketplace/refusal"
import { isMarketplaceError } from "../../marketplaces/errors"
import { labelsOf } from "../shared/labels"
import type { Actor } from "../shared/marketplace"
import { askLive } from "./look-at-account"

type Wanted = { id: string; type: DocumentType; paper_size: PaperSize | null; actor: Actor }

/** A document of a request's present parcels, as one file, asked of the service now. Who reads it is logged. */
export async function readLabelDocument(
  container: MedusaContainer,
  { id, type, paper_size, actor }: Wanted
): Promise<{ document: LabelDocument; filename: string }> {
  const labels = labelsOf(container)
  const [request] = await labels.requests.loadRequests([id])
  if (!request) throw notFound("label_not_found", { id })
  const parcels = presentParcels(request, await labels.parcels.parcelsOf([id])).filter(
    ({ documents, status }) => status !== "canceled" && documents.includes(type)
  )
  if (parcels.length === 0) throw notFound("label_document_missing")
  const account = await labels.account(request.account_id)
  const { format, paper_size: own } = labels.settingsOf(account).print
  const wanted = { type, format, paper_size: paper_size ?? (type === "label" ? own : null) }
  const ids = parcels.map(({ external_id }) => external_id)
  const document = await askLive(container, account.id, async (session) => {
    try {
      return ids.length === 1 ? await session.document(ids[0], wanted) : await session.documents(ids, wanted)
    } catch (error) {
      if (isMarketplaceError(error) && error.kind === "not_found") throw notFound("label_document_missing")
      throw error
    }
  })
  container
    .resolve(ContainerRegistrationKeys.LOGGER)
    .info(`marketplace-connect: ${actor} read the document ${type} of ${id}`)
  return { document, filename: `${type}-${request.order_number.replace(/[^\w.-]/g, "_")}.${format}` }
}
