import type { MedusaContainer } from "@medusajs/framework/types"
import { ContainerRegistrationKeys } from "@medusajs/framework/utils"
import { isMarketplaceError } from "../../marketplaces/port"
import type { LeasedConnection } from "../../modules/marketplace/stores/leases"
import { ASPECTS } from "../../offers/result"
import { isActive } from "../shared/active-connection"
import { healthAfter } from "../shared/connection-health"
import { describeError } from "../shared/describe-error"
import { eachPart } from "../shared/each-part"
import { announce } from "../shared/events"
import { type HeldLease, isLeaseLost, underLease } from "../shared/held-lease"
import { isAccountsError } from "../shared/is-connections-error"
import { marketplaceOf, SYSTEM } from "../shared/marketplace"
import { isUnusable } from "../shared/unusable"
import { wakeLater } from "../shared/wake-up"
import { createOffers, noteCreated, type OffersCreated } from "./create-offers"
import { type OffersContext, offersContext } from "./offers-context"
import { planOffers } from "./plan-offers"
import { noteForeign, readInventory } from "./read-inventory"
import { readShown } from "./read-shown"
import { advanceBatches, type OffersSession } from "./submit-batches"

/** SKUs that are looked up at once after their values were confirmed. */
const READ_BACK_AT_ONCE = 1000
/** Two million variants of a sales channel, by what one look takes of them. */
const MOST_LOOKS = 100
/** What is due within this time is waked by a timer of this process; the minute's job makes good a lost one. */
const WAKE_WITHIN_MS = 60_000

/** `worked`: whether anything was done. `goes_on`: nothing is left, and nothing keeps what comes next from being sent. */
export type OffersRound = { worked: boolean; goes_on: boolean }

/** Everything that is due now for the offers of a connection, under its lease, which it releases. */
export async function offersHeld(container: MedusaContainer, lease: HeldLease): Promise<OffersRound> {
  const { connection } = lease
  const round = await underLease(container, lease, () => workUnderLease(container, lease))
  const wait = await marketplaceOf(container).offers.nextOffersWork(connection.id)
  if (wait !== null && wait <= WAKE_WITHIN_MS)
    wakeLater(container, { id: connection.id, kind: "offers" }, Math.max(0, wait))
  return round
}

async function workUnderLease(container: MedusaContainer, lease: HeldLease): Promise<OffersRound> {
  const marketplace = marketplaceOf(container)
  const { connection } = lease
  if (
    connection.is_blocked ||
    (await isUnusable(container, connection)) ||
    !(await isActive(container, connection))
  )
    return { worked: false, goes_on: false }
  const context = offersContext(container, connection)
  if (!context) return { worked: false, goes_on: false }
  let worked = false
  try {
    const session = (await marketplace.openSession(connection, lease.signal, true)) as OffersSession
    if (isCompareDue(connection) && context.capabilities.reads_back) {
      const { is_complete } = await readInventory(container, lease, context, session)
      if (is_complete) await followSalesChannel(container, lease, context)
      worked = true
    }
    if (await marketplace.offers.markAgain(connection.id)) {
      await marketplace.offers.markOffersOf(connection.id, ASPECTS)
    }
    for (;;) {
      const advanced = await advanceBatches(container, lease, context, session)
      // Read again, so that what was switched off meanwhile is off.
      const fresh = { ...context, ...offersContext(container, await lease.keep()) }
      const isOn = fresh.offers.stock || fresh.offers.price || fresh.offers.delivery
      const { batches, is_full, corrected } = isOn
        ? await planOffers(container, lease, fresh)
        : { batches: 0, is_full: false, corrected: [] }
      const created = corrected.length ? await createAgain(container, fresh, corrected) : 0
      worked ||= advanced + batches + created > 0
      if (!advanced && !batches && !is_full && !created) break
      if (lease.signal.aborted) return { worked, goes_on: false }
    }
    await readBack(container, context, session)
    return { worked, goes_on: true }
  } catch (error) {
    if (isLeaseLost(error) || lease.signal.aborted) return { worked, goes_on: false }
    if (!isMarketplaceError(error)) throw error
    await noteFailure(container, connection, error)
    return { worked, goes_on: false }
  }
}

/** Where offers follow the sales channel, what is new in it is offered once everything that is offered there is known. */
async function followSalesChannel(
  container: MedusaContainer,
  lease: HeldLease,
  context: OffersContext
): Promise<void> {
  const { capabilities, offers, policy } = context
  const isWanted = offers.scope === "sales_channel" && offers.stock && offers.price && capabilities.create
  if (!isWanted || policy.creation_lacks?.length) return
  const connection = { ...context.connection, offers_read_at: new Date() }
  let next: string | null = ""
  for (let looked = 0; looked < MOST_LOOKS && next !== null; looked++) {
    await lease.keep()
    const {
      count,
      offers: created,
      after,
    }: OffersCreated = await createOffers(
      container,
      { ...context, connection },
      // What a seller has taken down there is not put up again.
      { variant_ids: null, dry_run: false, after: next, with_gone: false }
    )
    if (count) await noteCreated(container, connection.id, SYSTEM, count, created)
    next = after
  }
}

/** A person corrected their EAN in the store: they are asked for again, as a person would. */
async function createAgain(
  container: MedusaContainer,
  context: OffersContext,
  variant_ids: string[]
): Promise<number> {
  const { count, offers } = await createOffers(container, context, { variant_ids, dry_run: false })
  if (count) await noteCreated(container, context.connection.id, SYSTEM, count, offers)
  return count
}

const isCompareDue = ({ offers_compare_at }: LeasedConnection): boolean =>
  offers_compare_at !== null && new Date(offers_compare_at).getTime() <= Date.now()

/** What a marketplace refuses of offers alone stops no order: only what it says of the account pauses the connection. */
async function noteFailure(
  container: MedusaContainer,
  connection: LeasedConnection,
  error: unknown
): Promise<void> {
  container
    .resolve(ContainerRegistrationKeys.LOGGER)
    .warn(`marketplace-connect: offers of ${connection.id}: ${describeError(error).message}`)
  if (!isAccountsError(error)) return
  const health = healthAfter(error, connection.failures)
  if (await marketplaceOf(container).connections.setHealth(connection.id, health)) {
    announce(container, [{ name: "marketplace-connection.degraded", data: { id: connection.id } }])
  }
}

/** Confirmed values are compared with what is shown once they should show; what was lost in silence goes again. */
async function readBack(
  container: MedusaContainer,
  context: OffersContext,
  session: OffersSession
): Promise<void> {
  const { capabilities, connection, policy } = context
  if (!capabilities.reads_back) return
  const { offers } = marketplaceOf(container)
  const [failure] = await eachPart(policy.channels, async ({ id: channel }) => {
    for (;;) {
      const rows = await offers.takeReadBacks(connection.id, channel, READ_BACK_AT_ONCE)
      if (!rows.length) break
      const shown = await readShown(
        session,
        channel,
        rows.map((row) => row.external_sku)
      )
      await noteForeign(
        container,
        context,
        rows.flatMap((row) => {
          const offer = shown.get(row.external_sku)
          return offer ? { row, shown: offer } : []
        })
      )
      await offers.endReadBacks(rows)
      if (rows.length < READ_BACK_AT_ONCE) break
    }
  })
  if (failure) throw failure.error
}
