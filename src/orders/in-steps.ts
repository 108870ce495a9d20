/** Work in steps: after each, whoever does it may let others go first. */
export type InSteps<Result> = Generator<undefined, Result>

/** Does all steps at once. */
export function inOneTurn<Result>(steps: InSteps<Result>): Result {
  for (;;) {
    const step = steps.next()
    if (step.done) return step.value
  }
}

/** Of a long loop, each step is one of so many entries. */
export const ENTRIES_A_STEP = 50

export function* mapInSteps<Entry, Result>(
  entries: readonly Entry[],
  map: (entry: Entry) => Result
): InSteps<Result[]> {
  const results: Result[] = []
  for (const [at, entry] of entries.entries()) {
    if (at % ENTRIES_A_STEP === 0) yield
    results.push(map(entry))
  }
  return results
}
