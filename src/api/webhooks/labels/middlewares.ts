import type { MiddlewareRoute } from "@medusajs/framework/http"

/** The signature is of the bytes as they came: nothing is parsed, and nothing answered, before it was looked at. */
export const webhookMiddlewares: MiddlewareRoute[] = [
  { matcher: "/webhooks/labels/:account_id", methods: ["POST"], bodyParser: false },
]
