import type { AuthenticatedMedusaRequest, MedusaResponse } from "@medusajs/framework/http"
import { describeFinding } from "../../../../../labels/doctor"
import { examineAccount } from "../../../../../workflows/labels/look-at-account"
import { localeOf } from "../../../marketplaces/present-problem"
import type { DoctorReport } from "../../types"

/** What keeps labels from being bought, asked live. */
export const GET = async (req: AuthenticatedMedusaRequest, res: MedusaResponse<DoctorReport>) => {
  const found = await examineAccount(req.scope, req.params.id)
  const findings = found.map((finding) => describeFinding(finding, localeOf(req)))
  res.json({ findings, is_ready: findings.every(({ level }) => level !== "stops") })
}
