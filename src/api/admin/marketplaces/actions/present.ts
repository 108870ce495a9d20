import type MarketplaceModuleService from "../../../../modules/marketplace/service"
import type { ActionRow, VersionedAction } from "../../../../modules/marketplace/stores/actions"
import type { Locale } from "../../../../orders/fill-text"
import { wasSent } from "../../../../orders/actions"
import { isCorrection } from "../../../../orders/intent-keys"
import { correctionsRefused } from "../../../../workflows/plan-shipment/corrections-refused"
import { parcelVersion } from "../../../../workflows/plan-shipment/parcel-version"
import { iso } from "../iso"
import { presentProblem, presentRefusal } from "../present-problem"
import type { MarketplaceAction } from "./types"

/** The latest of each action; an action that is looked for over days has many. */
const ATTEMPTS_SHOWN = 50

const presentWarning = (warning: unknown, locale: Locale) => {
  const { code, params } = (warning ?? {}) as { code?: string; params?: Record<string, unknown> }
  return presentProblem(code ?? null, params ?? null, locale)
}

/** A new carrier or number for it corrects a parcel that was sent. */
const isForCorrection = (row: ActionRow) =>
  row.type === "ship" && (wasSent(row) || isCorrection(row) || row.params.is_correction_offered === true)

/** Actions as the API shows them, with their attempts: the marketplace's words in them are unchanged. */
export async function presentActions(
  marketplace: MarketplaceModuleService,
  rows: VersionedAction[],
  locale: Locale
): Promise<MarketplaceAction[]> {
  const attempts = rows.length
    ? await marketplace.actions.listAttempts(
        rows.map(({ id }) => id),
        ATTEMPTS_SHOWN
      )
    : []
  const corrected = rows.filter(isForCorrection).map(({ marketplace_order_id }) => marketplace_order_id)
  const refusals = await correctionsRefused(marketplace, corrected)
  const parcels = rows.filter(({ type }) => type === "ship").map((row) => row.marketplace_order_id)
  const ships = parcels.length ? await marketplace.actions.listActionsOf([...new Set(parcels)], ["ship"]) : []
  const parcelOf = ({ type, marketplace_order_id, fulfillment_id }: ActionRow) =>
    type === "ship" && fulfillment_id
      ? parcelVersion(
          ships.filter((one) => one.marketplace_order_id === marketplace_order_id),
          fulfillment_id
        )
      : null
  return rows.map((row): MarketplaceAction => ({
    id: row.id,
    version: row.version,
    parcel_version: parcelOf(row),
    connection_id: row.connection_id,
    marketplace_order_id: row.marketplace_order_id,
    fulfillment_id: row.fulfillment_id,
    type: row.type,
    state: row.state,
    params: row.params as MarketplaceAction["params"],
    attempts: attempts
      .filter(({ action_id }) => action_id === row.id)
      .map(({ action_id: _, at, ...attempt }) => ({ at: iso(at), ...attempt })),
    next_attempt_at: iso(row.next_attempt_at),
    unsettled_since: iso(row.unsettled_since),
    sent_at: iso(row.sent_at),
    confirmed_at: iso(row.confirmed_at),
    problem: presentProblem(row.problem_code, row.problem_params, locale),
    warning: presentWarning(row.params.warning, locale),
    unavailable: {
      correct: isForCorrection(row)
        ? presentRefusal(refusals.get(row.marketplace_order_id) ?? null, locale)
        : null,
    },
    created_at: iso(row.created_at),
  }))
}
