import type { AuthenticatedMedusaRequest, MedusaResponse } from "@medusajs/framework/http"
import { askLive } from "../../../../../workflows/labels/look-at-account"
import type { SendersList } from "../../types"

export const GET = async (req: AuthenticatedMedusaRequest, res: MedusaResponse<SendersList>) => {
  res.json({ senders: await askLive(req.scope, req.params.id, (session) => session.senders()) })
}
