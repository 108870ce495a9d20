import type {
  MedusaNextFunction,
  MedusaRequest,
  MedusaResponse,
  MiddlewareRoute,
} from "@medusajs/framework/http"
import { zodValidator } from "@medusajs/framework"
import type { z } from "@medusajs/framework/zod"

/** Bad input is a 400 with Medusa's error body, before any handler sees it. */
export const body = (matcher: string, schema: z.ZodType): MiddlewareRoute => ({
  matcher,
  methods: ["POST"],
  middlewares: [
    async (req: MedusaRequest, _: MedusaResponse, next: MedusaNextFunction) => {
      req.validatedBody = await zodValidator(schema, req.body ?? {})
      next()
    },
  ],
})

export const query = (matcher: string, schema: z.ZodType): MiddlewareRoute => ({
  matcher,
  methods: ["GET"],
  middlewares: [
    async (req: MedusaRequest, _: MedusaResponse, next: MedusaNextFunction) => {
      req.validatedQuery = (await zodValidator(schema, req.query)) as Record<string, unknown>
      next()
    },
  ],
})
