import type { MedusaContainer } from "@medusajs/framework/types"
import {
  InventoryLevelWorkflowEvents,
  PricingEvents,
  ProductVariantWorkflowEvents,
  ProductWorkflowEvents,
  ReservationItemWorkflowEvents,
} from "@medusajs/framework/utils"
import type { ChangedInStore } from "../../modules/marketplace/medusa-tables"
import { changedInStore } from "../shared/mark-offers"

/** What the id of an event is of. */
const SOURCES: Record<string, keyof ChangedInStore> = {
  ...of("levels", InventoryLevelWorkflowEvents),
  ...of("reservations", ReservationItemWorkflowEvents),
  ...of("products", ProductWorkflowEvents),
  ...of("variants", ProductVariantWorkflowEvents),
  [PricingEvents.PRICE_CREATED]: "prices",
  [PricingEvents.PRICE_UPDATED]: "prices",
  [PricingEvents.PRICE_DELETED]: "prices",
}

function of(source: keyof ChangedInStore, events: { CREATED: string; UPDATED: string; DELETED: string }) {
  return { [events.CREATED]: source, [events.UPDATED]: source, [events.DELETED]: source }
}

export const CHANGING_EVENTS = Object.keys(SOURCES)

export const offersChanged = (container: MedusaContainer, event: string, id: string): void =>
  changedInStore(container, SOURCES[event], id)
