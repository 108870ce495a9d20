import type { MiddlewareRoute } from "@medusajs/framework/http"

/** The signature is of the bytes as they came. */
export const webhookMiddlewares: MiddlewareRoute[] = [
  {
    matcher: "/webhooks/labels/:account_id",
    methods: ["POST"],
    bodyParser: { preserveRawBody: true, sizeLimit: "1mb" },
  },
]
