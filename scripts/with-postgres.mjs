// Runs a command with DATABASE_URL set to a migrated database of a temporary server, and with what the
// integration tests read:
//   node scripts/with-postgres.mjs -- npx medusa develop
//   node scripts/with-postgres.mjs -- npx jest --selectProjects integration --runInBand <path>
// With --empty nothing is migrated:
//   node scripts/with-postgres.mjs --empty -- npx medusa plugin:db:generate
import { spawn } from "node:child_process"
import { once } from "node:events"
import { startTestServer } from "./template-database.mjs"

const separator = process.argv.indexOf("--")
const [file, ...args] = separator < 0 ? [] : process.argv.slice(separator + 1)
if (!file) {
  console.error("Usage: node scripts/with-postgres.mjs [--empty] -- <command> [arguments]")
  process.exit(2)
}
const empty = process.argv.slice(2, separator).includes("--empty")
const server = await startTestServer({ empty })
const databaseUrl = await server.createDatabase()
const { hostname, port, username, password } = new URL(databaseUrl)
const child = spawn(file, args, {
  stdio: "inherit",
  env: {
    ...process.env,
    ...server.env,
    DATABASE_URL: databaseUrl,
    // `plugin:db:generate` puts its own host before what DATABASE_URL names.
    DB_HOST: hostname,
    DB_PORT: port,
    DB_USERNAME: username,
    DB_PASSWORD: password,
    MEDUSA_DISABLE_TELEMETRY: "true",
  },
})
for (const signal of ["SIGINT", "SIGTERM"]) {
  process.on(signal, () => child.kill(signal))
}
const [code] = await once(child, "close")
await server.stop()
process.exit(code ?? 1)
