/** Deadlines of calls to a marketplace, in milliseconds. */
const DEADLINES = [15_000, 30_000, 60_000]
const SHORTENED = 20

/** While `work` runs, a call that hangs fails after a twentieth of its deadline. Nothing else should be busy then. */
export async function withShortDeadlines<T>(work: () => Promise<T>): Promise<T> {
  const real = global.setTimeout
  const short = (run: () => void, ms?: number, ...rest: []) =>
    real(run, ms !== undefined && DEADLINES.includes(ms) ? ms / SHORTENED : ms, ...rest)
  global.setTimeout = Object.assign(short, real) as typeof setTimeout
  try {
    return await work()
  } finally {
    global.setTimeout = real
  }
}
