import { body } from "../../validate"
import { acknowledgeSchema } from "./validators"

export const acknowledgeMiddlewares = [body("/admin/marketplaces/orders/acknowledge", acknowledgeSchema)]
