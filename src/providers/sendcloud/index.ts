import { ModuleProvider, Modules } from "@medusajs/framework/utils"
import { SendcloudFulfillmentProvider } from "./service"

export default ModuleProvider(Modules.FULFILLMENT, { services: [SendcloudFulfillmentProvider] })
