/** A stored date as JSON has it: ISO 8601 in UTC. */
export const iso = <Time extends Date | null>(time: Time) =>
  (time && new Date(time).toISOString()) as string | Extract<Time, null>
