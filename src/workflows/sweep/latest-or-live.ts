import type { MedusaContainer } from "@medusajs/framework/types"
import { ContainerRegistrationKeys } from "@medusajs/framework/utils"
import { errorKind } from "../shared/error-kind"
import type { Completeness } from "../../orders/completeness"

const DEADLINE_MS = 9_500

type Report = Omit<Completeness, "checked_at"> & { checked_at: string | null }

const NOTHING_YET: Report = {
  marketplace_open: 0,
  imported: 0,
  held: 0,
  waiting: 0,
  ignored: 0,
  missing: [],
  differences: [],
  unreadable: [],
  checked_at: null,
}

/**
 * The stored report or, with a running sweep, that one's if it comes in time; the sweep goes on behind. `is_live` says
 * which it is.
 */
export async function latestOrLive(
  container: MedusaContainer,
  stored: Record<string, unknown> | null,
  sweep: Promise<Completeness | null> | null
): Promise<Report & { is_live: boolean }> {
  const last = { ...NOTHING_YET, ...(stored as Partial<Report> | null), is_live: false }
  if (!sweep) return last
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<null>((resolve) => {
    timer = setTimeout(() => resolve(null), DEADLINE_MS)
  })
  // One that fails after the deadline has no other reader than the log.
  const safe = sweep.catch((error: unknown) => {
    container
      .resolve(ContainerRegistrationKeys.LOGGER)
      .warn(`marketplace-connect: a sweep asked for by hand failed (${errorKind(error)})`)
    return null
  })
  const report = await Promise.race([safe, late])
  clearTimeout(timer)
  return report ? { ...report, is_live: true } : last
}
