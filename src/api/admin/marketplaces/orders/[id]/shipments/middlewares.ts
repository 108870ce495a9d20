import { body } from "../../../validate"
import { shipmentSchema } from "./validators"

export const shipmentMiddlewares = [
  body("/admin/marketplaces/orders/:id/shipments/:fulfillment_id", shipmentSchema),
]
