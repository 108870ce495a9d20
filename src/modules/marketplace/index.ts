import { Module } from "@medusajs/framework/utils"
import checkDatabase from "./check-database"
import checkMedusaVersion from "./medusa-version"
import MarketplaceModuleService from "./service"

export const MARKETPLACE_MODULE = "marketplace"

export default Module(MARKETPLACE_MODULE, {
  service: MarketplaceModuleService,
  loaders: [checkMedusaVersion, checkDatabase],
})
