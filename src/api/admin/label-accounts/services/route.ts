import type { AuthenticatedMedusaRequest, MedusaResponse } from "@medusajs/framework/http"
import { labelsOf } from "../../../../workflows/shared/labels"
import { localeOf } from "../../marketplaces/present-problem"
import { presentLabelService } from "../present"
import type { ShownLabelService } from "../types"

/** What can be connected, with its forms. */
export const GET = async (
  req: AuthenticatedMedusaRequest,
  res: MedusaResponse<{ services: ShownLabelService[] }>
) => {
  const services = labelsOf(req.scope)
    .listServices()
    .map((service) => presentLabelService(service, localeOf(req)))
  res.json({ services })
}
