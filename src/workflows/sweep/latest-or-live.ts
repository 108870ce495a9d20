import type { MedusaContainer } from "@medusajs/framework/types"
import { ContainerRegistrationKeys } from "@medusajs/framework/utils"
import { notAllowed } from "../../modules/marketplace/refusal"
import { completenessOf, type StoredCompleteness } from "../../orders/completeness"
import { errorKind } from "../shared/error-kind"
import type { SweepResult } from "./sweep-connection"

const DEADLINE_MS = 9_500

/**
 * The stored report or, with a running sweep, that one's; `is_live` says which it is. A sweep that takes longer goes on
 * behind, and one that makes no report is refused with the reason.
 */
export async function latestOrLive(
  container: MedusaContainer,
  stored: Record<string, unknown> | null,
  sweep: Promise<SweepResult> | null
): Promise<StoredCompleteness & { is_live: boolean }> {
  const last = { ...completenessOf(stored), is_live: false }
  if (!sweep) return last
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<null>((resolve) => {
    timer = setTimeout(() => resolve(null), DEADLINE_MS)
  })
  // One that fails after the deadline has no other reader than the log.
  sweep.catch((error: unknown) => {
    container
      .resolve(ContainerRegistrationKeys.LOGGER)
      .warn(`marketplace-connect: a sweep asked for by hand failed (${errorKind(error)})`)
  })
  try {
    const result = await Promise.race([sweep, late])
    if (!result) return last
    if (!result.report) throw notAllowed(result.refusal.code, result.refusal.params)
    return { ...result.report, is_live: true }
  } finally {
    clearTimeout(timer)
  }
}
