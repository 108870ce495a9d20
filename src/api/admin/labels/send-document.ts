import { pipeline } from "node:stream/promises"
import type { MedusaResponse } from "@medusajs/framework/http"
import type { LabelDocument } from "../../../labels/label-service"

/** A label holds a buyer's data: it is streamed from the service to who may see it, and kept nowhere on the way. */
export async function sendDocument(
  res: MedusaResponse,
  { document, filename }: { document: LabelDocument; filename: string }
): Promise<void> {
  res.setHeader("Content-Type", document.media_type)
  res.setHeader("Content-Length", document.size)
  res.setHeader("Content-Disposition", `inline; filename="${filename}"`)
  res.setHeader("Cache-Control", "no-store")
  res.setHeader("X-Content-Type-Options", "nosniff")
  await pipeline(document.content, res)
}
