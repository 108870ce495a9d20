import { ModuleProvider, Modules } from "@medusajs/framework/utils"
import { RakutenFulfillmentProvider } from "./service"

export default ModuleProvider(Modules.FULFILLMENT, { services: [RakutenFulfillmentProvider] })
