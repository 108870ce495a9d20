/** The workflows that other code may call and hook into (`medusa-plugin-marketplace-connect/workflows`). */
export {
  BATCH_SIZE,
  importMarketplaceOrdersWorkflow,
  type ImportOrdersInput,
} from "./import-orders/import-orders"
export { type OfferLimit, pushMarketplaceOffersWorkflow, type PushOffersInput } from "./offers/push-offers"
export { sendMarketplaceActionsWorkflow } from "./send-actions"
export { testMarketplaceConnectionWorkflow } from "./connections/test-connection"
