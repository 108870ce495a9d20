import type { MedusaContainer } from "@medusajs/framework/types"
import { ContainerRegistrationKeys } from "@medusajs/framework/utils"
import { chooseDestination } from "../../orders/destinations"
import { type LineFacts, lineFacts } from "../../orders/line-facts"
import { readOrder } from "../../orders/read-order"
import { loadArticles } from "../plan-import/load-batch"
import { settingsOf } from "../shared/connection-settings"
import { errorKind } from "../shared/error-kind"
import { marketplaceOf } from "../shared/marketplace"
import { reservationsOf } from "../shared/reservations"
import { whyUnusable } from "../shared/unusable"
import { loadPrices } from "./load-prices"

type Row = { id: string; connection_id: string; state: string }

/**
 * What the store knows of the articles of orders that wait for an answer: by order, then by line. Writes nothing. They stand
 * beside the orders: where the store fails on them, that is logged, and the orders are shown without.
 */
export async function decisionFacts(
  container: MedusaContainer,
  rows: readonly Row[]
): Promise<Map<string, Map<string, LineFacts>>> {
  const facts = new Map<string, Map<string, LineFacts>>()
  const open = rows.filter(({ state }) => state === "to_accept")
  for (const id of new Set(open.map(({ connection_id }) => connection_id))) {
    const ids = open.filter(({ connection_id }) => connection_id === id).map((row) => row.id)
    try {
      for (const [order, lines] of await factsOf(container, id, ids)) facts.set(order, lines)
    } catch (error) {
      container
        .resolve(ContainerRegistrationKeys.LOGGER)
        .error(
          `marketplace-connect: the articles of ${id} to decide on could not be read (${errorKind(error)})`
        )
    }
  }
  return facts
}

async function factsOf(container: MedusaContainer, connection_id: string, ids: string[]) {
  const marketplace = marketplaceOf(container)
  const connection = await marketplace.anyConnection(connection_id)
  if (whyUnusable(container, connection)) return []
  const adapter = marketplace.adapter(connection.marketplace_id)
  const settings = settingsOf(adapter, connection.settings, {})
  const rows = await marketplace.orders.loadOrders(ids)
  const read = rows.flatMap((row) => {
    const { order } = readOrder(adapter, connection, row)
    return order ? [{ id: row.id, order }] : []
  })
  if (!read.length) return []
  const orders = read.map(({ order }) => order)
  const { variants, stock, matches } = await loadArticles(container, connection_id, orders)
  const reserved = await reservationsOf(container, rows)
  const byId = new Map(variants.map((variant) => [variant.id, variant]))
  const positions = read.map(({ id, order }) => {
    const { region_id, stock_location_ids } = chooseDestination(order, connection.destinations, connection)
    const destination = { region: region_id ? { id: region_id } : null, stock_location_ids }
    const own = (reserved.get(id) ?? []).filter(({ is_deleted }) => !is_deleted)
    return { id, order, context: { settings, matches, variants: byId, stock, reserved: own, destination } }
  })
  const prices = await loadPrices(container, positions)
  return positions.map(
    ({ id, order, context }) => [id, lineFacts(order, prices.get(order) ?? new Map(), context)] as const
  )
}
