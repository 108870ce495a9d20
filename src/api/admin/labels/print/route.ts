import type { AuthenticatedMedusaRequest, MedusaResponse } from "@medusajs/framework/http"
import { printLabels } from "../../../../workflows/label-many/print-labels"
import { actorOf } from "../../marketplaces/helpers"
import { sendDocument } from "../send-document"
import type { PrintLabelsBody } from "../validators"

/** Which labels have no document, as ids: the file cannot say it. */
const LEFT_OUT = "X-Labels-Left-Out"

/** Several labels, of several accounts too, as one file, with or without their packing slips. */
export const POST = async (req: AuthenticatedMedusaRequest<PrintLabelsBody>, res: MedusaResponse) => {
  const { paper_size = null, content = null, ...wanted } = req.validatedBody
  const { left_out, ...file } = await printLabels(req.scope, {
    ...wanted,
    paper_size,
    content,
    actor: actorOf(req),
  })
  if (left_out.length > 0) {
    res.setHeader(LEFT_OUT, left_out.join(","))
    // The admin may be served from another address.
    res.setHeader("Access-Control-Expose-Headers", LEFT_OUT)
  }
  await sendDocument(res, file)
}
