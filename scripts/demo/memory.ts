import fs from "node:fs"
import path from "node:path"
import { deserialize, serialize } from "node:v8"
import type { SandboxMemory } from "../../sandbox/server"

/** What the marketplaces knew when the demo stopped; null for the first time. */
export function recall(folder: string): { seeds: number; sandbox: SandboxMemory } | null {
  const file = path.join(folder, "marketplaces.bin")
  return fs.existsSync(file) ? deserialize(fs.readFileSync(file)) : null
}

export function remember(folder: string, memory: { seeds: number; sandbox: SandboxMemory }): void {
  const file = path.join(folder, "marketplaces.bin")
  fs.writeFileSync(`${file}.new`, serialize(memory), { mode: 0o600 })
  fs.renameSync(`${file}.new`, file)
}
