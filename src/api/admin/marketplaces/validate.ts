import type {
  MedusaNextFunction,
  MedusaRequest,
  MedusaResponse,
  MiddlewareRoute,
} from "@medusajs/framework/http"
import { zodValidator } from "@medusajs/framework"
import type { z } from "@medusajs/framework/zod"

/**
 * Names beside an id (`/orders/problems` beside `/orders/:id`): Express runs every middleware whose matcher fits. A pattern
 * in the matcher would not do: Medusa sorts routes by their segments and could run the route before its middleware.
 */
type Beside = { except?: string[] }

const isBeside = ({ params }: MedusaRequest, { except = [] }: Beside) =>
  Object.values(params).some((value) => except.includes(value))

/** Bad input is a 400 with Medusa's error body, before any handler sees it. */
export const body = (matcher: string, schema: z.ZodType, beside: Beside = {}): MiddlewareRoute => ({
  matcher,
  methods: ["POST"],
  middlewares: [
    async (req: MedusaRequest, _: MedusaResponse, next: MedusaNextFunction) => {
      if (!isBeside(req, beside)) req.validatedBody = await zodValidator(schema, req.body ?? {})
      next()
    },
  ],
})

export const query = (matcher: string, schema: z.ZodType, beside: Beside = {}): MiddlewareRoute => ({
  matcher,
  methods: ["GET"],
  middlewares: [
    async (req: MedusaRequest, _: MedusaResponse, next: MedusaNextFunction) => {
      if (!isBeside(req, beside)) {
        req.validatedQuery = (await zodValidator(schema, req.query)) as Record<string, unknown>
      }
      next()
    },
  ],
})
