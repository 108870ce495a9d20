// Runs a command with DATABASE_URL set to an empty database of a temporary server:
//   node scripts/with-postgres.mjs -- npx medusa plugin:db:generate
import { spawn } from "node:child_process"
import { once } from "node:events"
import { startPostgres } from "./postgres.mjs"

const command = process.argv.slice(process.argv[2] === "--" ? 3 : 2)
if (!command.length) {
  console.error("Usage: node scripts/with-postgres.mjs -- <command> [arguments]")
  process.exit(2)
}
const server = await startPostgres()
const env = { ...process.env, DATABASE_URL: await server.createDatabase("medusa") }
const child = spawn(command[0], command.slice(1), { stdio: "inherit", env })
for (const signal of ["SIGINT", "SIGTERM"]) {
  process.on(signal, () => child.kill(signal))
}
const [code] = await once(child, "close")
await server.stop()
process.exit(code ?? 1)
