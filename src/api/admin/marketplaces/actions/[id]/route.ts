import type { AuthenticatedMedusaRequest, MedusaResponse } from "@medusajs/framework/http"
import { answerAction } from "../answer-action"

export const GET = (req: AuthenticatedMedusaRequest, res: MedusaResponse) => answerAction(req, res)
