import * as actionList from "./action-list"
import * as actionRows from "./actions"
import * as actionsByHand from "./actions-by-hand"
import * as parkedActions from "./parked-actions"
import * as planActions from "./plan-actions"
import * as sendActions from "./send-actions"
import * as adoptedOrders from "./adopted-orders"
import * as buyers from "./buyers"
import * as orderAcceptance from "./order-acceptance"
import * as orderChanges from "./order-changes"
import * as orderImports from "./order-imports"
import * as orderList from "./order-list"
import * as orderProblems from "./order-problems"
import * as orderPurge from "./order-purge"
import * as offerBatches from "./offer-batches"
import * as offerSummary from "./offer-summary"
import * as offerRows from "./offers"
import * as offersByHand from "./offers-by-hand"
import * as planOffers from "./plan-offers"
import * as orderRows from "./orders"
import * as ordersByHand from "./orders-by-hand"
import * as ordersThere from "./orders-there"
import * as storeSnapshots from "./store-snapshots"

// Each subject's statements, as the service offers them. No two of a subject share a name.

export const actions = {
  ...actionList,
  ...actionRows,
  ...actionsByHand,
  ...parkedActions,
  ...planActions,
  ...sendActions,
}
export * as connections from "./connections"
export * as credentials from "./credentials"
export * as history from "./history"
export * as leases from "./leases"
export * as listings from "./listings"
export * as notices from "./notices"
export const offers = { ...offerBatches, ...offerRows, ...offerSummary, ...offersByHand, ...planOffers }
export const orders = {
  ...adoptedOrders,
  ...buyers,
  ...orderAcceptance,
  ...orderChanges,
  ...orderImports,
  ...orderList,
  ...orderProblems,
  ...orderPurge,
  ...orderRows,
  ...ordersByHand,
  ...ordersThere,
  ...storeSnapshots,
}
export * as overview from "./overview"
export * as pace from "./pace"
export * as removal from "./removal"
export * as rules from "./rules"
export * as runs from "./runs"
export * as ticks from "./ticks"
export * as work from "./work"
