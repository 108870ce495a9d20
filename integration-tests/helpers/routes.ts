import fs from "node:fs"
import path from "node:path"

const FOLDER = path.resolve(__dirname, "..", "..", "src", "api")

/** Every route of the plugin by its files, as "POST /admin/labels/:id/retry". */
export const everyRoute = (): string[] => routesOf(FOLDER)

function routesOf(folder: string, address = ""): string[] {
  return fs.readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const inside = path.join(folder, entry.name)
    if (entry.isDirectory()) {
      return routesOf(inside, `${address}/${entry.name.replace(/^\[(\w+)\]$/, ":$1")}`)
    }
    if (entry.name !== "route.ts") return []
    const verbs = fs
      .readFileSync(inside, "utf8")
      .matchAll(/^export (?:const|async function|function) ([A-Z]+)\b/gm)
    return [...verbs].map(([, verb]) => `${verb} ${address}`)
  })
}
