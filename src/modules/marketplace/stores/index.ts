import * as actionList from "./action-list"
import * as actionWork from "./actions"
import * as actionsByHand from "./actions-by-hand"
import * as orderList from "./order-list"
import * as orderWork from "./orders"
import * as ordersByHand from "./orders-by-hand"

// Each subject's statements, as the service offers them.

export const actions = { ...actionList, ...actionWork, ...actionsByHand }
export * as connections from "./connections"
export * as leases from "./leases"
export * as listings from "./listings"
export const orders = { ...orderList, ...orderWork, ...ordersByHand }
export * as overview from "./overview"
export * as pace from "./pace"
export * as runs from "./runs"
