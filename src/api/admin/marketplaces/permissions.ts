import { hasPermission } from "@medusajs/framework"
import type { AuthenticatedMedusaRequest, MiddlewareRoute } from "@medusajs/framework/http"
import { MedusaError } from "@medusajs/framework/utils"
import type { Permission } from "../../../policies/marketplace"

type Verb = "GET" | "POST" | "DELETE"

const [read, create, update, remove] = (["read", "create", "update", "delete"] as const).map(
  (operation) => `marketplace_connection:${operation}` as const
)

const [readOffers, editOffers, activateOffers] = (["read", "edit", "activate"] as const).map(
  (operation) => `marketplace_offer:${operation}` as const
)

/** What each route needs where the store has roles. A route that is not here fails a test. */
const NEEDS: Record<string, Partial<Record<Verb, Permission | Permission[]>>> = {
  "": { GET: read },
  "/overview": { GET: "order:read" },
  "/carriers": { GET: "order:read" },
  "/connections": { GET: read, POST: [create, "marketplace_credential:update"] },
  "/connections/check": { POST: "marketplace_credential:update" },
  "/connections/:id": { GET: read, POST: update, DELETE: remove },
  "/connections/:id/activate": { POST: update },
  "/connections/:id/check": { POST: update },
  "/connections/:id/import": { POST: update },
  "/connections/:id/test-order": { POST: "order:create" },
  "/connections/:id/test-notification": { POST: update },
  "/connections/:id/completeness": { GET: read },
  "/connections/:id/history": { GET: read },
  "/connections/:id/offers": { GET: readOffers },
  "/connections/:id/offers/preview": { GET: readOffers, POST: editOffers },
  "/connections/:id/offers/activate": { POST: activateOffers },
  "/connections/:id/offers/brake": { POST: activateOffers },
  "/connections/:id/offers/compare": { POST: editOffers },
  "/connections/:id/offers/stop": { POST: activateOffers },
  "/connections/:id/offers/resume": { POST: activateOffers },
  "/connections/:id/carriers": { GET: "order:read" },
  "/connections/:id/carriers/resolve": { POST: "order:read" },
  "/connections/:id/carriers/coverage": { GET: read },
  "/connections/:id/carrier-rules": { GET: read, POST: update },
  "/connections/:id/carrier-rules/order": { POST: update },
  "/connections/:id/carrier-rules/:rule_id": { POST: update, DELETE: update },
  "/listings": { GET: read, POST: update },
  "/listings/suggestions": { GET: read },
  "/listings/export": { GET: read },
  "/listings/import": { POST: update },
  "/listings/:id": { DELETE: update },
  "/offers": { GET: readOffers, POST: activateOffers },
  "/offers/problems": { GET: readOffers },
  "/offers/export": { GET: readOffers },
  "/offers/import": { POST: editOffers },
  "/offers/push": { POST: editOffers },
  "/offers/exclude": { POST: editOffers },
  "/offers/include": { POST: editOffers },
  "/offers/:id": { GET: readOffers, POST: editOffers },
  "/offer-batches": { GET: readOffers },
  "/orders": { GET: "order:read" },
  "/orders/export": { GET: "order:read" },
  "/orders/problems": { GET: "order:read" },
  "/orders/delivery-modes": { GET: "order:read" },
  "/orders/accept": { POST: "order:update" },
  "/orders/refuse": { POST: "order:update" },
  "/orders/retry": { POST: "order:update" },
  "/orders/ignore": { POST: "order:update" },
  "/orders/acknowledge": { POST: "order:update" },
  "/orders/cancellations": { POST: "order:update" },
  "/orders/:id": { GET: "order:read", DELETE: "order:delete" },
  "/orders/:id/cancellation-reasons": { GET: "order:read" },
  "/orders/:id/accept": { POST: "order:update" },
  "/orders/:id/refuse": { POST: "order:update" },
  "/orders/:id/retry": { POST: "order:update" },
  "/orders/:id/ignore": { POST: "order:update" },
  "/orders/:id/cancel": { POST: "order:update" },
  "/orders/:id/address": { POST: ["order:update", "marketplace_personal_data:update"] },
  "/orders/:id/purge": { POST: "marketplace_personal_data:delete" },
  "/orders/:id/shipments/:fulfillment_id": { POST: "order:update" },
  "/ship-many": { POST: "order:update" },
  "/ship-many/check": { POST: "order:read" },
  "/actions": { GET: "order:read" },
  "/actions/retry": { POST: "order:update" },
  "/actions/skip": { POST: "order:update" },
  "/actions/mark-done": { POST: "order:update" },
  "/actions/:id": { GET: "order:read" },
  "/actions/:id/retry": { POST: "order:update" },
  "/actions/:id/skip": { POST: "order:update" },
  "/actions/:id/mark-done": { POST: "order:update" },
  "/runs": { GET: read },
  "/runs/:id": { GET: read },
}

