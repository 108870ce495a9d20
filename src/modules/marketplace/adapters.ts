import { MedusaError } from "@medusajs/framework/utils"
import { createRequire } from "node:module"
import path from "node:path"
import { cdiscount } from "../../marketplaces/cdiscount"
import { redact } from "../../marketplaces/http"
import type { AdapterFactory, MarketplaceAdapter } from "../../marketplaces/port"
import { rakuten } from "../../marketplaces/rakuten"
import { isSettingsSection } from "../../orders/settings"
import type { MarketplaceOptions } from "./options"

export type RegisteredAdapter = { adapter: MarketplaceAdapter; options: Record<string, unknown> }

/**
 * Every marketplace this installation can speak to: the built-in ones and those that the options name. A foreign one is
 * resolved from the host's folder; its module exports an adapter, or a factory that makes one of the entry's options, as
 * `default` or `adapter`. Throws a sentence that names the package when it cannot be loaded or takes an id that exists.
 */
export function loadAdapters(options: MarketplaceOptions, root: string): Map<string, RegisteredAdapter> {
  const adapters = new Map<string, RegisteredAdapter>([
    [cdiscount.descriptor.id, { adapter: cdiscount, options: options.cdiscount }],
    [rakuten.descriptor.id, { adapter: rakuten, options: options.rakuten }],
  ])
  const requireFromHost = createRequire(path.join(root, "package.json"))
  for (const { resolve, options: adapterOptions } of options.marketplaces) {
    const adapter = loadAdapter(resolve, adapterOptions, requireFromHost)
    const { id } = adapter.descriptor
    if (typeof id !== "string" || !/^[a-z][a-z0-9_-]*$/.test(id) || isSettingsSection(id))
      throw wrong(
        resolve,
        `cannot have the id "${id}": small letters, digits, "-" and "_", and no section of the settings`
      )
    if (adapters.has(id)) throw wrong(resolve, `takes the id "${id}", which exists already`)
    adapters.set(id, { adapter, options: adapterOptions })
  }
  return adapters
}

function loadAdapter(
  resolve: string,
  options: Record<string, unknown>,
  requireFromHost: NodeJS.Require
): MarketplaceAdapter {
  let found: unknown
  try {
    const exported = exportOf(requireFromHost(resolve))
    found = typeof exported === "function" ? (exported as AdapterFactory)(options) : exported
  } catch (error) {
    const secrets = Object.values(options).filter((value) => typeof value === "string")
    throw wrong(resolve, `cannot be loaded: ${redact(messageOf(error), secrets)}`)
  }
  if (found instanceof Promise)
    throw wrong(resolve, "makes its adapter too late: a factory returns it at once")
  if (!isAdapter(found)) throw wrong(resolve, `exports no adapter and no factory (as default or "adapter")`)
  return found
}

/** What a module exports as its adapter or its factory. */
function exportOf(module: unknown): unknown {
  if (typeof module === "function" || isAdapter(module)) return module
  const exported = new Map(Object.entries(module ?? {}) as [string, unknown][])
  const named = [exported.get("default"), exported.get("adapter")]
  return (
    named.find((value) => typeof value === "function" || isAdapter(value)) ??
    [...exported.values()].find(isAdapter)
  )
}

const isAdapter = (value: unknown): value is MarketplaceAdapter =>
  typeof value === "object" && value !== null && "descriptor" in value && "connect" in value

const messageOf = (error: unknown): string =>
  String((error as { message?: unknown } | null | undefined)?.message ?? error)

const wrong = (resolve: string, what: string) =>
  new MedusaError(MedusaError.Types.INVALID_ARGUMENT, `The marketplace "${resolve}" ${what}.`)
