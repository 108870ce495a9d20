import { createRequire } from "node:module"
import path from "node:path"
import type { LoaderOptions } from "@medusajs/framework/types"

/** The peer range of package.json: the admin's pages use components that Medusa's dashboard exports from here on. */
export const OLDEST = { major: 2, minor: 21 }

/** Says why this version of Medusa is not one that the plugin is tested with, or null. */
export function describeUnsupported(version: string): string | null {
  const [major, minor] = version.split(".").map(Number)
  if (major > OLDEST.major) {
    return sentence(version, "Newer major versions are not tested; look for a newer version of the plugin.")
  }
  return major < OLDEST.major || minor < OLDEST.minor
    ? sentence(
        version,
        "Older versions are not tested, and the admin cannot be built with them; upgrade Medusa."
      )
    : null
}

const sentence = (version: string, why: string) =>
  `medusa-plugin-marketplace-connect needs Medusa ${OLDEST.major}.${OLDEST.minor} or newer (below ${OLDEST.major + 1}), and this store runs ${version}. ${why}`

/** The version of the Medusa that the store itself loads: the plugin may stand in another folder, as in a workspace. */
export function medusaOf(folder: string): string | null {
  try {
    const { version } = createRequire(path.join(folder, "package.json"))("@medusajs/medusa/package.json") as {
      version?: unknown
    }
    return typeof version === "string" ? version : null
  } catch {
    return null
  }
}

/** Logs at boot, once, that the store's Medusa is not supported. It stops nothing: orders and parcels may be waiting. */
export default async function checkMedusaVersion({ logger }: Pick<LoaderOptions, "logger">): Promise<void> {
  const version = medusaOf(process.cwd())
  const problem = version === null ? null : describeUnsupported(version)
  if (problem) logger?.error(problem)
}
