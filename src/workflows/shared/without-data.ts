import { MedusaError } from "@medusajs/framework/utils"
import { errorKind } from "./error-kind"

/**
 * For jobs and subscribers: Medusa logs the message of whatever they throw, and the message of an unexpected error can
 * repeat a buyer's data. Only its kind is rethrown.
 */
export async function withoutData(what: string, work: () => Promise<unknown>): Promise<void> {
  try {
    await work()
  } catch (error) {
    throw new MedusaError(
      MedusaError.Types.UNEXPECTED_STATE,
      `marketplace-connect: ${what} failed (${errorKind(error)})`
    )
  }
}
