import { ModuleProvider, Modules } from "@medusajs/framework/utils"
import { CdiscountFulfillmentProvider } from "./service"

export default ModuleProvider(Modules.FULFILLMENT, { services: [CdiscountFulfillmentProvider] })
