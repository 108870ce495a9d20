import { readFileSync } from "node:fs"
import path from "node:path"

/** An invented order as Octopia would send it, as text. */
export function fixture(name: string): string {
  return readFileSync(path.join(__dirname, "fixtures", `${name}.json`), "utf8")
}

export const ORDER_FIXTURES = [
  "order-ready",
  "order-waiting-acceptance",
  "order-relay-point",
  "order-business",
  "order-mixed-supply",
  "order-cancelled",
  "order-shipped",
]

type Json = null | boolean | number | string | Json[] | { [key: string]: Json | undefined }

/** The fixture with some values replaced, by path: `{ "lines.0.status": "Accepted" }`; undefined removes. */
export function changed(name: string, changes: Record<string, Json | undefined>): string {
  const order = JSON.parse(fixture(name)) as Json
  for (const [place, value] of Object.entries(changes)) {
    const keys = place.split(".")
    const last = keys.pop() ?? ""
    let target = order as { [key: string]: Json }
    for (const key of keys) {
      target = target[key] as { [key: string]: Json }
    }
    if (value === undefined) {
      delete target[last]
    } else {
      target[last] = value
    }
  }
  return JSON.stringify(order)
}
