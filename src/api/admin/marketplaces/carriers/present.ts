import type { MedusaContainer } from "@medusajs/framework/types"
import type { Locale } from "../../../../orders/fill-text"
import { carrierContext } from "../../../../workflows/shared/carrier-context"
import { warningOf, type CarrierWarning } from "../../../../workflows/carriers/rule-warnings"
import { marketplaceOf } from "../../../../workflows/shared/marketplace"
import type { ShownRule } from "./types"

const SENTENCES: Record<Locale, Record<CarrierWarning["code"], (name: string) => string>> = {
  en: {
    carrier_gone: (name) => `The marketplace no longer lists “${name}”: choose another carrier.`,
    carrier_not_listed: (name) =>
      `The marketplace does not list “${name}”: its parcels go out under the general name, with a link.`,
  },
  fr: {
    carrier_gone: (name) => `La marketplace ne propose plus « ${name} » : choisissez un autre transporteur.`,
    carrier_not_listed: (name) =>
      `La marketplace ne propose pas « ${name} » : ses colis partent sous le nom générique, avec un lien.`,
  },
}

/** The connection's rules in their order, each with what is doubtful about it. */
export async function presentRules(
  container: MedusaContainer,
  connection_id: string,
  locale: Locale
): Promise<ShownRule[]> {
  const marketplace = marketplaceOf(container)
  const context = await carrierContext(container, await marketplace.connection(connection_id))
  const rules = await marketplace.rules.listRules(connection_id)
  return rules.map((rule) => {
    const warning = warningOf(context, rule)
    return {
      ...rule,
      warning: warning && { ...warning, message: SENTENCES[locale][warning.code](warning.name) },
    }
  })
}
