import type { CallResult, CallSteps } from "./port"

/**
 * Makes the calls of a request one after the other, and stores each before the next: a repeated request goes on after the
 * last that was stored. `last` completes the request.
 *
 *     return inSteps(steps, [["number", () => putNumber(request)]], () => confirm(request))
 */
export async function inSteps(
  steps: CallSteps | undefined,
  before: readonly (readonly [step: string, call: () => Promise<unknown>])[],
  last: () => Promise<CallResult>
): Promise<CallResult> {
  const done = before.findIndex(([step]) => step === steps?.done)
  for (const [step, call] of before.slice(done + 1)) {
    await call()
    await steps?.reached(step)
  }
  return last()
}
