import type { MedusaRequest, MedusaResponse } from "@medusajs/framework/http"
import { hearOfLabel } from "../../../../workflows/labels/hear-of-label"
import { readRaw } from "../read-raw"

const MOST_BYTES = 1024 * 1024

/**
 * What a label service reports of a parcel: stored and answered at once, worked on behind. Whatever is not authentic gets
 * the same 401, whatever is wrong with it.
 */
export const POST = async (req: MedusaRequest, res: MedusaResponse) => {
  const body = await readRaw(req, MOST_BYTES)
  const isHeard = body !== null && (await hearOfLabel(req.scope, req.params.account_id, body, req.headers))
  if (!isHeard) {
    // What is still to come of a body that is too large is not waited for.
    if (!req.complete) res.set("connection", "close")
    res.status(401).json({ type: "unauthorized", message: "Unauthorized" })
    return
  }
  res.status(200).json({})
}
