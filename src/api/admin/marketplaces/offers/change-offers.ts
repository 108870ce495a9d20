import type { AuthenticatedMedusaRequest, MedusaResponse } from "@medusajs/framework/http"
import {
  changeMarketplaceOffersWorkflow,
  type ChangeOffersInput,
} from "../../../../workflows/manage-offers/change-offers"
import { actorOf } from "../helpers"
import type { OffersChanged } from "./types"
import type { ChangeOffersBody } from "./validators"

/** Some offers by their ids, or all of a connection. */
export const changeOffers =
  (as: ChangeOffersInput["as"]) =>
  async (req: AuthenticatedMedusaRequest<ChangeOffersBody>, res: MedusaResponse<OffersChanged>) => {
    const { result } = await changeMarketplaceOffersWorkflow(req.scope).run({
      input: { ...req.validatedBody, as, actor: actorOf(req) },
    })
    res.json(result)
  }
