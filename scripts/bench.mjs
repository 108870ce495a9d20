// Measures the import and the way out beside the store's own limits, and writes docs/performance.md:
//   npm run bench              everything (about 35 minutes)
//   npm run bench -- --ways    only the ways of importing, side by side (about 3 minutes); nothing is written
//   npm run bench -- --drain 10000    only the parcels that wait (about 15 minutes); writes their row
//   npm run bench -- --locks redis    eight connections that sell the same articles, beside a packer and a buyer, on this
//                                     locking provider (or `postgres`); `--orders` (2,000) in all; nothing is written
//   npm run bench -- --connections 200    what so many idle connections cost (about 3 minutes); nothing is written
//   npm run bench -- --upkeep 100000    the daily work and the pages of a store with so many orders (about 5 minutes; half
//                                     an hour for 1,000,000); with `--pages` only the pages; nothing is written
//   npm run bench -- --offers 20000    stock and prices of so many offers (about 5 minutes); with `--write` into the report
//   npm run bench -- --rakuten 1000 --rakuten 10000    a first import from Rakuten (about 10 minutes); nothing is written
//   npm run bench -- --orders 200 --shipments 50 --drain 1000    a smaller run; nothing is written
import { spawn } from "node:child_process"
import { once } from "node:events"
import { fileURLToPath } from "node:url"
import { startTestServer } from "./template-database.mjs"

const root = fileURLToPath(new URL("..", import.meta.url))
console.log("Starting PostgreSQL and migrating a template database …")
const server = await startTestServer()
const only = ["locks", "connections", "upkeep", "offers"].find((name) => process.argv.includes(`--${name}`))
const file =
  {
    locks: "scripts/bench/locks.ts",
    connections: "scripts/bench/idle.ts",
    upkeep: "scripts/bench/upkeep.ts",
    offers: "scripts/bench/offers.ts",
  }[only] ?? "scripts/bench/run.ts"
const child = spawn(
  process.execPath,
  ["--expose-gc", "-r", "ts-node/register", file, ...process.argv.slice(2)],
  {
    cwd: root,
    stdio: "inherit",
    env: { ...process.env, ...server.env, NODE_OPTIONS: "", LOG_LEVEL: "error" },
  }
)
for (const signal of ["SIGINT", "SIGTERM"]) process.on(signal, () => child.kill(signal))
const [code] = await once(child, "close")
await server.stop()
process.exit(code ?? 1)
