import type { MedusaContainer } from "@medusajs/framework/types"
import { LABEL_MODULE } from "../../modules/label"
import type LabelModuleService from "../../modules/label/service"

export const labelsOf = (container: MedusaContainer): LabelModuleService =>
  container.resolve<LabelModuleService>(LABEL_MODULE)
