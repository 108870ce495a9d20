import type { MedusaContainer } from "@medusajs/framework/types"
import { ContainerRegistrationKeys } from "@medusajs/framework/utils"
import type { DocumentType, LabelDocument, PaperSize } from "../../labels/label-service"
import { presentParcels } from "../../modules/label/stores/parcels"
import type { LabelRequestRow } from "../../modules/label/stores/requests"
import { notAllowed, notFound } from "../../modules/marketplace/refusal"
import { isMarketplaceError } from "../../marketplaces/errors"
import { labelsOf } from "../shared/labels"
import type { Actor } from "../shared/marketplace"
import { loadLabel } from "./load-label"
import { loadReturn } from "./load-return"
import { askLive } from "./look-at-account"
import { type Hide, labelHider } from "./without-buyer"

type Wanted = { ids: string[]; type: DocumentType; paper_size: PaperSize | null; actor: Actor }

/** A document of the present parcels of labels, as one file in their order, asked of the service now. Who reads it is logged. */
export async function readLabelDocuments(
  container: MedusaContainer,
  { ids: request_ids, type, paper_size, actor }: Wanted
): Promise<{ document: LabelDocument; filename: string }> {
  const labels = labelsOf(container)
  const found = await labels.requests.loadRequests(request_ids)
  const requests = request_ids.map((id) => {
    const request = found.find((one) => one.id === id)
    if (!request) throw notFound("label_not_found", { id })
    return request
  })
  const [request] = requests
  if (requests.some(({ account_id }) => account_id !== request.account_id))
    throw notAllowed("label_print_accounts")
  const all = await labels.parcels.parcelsOf(request_ids)
  const parcels = requests.flatMap((one) => {
    const own = presentParcels(
      one,
      all.filter(({ request_id }) => request_id === one.id)
    ).filter(({ documents, status }) => status !== "canceled" && documents.includes(type))
    if (own.length === 0) throw notFound("label_document_missing")
    return own
  })
  const account = await labels.account(request.account_id)
  const most = labels.labelService(account.service_id).descriptor.limits.merged_documents
  if (parcels.length > most) throw notAllowed("label_print_too_many", { count: most })
  const { format, paper_size: own } = labels.settingsOf(account).print
  const wanted = { type, format, paper_size: paper_size ?? (type === "label" ? own : null) }
  const ids = parcels.map(({ external_id }) => external_id)
  const document = await askLive(
    container,
    account.id,
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
    () => buyersHider(container, requests)
  )
  container
    .resolve(ContainerRegistrationKeys.LOGGER)
    .info(`marketplace-connect: ${actor} read the document ${type} of ${request_ids.join(", ")}`)
  const name = requests.length === 1 ? request.order_number.replace(/[^\w.-]/g, "_") : String(requests.length)
  return { document, filename: `${type}-${name}.${format}` }
}

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
