/**
 * The longest time in milliseconds for which `work` kept everything else waiting. Other programs on the machine do not
 * count: of each turn of the event loop the process's own time is taken, where that is less than the clock's.
 */
export async function longestTurn(work: () => unknown): Promise<number> {
  let longest = 0
  let isOver = false
  let [before, used] = [performance.now(), process.cpuUsage()]
  const tick = () => {
    const { user, system } = process.cpuUsage(used)
    longest = Math.max(longest, Math.min(performance.now() - before, (user + system) / 1000))
    ;[before, used] = [performance.now(), process.cpuUsage()]
    if (!isOver) setImmediate(tick)
  }
  // The work begins in a turn of its own.
  await new Promise(setImmediate)
  ;[before, used] = [performance.now(), process.cpuUsage()]
  setImmediate(tick)
  try {
    await work()
    await new Promise(setImmediate)
    return longest
  } finally {
    isOver = true
  }
}

/** The less of two such counts: a garbage collection, or a core that other programs share, makes a turn longer. */
export const leastTurn = async (work: () => unknown): Promise<number> =>
  Math.min(await longestTurn(work), await longestTurn(work))
