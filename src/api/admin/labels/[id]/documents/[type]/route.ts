import type { AuthenticatedMedusaRequest, MedusaResponse } from "@medusajs/framework/http"
import type { DocumentType } from "../../../../../../labels/label-service"
import { readLabelDocument } from "../../../../../../workflows/labels/read-document"
import { actorOf } from "../../../../marketplaces/helpers"
import { validated } from "../../../../marketplaces/validate"
import { sendDocument } from "../../../send-document"
import { type DocumentQuery, documentType } from "../../../validators"

export const GET = async (req: AuthenticatedMedusaRequest<unknown, DocumentQuery>, res: MedusaResponse) => {
  const type = (await validated(documentType, req.params.type)) as DocumentType
  const { paper_size = null } = req.validatedQuery as DocumentQuery
  const wanted = { id: req.params.id, type, paper_size, actor: actorOf(req) }
  await sendDocument(res, await readLabelDocument(req.scope, wanted))
}
