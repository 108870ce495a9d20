const SECOND = 1000
const MINUTE = 60 * SECOND

/** Often at first, then rarer, then not at all: what is still open an hour later is found by looking again. */
const PACE = [
  { until: MINUTE, every: 3 * SECOND },
  { until: 5 * MINUTE, every: 10 * SECOND },
  { until: 60 * MINUTE, every: MINUTE },
]

/** Milliseconds until the next look, given when something last happened; false when it is enough. */
export function nextLook(happened_at: (string | null | undefined)[], now = Date.now()): number | false {
  const last = Math.max(...happened_at.map((time) => (time ? Date.parse(time) : 0)), 0)
  return PACE.find(({ until }) => now - last < until)?.every ?? false
}
