import type { MedusaContainer } from "@medusajs/framework/types"
import { ContainerRegistrationKeys, MedusaError } from "@medusajs/framework/utils"
import { spokenLanguage } from "../../modules/marketplace/refusal"
import { describeRefusal } from "../../orders/refusals"
import { errorKind } from "./error-kind"

/** What became of one of many: the outcome in one word, and the sentence that goes with it. */
export type Outcome = { id: string; outcome: string; message: string | null }

/**
 * Does something for each id, one after the other; what is refused for one does not stop the others and is its outcome
 * (`refused`). With `is_single` the refusal is thrown.
 */
export async function oneByOne(
  container: MedusaContainer,
  { ids, is_single }: { ids: string[]; is_single: boolean },
  work: (id: string) => Promise<{ outcome: string; message?: string | null }>
): Promise<Outcome[]> {
  const outcomes: Outcome[] = []
  for (const id of new Set(ids)) {
    try {
      const { outcome, message } = await work(id)
      outcomes.push({ id, outcome, message: message ?? null })
    } catch (error) {
      if (is_single) throw error
      const isSaid = error instanceof MedusaError
      if (!isSaid) {
        container
          .resolve(ContainerRegistrationKeys.LOGGER)
          .error(`marketplace-connect: ${id} failed in a list (${errorKind(error)})`)
      }
      outcomes.push({
        id,
        outcome: isSaid ? "refused" : "failed",
        message: isSaid ? error.message : describeRefusal("unexpected", {}, spokenLanguage()),
      })
    }
  }
  return outcomes
}
