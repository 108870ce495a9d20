import type { MedusaContainer } from "@medusajs/framework/types"
import { MARKETPLACE_MODULE } from "../../modules/marketplace"
import type MarketplaceModuleService from "../../modules/marketplace/service"

export const marketplaceOf = (container: MedusaContainer): MarketplaceModuleService =>
  container.resolve<MarketplaceModuleService>(MARKETPLACE_MODULE)

/** Who asked for something, for the history: `user:…`, `api_key:…` or `system`. */
export type Actor = string
export const SYSTEM: Actor = "system"
