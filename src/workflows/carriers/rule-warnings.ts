import type { MedusaContainer } from "@medusajs/framework/types"
import { type CarrierRuleInput, isGone, ruleWarning } from "../../carriers"
import type { ConnectionRow } from "../../modules/marketplace/stores/connections"
import { eachAlone } from "../shared/each-alone"
import { type CarrierContext, carrierContext, liveList } from "../shared/carrier-context"

/** `carrier_gone`: the marketplace listed it once and does not any more; `carrier_not_listed`: it never did. */
export type CarrierWarning = { code: "carrier_gone" | "carrier_not_listed"; name: string }

/** What is doubtful about a rule, given the list that the marketplace gave last; null where it has none. */
export function warningOf(
  context: Pick<CarrierContext, "adapter" | "connection">,
  rule: CarrierRuleInput
): CarrierWarning | null {
  const { adapter, connection } = context
  const live = liveList(context)
  const warning = ruleWarning(rule, adapter.carrier_names, live)
  if (!warning) return null
  const hasGone = isGone(rule, adapter.carrier_names, live, connection.carriers?.removed ?? [])
  return { code: hasGone ? "carrier_gone" : "carrier_not_listed", name: warning.name }
}

/** Carriers of the rules, and the default one, that have gone from the marketplace's list. */
export function goneCarriers(context: CarrierContext): string[] {
  const { default_carrier } = context.settings.shipping
  const used = [...context.rules, ...(default_carrier ? [{ match: {}, carrier: default_carrier }] : [])]
  const names = used.flatMap((rule) => {
    const warning = warningOf(context, rule)
    return warning?.code === "carrier_gone" ? [warning.name] : []
  })
  return [...new Set(names)]
}

/** The same for many connections; only those whose list has lost a carrier are read. */
export async function goneCarriersOf(
  container: MedusaContainer,
  connections: ConnectionRow[]
): Promise<Map<string, string[]>> {
  const gone = new Map<string, string[]>()
  await eachAlone(
    container,
    connections.filter(({ carriers }) => carriers?.removed?.length),
    ({ id }) => `looking at the carriers of ${id}`,
    async (connection) => {
      gone.set(connection.id, goneCarriers(await carrierContext(container, connection)))
    }
  )
  return gone
}
