import type { MedusaContainer } from "@medusajs/framework/types"
import { listedCarriers, removedCarriers } from "../../carriers"
import { type MarketplaceCarrier, isMarketplaceError } from "../../marketplaces/port"
import type { ConnectionRow } from "../../modules/marketplace/stores/connections"
import { begin } from "../shared/begin"
import { announce } from "../shared/events"
import { marketplaceOf } from "../shared/marketplace"
import { carrierContext, liveList, seedOf } from "../shared/carrier-context"
import { replanUnknownCarriers } from "./replan-unknown-carriers"
import { goneCarriers } from "./rule-warnings"
import { oneStepWorkflow } from "../shared/one-step-workflow"

const DEADLINE_MS = 9_500
const MAX_CARRIERS = 10_000
const MAX_NAME_LENGTH = 200
const MAX_AGE_MS = 24 * 60 * 60 * 1000

/** `is_live`: what the marketplace listed within the last day; false also when it was asked now and did not answer. */
export type CarrierList = { carriers: MarketplaceCarrier[]; fetched_at: string | null; is_live: boolean }

/**
 * Asks the marketplace for its carriers and stores them; at most 10 seconds, never throws for the marketplace's sake.
 * Carriers that the connection uses and that have gone are announced. For the daily sweep.
 */
export async function refreshCarriers(
  container: MedusaContainer,
  connection_id: string
): Promise<CarrierList> {
  const marketplace = marketplaceOf(container)
  const before = await marketplace.connection(connection_id)
  const carriers = await askForCarriers(container, before)
  if (!carriers?.length) return { ...listOf(container, before), is_live: false }
  const record = {
    fetched_at: new Date().toISOString(),
    carriers,
    removed: removedCarriers(before.carriers, carriers),
  }
  await marketplace.connections.writeConnection(connection_id, { carriers: record })
  const after = { ...before, carriers: record }
  const known = new Set(goneCarriers(await carrierContext(container, before)))
  const gone = goneCarriers(await carrierContext(container, after))
  if (gone.some((name) => !known.has(name))) {
    announce(container, [{ name: "marketplace-connection.degraded", data: { id: connection_id } }])
  }
  if (JSON.stringify(before.carriers?.carriers) !== JSON.stringify(carriers)) {
    begin(container, `planning for ${connection_id}`, () => replanUnknownCarriers(container, connection_id))
  }
  return listOf(container, after)
}

/** Null where there is no list to ask for, or the marketplace may not be called now, or does not answer. */
async function askForCarriers(
  container: MedusaContainer,
  connection: ConnectionRow
): Promise<MarketplaceCarrier[] | null> {
  const marketplace = marketplaceOf(container)
  const { activated_instance, blocked_until } = connection
  const isElsewhere = activated_instance !== null && activated_instance !== (await marketplace.instance())
  const isBlocked = blocked_until !== null && new Date(blocked_until).getTime() > Date.now()
  const hasList = marketplace.adapter(connection.marketplace_id).descriptor.capabilities.live_carriers
  if (!hasList || isElsewhere || isBlocked) return null
  try {
    const session = await marketplace.openSession(connection, AbortSignal.timeout(DEADLINE_MS))
    return bounded(await session.carriers())
  } catch (error) {
    if (isMarketplaceError(error)) return null
    throw error
  }
}

/** A list that no marketplace has is not believed, and a name that no carrier has is passed over. */
const bounded = (carriers: MarketplaceCarrier[]): MarketplaceCarrier[] | null =>
  carriers.length > MAX_CARRIERS ? null : carriers.filter(({ name }) => name.length <= MAX_NAME_LENGTH)

/** What is known without asking: the last answer, or the names that the marketplace listed when it was last seen. */
function listOf(container: MedusaContainer, connection: ConnectionRow): CarrierList {
  const adapter = marketplaceOf(container).adapter(connection.marketplace_id)
  const carriers = liveList({ adapter, connection })
  const isAsked = adapter.descriptor.capabilities.live_carriers
  const fetched_at = carriers && isAsked ? (connection.carriers?.fetched_at ?? null) : null
  return {
    carriers: carriers ?? seedOf(adapter.carrier_names),
    fetched_at,
    is_live: fetched_at !== null && Date.now() - Date.parse(fetched_at) < MAX_AGE_MS,
  }
}

type ListInput = { connection_id: string; refresh: boolean }

/** The marketplace's own carriers; asked for when what is stored is older than a day, or when that is wanted. */
export const listMarketplaceCarriersWorkflow = oneStepWorkflow(
  "list-marketplace-carriers",
  async ({ connection_id, refresh }: ListInput, { container }) => {
    const connection = await marketplaceOf(container).connection(connection_id)
    const known = listOf(container, connection)
    const list = known.is_live && !refresh ? known : await refreshCarriers(container, connection_id)
    const { carrier_names } = marketplaceOf(container).adapter(connection.marketplace_id)
    return { ...list, carriers: listedCarriers(carrier_names, list.carriers) }
  }
)
