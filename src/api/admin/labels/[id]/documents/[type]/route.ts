import { pipeline } from "node:stream/promises"
import type { AuthenticatedMedusaRequest, MedusaResponse } from "@medusajs/framework/http"
import { readLabelDocument } from "../../../../../../workflows/labels/read-document"
import { actorOf } from "../../../../marketplaces/helpers"
import { validated } from "../../../../marketplaces/validate"
import { type DocumentQuery, documentType } from "../../../validators"
import type { DocumentType } from "../../../../../../labels/label-service"

/** A label holds a buyer's data: it is streamed from the service to who may see it, and kept nowhere on the way. */
export const GET = async (req: AuthenticatedMedusaRequest<unknown, DocumentQuery>, res: MedusaResponse) => {
  const type = (await validated(documentType, req.params.type)) as DocumentType
  const { paper_size = null } = req.validatedQuery as DocumentQuery
  const { document, filename } = await readLabelDocument(req.scope, {
    id: req.params.id,
    type,
    paper_size,
    actor: actorOf(req),
  })
  res.setHeader("Content-Type", document.media_type)
  res.setHeader("Content-Length", document.size)
  res.setHeader("Content-Disposition", `inline; filename="${filename}"`)
  res.setHeader("Cache-Control", "no-store")
  res.setHeader("X-Content-Type-Options", "nosniff")
  await pipeline(document.content, res)
}
