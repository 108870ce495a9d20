const FRAMES = 3
/** Lines of a message that spreads over several stand in the stack too: only what has a place in a file is a frame. */
const FRAME = /^\s*at (?:(?:async )?([\w.$<>[\] ]{1,80}) \()?(?:.*[\\/])?([\w.-]{1,80}:\d+:\d+)\)?$/

/**
 * What the log may hold of an unexpected error: its name and where it was thrown, never its message, which can repeat
 * what it failed on (a buyer's data). Medusa's workflows hand errors on as plain objects.
 */
export function errorKind(error: unknown): string {
  const { name, stack } = Object(error) as { name?: unknown; stack?: unknown }
  const frames = (typeof stack === "string" ? stack.split("\n") : []).flatMap((line) => {
    const [, caller, place] = FRAME.exec(line) ?? []
    return place ? [caller ? `${caller} (${place})` : place] : []
  })
  const known = typeof name === "string" && /^\w{1,60}$/.test(name) ? name : "unknown error"
  return frames.length > 0 ? `${known} at ${frames.slice(0, FRAMES).join(" < ")}` : known
}
