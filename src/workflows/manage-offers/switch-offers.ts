import { changedMeanwhile, notAllowed } from "../../modules/marketplace/refusal"
import { type Aspect, ASPECTS } from "../../offers/result"
import { readOfferSettings } from "../../offers/settings"
import { activeConnection } from "../shared/active-connection"
import { settingsOf } from "../shared/connection-settings"
import { learnWhetherOffersAreSent, wakeOffers } from "../shared/mark-offers"
import { type Actor, marketplaceOf } from "../shared/marketplace"
import { oneStepWorkflow } from "../shared/one-step-workflow"
import { offersOf, refuseSecondOwner, refuseUnknownSales } from "./account"

export type SwitchOffersInput = {
  id: string
  version?: string
  switches: Partial<Record<Aspect, boolean>>
  /** Which tool sent stock until today, in the operator's words. */
  previous_tool: string | null
  actor: Actor
}

/** So often it is tried again when others change the connection at the same time. */
const MOST_TRIES = 5
/** What changed while it was switched on is marked once more then. */
const MARK_AGAIN_MS = 2 * 60_000
/** Sales are known sooner where stock is sent. */
const IMPORT_MINUTES = 5

/**
 * Switches what is sent on or off. Switching on marks all offers of the connection, now and once more two minutes later. Stock
 * has one owner per account, and is sent only where its sales are imported.
 */
export const switchMarketplaceOffersWorkflow = oneStepWorkflow(
  "switch-marketplace-offers",
  async ({ id, version, switches, previous_tool, actor }: SwitchOffersInput, { container }) => {
    const marketplace = marketplaceOf(container)
    const { connections, offers } = marketplace
    const wantsOn = ASPECTS.some((aspect) => switches[aspect])
    for (let tries = 0; tries < MOST_TRIES; tries++) {
      const connection = wantsOn ? await activeConnection(container, id) : await marketplace.connection(id)
      const [shown] = await connections.listVersions([id])
      if (version !== undefined && shown?.version !== version) throw changedMeanwhile()
      const { adapter, capabilities } = offersOf(container, connection)
      const before = readOfferSettings(connection.settings)
      const turned = ASPECTS.filter((aspect) => switches[aspect] !== undefined)
      const on = turned.filter((aspect) => switches[aspect] && !before?.[aspect])
      const lacking = on.find((aspect) => !capabilities[aspect])
      if (lacking) throw notAllowed("offers_aspect_not_here", { aspect: [lacking] })
      const others = await connections.listOnAccount(connection, id)
      if (on.includes("stock")) await refuseUnknownSales(container, connection, others)
      const imports = connection.settings.import as { interval_minutes?: number } | undefined
      const isSooner =
        on.includes("stock") &&
        adapter.descriptor.min_interval_minutes <= IMPORT_MINUTES &&
        imports?.interval_minutes === 10
      const settings = settingsOf(adapter, connection.settings, {
        offers: switches,
        ...(isSooner && { import: { interval_minutes: IMPORT_MINUTES } }),
      })
      const now = new Date()
      const isDone = await connections.changeConnection(
        { id, version: shown?.version ?? "" },
        {
          marketplace_id: connection.marketplace_id,
          account: connection.account,
          settings: settings as Record<string, unknown>,
          ...(on.length && {
            offers_activated_at: connection.offers_activated_at ?? now,
            offers_mark_at: new Date(now.getTime() + MARK_AGAIN_MS),
            offers_compare_at: now,
          }),
        },
        null,
        (sharing) => refuseSecondOwner(container, connection, sharing, on)
      )
      if (!isDone) continue
      if (on.length) await offers.markOffersOf(id, on)
      await marketplace.createMarketplaceHistoryEntries({
        connection_id: id,
        event: "offers.switched",
        actor,
        data: {
          changes: turned.map((aspect) => ({
            field: `settings.offers.${aspect}`,
            from: before?.[aspect] ?? false,
            to: switches[aspect],
          })),
          previous_tool,
        },
      })
      await learnWhetherOffersAreSent(container)
      wakeOffers(container, [id])
      return { switched_on: on }
    }
    throw changedMeanwhile()
  }
)
