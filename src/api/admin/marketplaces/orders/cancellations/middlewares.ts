import { body } from "../../validate"
import { cancellationsSchema } from "./validators"

export const cancellationMiddlewares = [body("/admin/marketplaces/orders/cancellations", cancellationsSchema)]
