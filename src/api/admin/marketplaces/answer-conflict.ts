import type { MedusaResponse } from "@medusajs/framework/http"
import { CHANGED_MEANWHILE, ROW_CHANGED_MEANWHILE } from "../../../modules/marketplace/refusal"
import type { Conflict } from "./types"

/**
 * Refuses a save that came after another person's: 409, with what is there now. Medusa answers a conflict with a
 * sentence of its own, so it is written here.
 */
export async function answerConflict<Current extends object>(
  res: MedusaResponse<Conflict & Current>,
  current: () => Promise<Current>,
  save: () => Promise<void>
): Promise<void> {
  try {
    await save()
  } catch (error) {
    const { code, message } = error as { code?: unknown; message: string }
    if (code !== CHANGED_MEANWHILE && code !== ROW_CHANGED_MEANWHILE) throw error
    res.status(409).json({ type: "conflict", code: CHANGED_MEANWHILE, message, ...(await current()) })
  }
}
