import { longestTurn } from "./longest-turn"

/** Nothing else of the process waits longer than this, in milliseconds. */
const LONGEST_MS = 200

/** A list by its name, ten times what is real, and what makes the work on so many. */
export type GrowingList = [name: string, size: number, prepare: (size: number) => () => unknown]

/** Every list with ten times as many, and ten times that: the time grows in line, and nothing waits long. */
export const growsInLine = (lists: readonly GrowingList[]): void =>
  it.each(lists)(
    "%s: ten times as many take about ten times as long, and keep nothing waiting",
    async (_, size, prepare) => {
      const costOf = async (count: number) => {
        const work = prepare(count)
        let least = Infinity
        let longest = Infinity
        for (let time = 0; time < 2; time++) {
          const before = process.cpuUsage()
          longest = Math.min(longest, await longestTurn(work))
          const { user, system } = process.cpuUsage(before)
          least = Math.min(least, (user + system) / 1000)
        }
        return { least, longest }
      }
      const few = await costOf(size)
      const many = await costOf(10 * size)
      // A square would be a hundredfold.
      expect(many.least / Math.max(few.least, 2)).toBeLessThan(40)
      expect(many.longest).toBeLessThan(LONGEST_MS)
    },
    60_000
  )
