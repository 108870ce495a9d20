import { type LabelAccount, optionSubject } from "../../labels/plan-label"
import { chooseOption } from "../../labels/choose-option"
import { findPoint, pointIds } from "../../labels/pickup-point"
import type { ServicePoint } from "../../labels/label-service"
import { parcelWeight } from "../../labels/weight"
import { isMarketplaceError } from "../../marketplaces/errors"
import { labelsOf } from "../shared/labels"
import type { Task } from "./task"

/**
 * The account with what its service has for this parcel: senders, options of the route with their estimates, and the
 * pickup point. What it cannot say in time is null, and is not checked; what it refuses is thrown.
 */
export async function askService(task: Task): Promise<LabelAccount> {
  const { container, account, session, loaded, request } = task
  const labels = labelsOf(container)
  const service = labels.labelService(account.service_id)
  const settings = labels.settingsOf(account)
  const own = labels.ownSettingsOf(account)
  const known_senders = await orNull(session.senders())
  const { overrides } = request
  const { stock_location_id } = loaded.fulfillment
  const sender_id =
    overrides?.sender_id ??
    (stock_location_id === null ? undefined : account.senders[stock_location_id]) ??
    account.default_sender_id
  const from = known_senders?.find(({ external_id }) => external_id === sender_id)
  const weight = parcelWeight(loaded.fulfillment.lines, settings.labels, measured(task))
  const to = { ...loaded.to, ...given(overrides?.to) }
  const options =
    from?.country_code && "grams" in weight && to.country_code
      ? await orNull(
          session.options({
            from: { country_code: from.country_code, postal_code: from.postal_code ?? "" },
            to,
            weight_grams: Math.round(weight.grams / Math.max(1, overrides?.parcels?.length ?? 1)),
            with_price: true,
          })
        )
      : null
  const rules = await labels.optionRules.listOptionRules(account.id)
  const base = {
    settings,
    rules,
    fallback: account.fallback,
    senders: account.senders,
    default_sender_id: account.default_sender_id,
    known_senders,
    options,
    test_option_code: service.descriptor.test_option_code,
    service_point_kind: own.service_point_by === "service" ? ("service" as const) : ("carrier" as const),
    brand_id: account.brand_id,
    most_parcels: service.descriptor.limits.parcels,
  }
  const grams = "grams" in weight ? weight.grams : null
  return { ...base, pickup_point: await pickupPoint(task, base, to, grams) }
}

export function measured({ request: { overrides } }: Pick<Task, "request">): number | null {
  return overrides?.parcels
    ? overrides.parcels.reduce((sum, { weight_grams }) => sum + weight_grams, 0)
    : null
}

export const given = (to: { postal_code?: string; country_code?: string } | undefined) => ({
  ...(to?.postal_code && { postal_code: to.postal_code }),
  ...(to?.country_code && { country_code: to.country_code }),
})

type Asked = Omit<LabelAccount, "pickup_point">

/** The point that the order names, at the carrier of the option that would be chosen. */
async function pickupPoint(
  { session, loaded, request }: Task,
  { rules, fallback, options }: Asked,
  to: { postal_code: string; country_code: string },
  grams: number | null
): Promise<LabelAccount["pickup_point"]> {
  const { order, fulfillment } = loaded
  const { overrides } = request
  const id = overrides?.pickup_point_id === undefined ? order.pickup_point?.id : overrides.pickup_point_id
  if (!id || !to.country_code) return null
  const { chosen } = chooseOption(
    optionSubject(order, fulfillment.lines, {
      to,
      grams,
      stock_location_id: fulfillment.stock_location_id,
      has_pickup_point: true,
    }),
    rules,
    fallback,
    overrides?.option ?? null
  )
  const option = options?.find(({ code }) => code === chosen?.option_code)
  if (!option || option.last_mile === "home" || option.last_mile === "other") return null
  const points: ServicePoint[] = []
  for (const carrier_point_id of pointIds(id)) {
    const found = await orNull(
      session.servicePoints({
        country_code: to.country_code,
        carrier_code: option.carrier.code,
        carrier_point_id,
      })
    )
    if (found === null) return null
    points.push(...found)
    if (found.length > 0) break
  }
  // The point's own postcode may be another than the buyer's where a person chose it.
  const postal_code = overrides?.pickup_point_id ? null : to.postal_code
  return findPoint(points, { id, postal_code })
}

/** What keeps the whole account from working is thrown; a single answer that is missing only means that less is checked. */
export async function orNull<T>(asked: Promise<T>): Promise<T | null> {
  try {
    return await asked
  } catch (error) {
    const isAccounts =
      !isMarketplaceError(error) ||
      ["credentials", "no_rights", "not_linked", "configuration", "rate_limited"].includes(error.kind)
    if (isAccounts) throw error
    return null
  }
}
