import { Module } from "@medusajs/framework/utils"
import { checkDatabaseOf } from "../marketplace/check-database"
import * as models from "./models"
import LabelModuleService from "./service"

export const LABEL_MODULE = "marketplace_label"

export default Module(LABEL_MODULE, { service: LabelModuleService, loaders: [checkDatabaseOf(models)] })
