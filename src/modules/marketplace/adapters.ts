import { MedusaError } from "@medusajs/framework/utils"
import { createRequire } from "node:module"
import path from "node:path"
import { cdiscount } from "../../marketplaces/cdiscount"
import type { MarketplaceAdapter } from "../../marketplaces/port"
import { rakuten } from "../../marketplaces/rakuten"
import type { MarketplaceOptions } from "./options"

export type RegisteredAdapter = { adapter: MarketplaceAdapter; options: Record<string, unknown> }

/**
 * Every marketplace this installation can speak to: the built-in ones and those that the options name. A foreign one is
 * resolved from the host's folder; its module exports the adapter as `default` or `adapter`.
 * Throws a sentence that names the package when it cannot be loaded or takes an id that exists.
 */
export function loadAdapters(options: MarketplaceOptions, root: string): Map<string, RegisteredAdapter> {
  const adapters = new Map<string, RegisteredAdapter>([
    [cdiscount.descriptor.id, { adapter: cdiscount, options: options.cdiscount }],
    [rakuten.descriptor.id, { adapter: rakuten, options: options.rakuten }],
  ])
  const requireFromHost = createRequire(path.join(root, "package.json"))
  for (const { resolve, options: adapterOptions } of options.marketplaces) {
    const adapter = adapterOf(requireFromHost(resolve))
    if (!adapter)
      throw new MedusaError(
        MedusaError.Types.INVALID_ARGUMENT,
        `The marketplace "${resolve}" exports no adapter (as default or "adapter").`
      )
    const { id } = adapter.descriptor
    if (adapters.has(id))
      throw new MedusaError(
        MedusaError.Types.INVALID_ARGUMENT,
        `The marketplace "${resolve}" takes the id "${id}", which exists already.`
      )
    adapters.set(id, { adapter, options: adapterOptions })
  }
  return adapters
}

function adapterOf(module: unknown): MarketplaceAdapter | undefined {
  const candidates = module && typeof module === "object" ? [module, ...Object.values(module)] : []
  return candidates.find(
    (value): value is MarketplaceAdapter =>
      typeof value === "object" && value !== null && "descriptor" in value && "connect" in value
  )
}
