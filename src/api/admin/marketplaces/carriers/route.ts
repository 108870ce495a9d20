import type { AuthenticatedMedusaRequest, MedusaResponse } from "@medusajs/framework/http"
import { carrierByKey, carrierCoverage } from "../../../../carriers"
import { marketplaceOf } from "../../../../workflows/shared/marketplace"
import { contains } from "./search"
import type { ListCarriersQuery } from "./validators"
import type { CatalogPage } from "./types"

/** The catalog: every known carrier, with what is known about it. */
export const GET = (req: AuthenticatedMedusaRequest, res: MedusaResponse<CatalogPage>) => {
  const { q, limit, offset } = req.validatedQuery as ListCarriersQuery
  const adapters = marketplaceOf(req.scope).listAdapters()
  const names = Object.fromEntries(adapters.map((one) => [one.descriptor.id, one.carrier_names]))
  const carriers = carrierCoverage(names)
    .map((coverage) => {
      const { aliases = [], country = null, status = null, note = null } = carrierByKey(coverage.key) ?? {}
      return { ...coverage, aliases, country, status, note }
    })
    .filter(({ key, name, aliases }) => contains([key, name, ...aliases], q ?? ""))
    .sort((a, b) => (a.name < b.name ? -1 : 1))
  res.json({ carriers: carriers.slice(offset, offset + limit), count: carriers.length, limit, offset })
}