/** The same of what is not below `/admin/marketplaces`. */
const LABEL_NEEDS: typeof NEEDS = {
  "/label-accounts": {
    GET: "marketplace_label:read",
    POST: ["marketplace_label:settings", "marketplace_credential:update"],
  },
  "/label-accounts/check": { POST: "marketplace_credential:update" },
  "/label-accounts/services": { GET: "marketplace_label:settings" },
  "/label-accounts/:id": {
    GET: "marketplace_label:read",
    POST: "marketplace_label:settings",
    DELETE: "marketplace_label:settings",
  },
  "/label-accounts/:id/doctor": { GET: "marketplace_label:settings" },
  "/label-accounts/:id/senders": { GET: "marketplace_label:read" },
  "/label-accounts/:id/contracts": { GET: "marketplace_label:read" },
  "/label-accounts/:id/options": { GET: "marketplace_label:read" },
  "/label-accounts/:id/service-points": { GET: "marketplace_label:read" },
  "/label-accounts/:id/rules": { GET: "marketplace_label:read", POST: "marketplace_label:settings" },
  "/label-accounts/:id/rules/order": { POST: "marketplace_label:settings" },
  "/label-accounts/:id/rules/resolve": { POST: "marketplace_label:read" },
  "/label-accounts/:id/rules/:rule_id": {
    POST: "marketplace_label:settings",
    DELETE: "marketplace_label:settings",
  },
  "/labels": { GET: "marketplace_label:read", POST: "marketplace_label:buy" },
  "/labels/problems": { GET: "marketplace_label:read" },
  "/labels/to-make": { GET: "marketplace_label:read" },
  "/labels/export": { GET: "marketplace_label:read" },
  "/labels/picking-list": { GET: "marketplace_label:read" },
  "/labels/bulk": { POST: ["marketplace_label:buy", "order:update"] },
  "/labels/estimate": { POST: "marketplace_label:read" },
  "/labels/print": { POST: ["marketplace_label:read", "marketplace_personal_data:read"] },
  "/labels/mark-printed": { POST: "marketplace_label:read" },
  "/labels/:id": { GET: "marketplace_label:read" },
  "/labels/:id/retry": { POST: "marketplace_label:buy" },
  "/labels/:id/approve": { POST: "marketplace_label:buy" },
  "/labels/:id/cancel": { POST: "marketplace_label:cancel" },
  "/labels/:id/mark-printed": { POST: "marketplace_label:read" },
  "/labels/:id/documents/:type": { GET: ["marketplace_label:read", "marketplace_personal_data:read"] },
}

/** As Medusa's roles have it. */
function policyOf(permission: Permission) {
  const [resource, operation] = permission.split(":")
  return { resource, operation }
}

/** One entry for each route and verb: without `methods` it would guard every verb. Medusa reads them only with roles. */
const guarded = (root: string, needs: typeof NEEDS) =>
  Object.entries(needs).flatMap(([address, verbs]) =>
    Object.entries(verbs).map(([verb, needed]): MiddlewareRoute => ({
      matcher: `${root}${address}`,
      methods: [verb as Verb],
      policies: [needed].flat().map(policyOf),
    }))
  )

export const permissionMiddlewares = [
  ...guarded("/admin/marketplaces", NEEDS),
  ...guarded("/admin", LABEL_NEEDS),
]

/** Whether the user may do what depends on the query or the body. True where the store has no roles. */
export const isPermitted = ({ auth_context, scope }: AuthenticatedMedusaRequest, permission: Permission) =>
  hasPermission({
    roles: (auth_context.app_metadata?.roles ?? []) as string[],
    actions: policyOf(permission),
    container: scope,
  })

/** Refuses it as Medusa refuses a route. */
export async function demand(req: AuthenticatedMedusaRequest, permission: Permission): Promise<void> {
  if (!(await isPermitted(req, permission))) {
    throw new MedusaError(
      MedusaError.Types.FORBIDDEN,
      `Insufficient permissions. Required policies: ${permission}`
    )
  }
}
