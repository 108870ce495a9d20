import type { MedusaRequest, MedusaResponse } from "@medusajs/framework/http"
import { hearOfLabel } from "../../../../workflows/labels/hear-of-label"

/** What a label service reports of a parcel: stored and answered at once, worked on behind. Whatever is not authentic is a 401. */
export const POST = async (req: MedusaRequest, res: MedusaResponse) => {
  const { rawBody } = req as { rawBody?: unknown }
  const body = Buffer.isBuffer(rawBody) ? rawBody : null
  const isHeard = body !== null && (await hearOfLabel(req.scope, req.params.account_id, body, req.headers))
  if (!isHeard) {
    res.status(401).json({ type: "unauthorized", message: "Unauthorized" })
    return
  }
  res.status(200).json({})
}
