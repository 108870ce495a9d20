import type { AuthenticatedMedusaRequest, MedusaResponse } from "@medusajs/framework/http"
import { readLabelDocuments } from "../../../../workflows/labels/read-document"
import { actorOf } from "../../marketplaces/helpers"
import { sendDocument } from "../send-document"
import type { PrintLabelsBody } from "../validators"

/** Several labels of one account as one file, in the order of their ids. */
export const POST = async (req: AuthenticatedMedusaRequest<PrintLabelsBody>, res: MedusaResponse) => {
  const { ids, paper_size = null } = req.validatedBody
  const wanted = { ids, type: "label" as const, paper_size, actor: actorOf(req) }
  await sendDocument(res, await readLabelDocuments(req.scope, wanted))
}
