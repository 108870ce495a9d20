import { utcTime } from "./text"

/** A time in which an order changed that could not be read; milliseconds since the epoch. */
export type Gap = { from: number; to: number }
/** `at` ISO 8601 by the marketplace's own clock; null where there is no usable one. `missed`: by sales channel. */
export type Cursor = { at: string | null; gaps: Gap[]; missed: Map<string, Gap> }

/** A gap of this width is not halved any more: times there may be whole seconds. */
const NARROW_MS = 4000
const SECOND_MS = 1000
const MOST_GAPS = 10

/**
 * The cursor's text: how far everything was seen and, behind it, the gaps that are asked for again: "2026-05-04T12:00:00.000Z
 * 2026-05-04T11:35:00.000Z/2026-05-04T11:50:00.000Z". An order that cannot be read holds nothing else up, and is not
 * passed either. What one sales channel did not show has its name behind it: ".../2026-05-04T11:50:00.000Z/CDISFR".
 */
export function writeCursor(
  at: string,
  gaps: readonly Gap[],
  missed: ReadonlyMap<string, Gap> = new Map()
): string {
  const time = (ms: number) => new Date(ms).toISOString()
  const text = ({ from, to }: Gap) => `${time(from)}/${time(to)}`
  const ofChannels = [...missed].map(([channel, gap]) => `${text(gap)}/${encodeURIComponent(channel)}`)
  return [at, ...merged(gaps).map(text), ...ofChannels].join(" ")
}

export function readCursor(text: string | null): Cursor {
  const [at, ...parts] = (text ?? "").split(" ")
  const gaps = parts.flatMap((part) => {
    const [from, to, channel] = part.split("/")
    const gap = { from: Date.parse(utcTime(from) ?? ""), to: Date.parse(utcTime(to) ?? "") }
    return gap.from <= gap.to ? { gap, channel: channelOf(channel) } : []
  })
  return {
    at: utcTime(at),
    gaps: gaps.flatMap(({ gap, channel }) => (channel === null ? gap : [])),
    missed: new Map(gaps.flatMap(({ gap, channel }) => (channel === null ? [] : [[channel, gap] as const]))),
  }
}

/** What cannot be decoded was not written here: its time is asked of every channel. */
function channelOf(text = ""): string | null {
  try {
    return decodeURIComponent(text) || null
  } catch {
    return null
  }
}

/** The two halves, one second of which is in both: whether bounds are within a window is not documented. */
export function halves({ from, to }: Gap): Gap[] {
  const middle = Math.floor((from + to) / 2)
  return to - from <= NARROW_MS
    ? [{ from, to }]
    : [
        { from, to: middle + SECOND_MS },
        { from: middle, to },
      ]
}

/** Narrow ones that speak of the same moment become one, and the nearest ones where there are too many. */
function merged(gaps: readonly Gap[]): Gap[] {
  // Lists by channel leave the same one.
  const distinct = new Map(gaps.map((gap) => [`${gap.from}/${gap.to}`, gap]))
  const all = [...distinct.values()].sort((a, b) => a.from - b.from || a.to - b.to)
  const join = (index: number) => {
    const [a, b] = all.splice(index, 2)
    all.splice(index, 0, { from: a.from, to: Math.max(a.to, b.to) })
  }
  for (let index = all.length - 2; index >= 0; index--) {
    const [a, b] = [all[index], all[index + 1]]
    if (b.from <= a.to && Math.max(a.to, b.to) - a.from <= 2 * NARROW_MS) {
      join(index)
    }
  }
  while (all.length > MOST_GAPS) {
    const distances = all.slice(1).map(({ from }, index) => from - all[index].to)
    join(distances.indexOf(Math.min(...distances)))
  }
  return all
}
