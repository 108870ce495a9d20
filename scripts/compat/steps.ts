/** What has been proved, and the line that says so of each step. */
export type Steps = {
  passed: number
  failed: number
  /** Does one step. When it fails, what depends on it is given up: `chain` ends. */
  step: <Result>(name: string, work: () => Promise<Result>) => Promise<Result>
  /** Steps of which each needs the one before. */
  chain: (work: () => Promise<void>) => Promise<void>
  notRun: (name: string, why: string) => void
}

class GivenUp extends Error {}

export function countSteps(print: (line: string) => void): Steps {
  const line = (result: string, seconds: string, name: string) =>
    print(`${result.padEnd(8)}${seconds.padStart(6)}  ${name}`)
  const steps: Steps = {
    passed: 0,
    failed: 0,
    async step(name, work) {
      const since = Date.now()
      const seconds = () => `${Math.round((Date.now() - since) / 1000)} s`
      try {
        const result = await work()
        steps.passed++
        line("passed", seconds(), name)
        return result
      } catch (error) {
        steps.failed++
        line("FAILED", seconds(), name)
        print(indented(error instanceof Error ? error.message : String(error)))
        throw new GivenUp(name)
      }
    },
    async chain(work) {
      try {
        await work()
      } catch (error) {
        if (!(error instanceof GivenUp)) throw error
        print(`         Whatever depends on this step was not tried.`)
      }
    },
    notRun: (name, why) => line("not run", "", `${name}: ${why}`),
  }
  return steps
}

const indented = (text: string) => text.replace(/^/gm, "         ")
