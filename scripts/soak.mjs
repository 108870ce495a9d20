// npm run soak [-- <orders> [<seed>]]: the long form of integration-tests/soak.spec.ts, 2,000 orders by default.
// npm run soak -- --redis    the same in a store on Redis: one server and two workers.
import { spawnSync } from "node:child_process"
import { createRequire } from "node:module"
import path from "node:path"
import { fileURLToPath } from "node:url"

const root = fileURLToPath(new URL("..", import.meta.url))
const [orders = "2000", seed = "1"] = process.argv.slice(2).filter((argument) => argument !== "--redis")
const redis = process.argv.includes("--redis") ? await startRedis() : undefined
const { status } = spawnSync(process.execPath, ["scripts/test.mjs", "integration-tests/soak.spec.ts"], {
  stdio: "inherit",
  env: { ...process.env, SOAK_ORDERS: orders, SOAK_SEED: seed, ...(redis && { REDIS_URL: redis.url }) },
})
await redis?.end()
process.exit(status ?? 1)

async function startRedis() {
  const require = createRequire(import.meta.url)
  process.env.TS_NODE_PROJECT = path.join(root, "tsconfig.json")
  require("ts-node/register/transpile-only")
  const { hasRedis, startRedis } = require("./store/redis.ts")
  if (!hasRedis()) {
    console.error("The soak on Redis needs redis-server on the PATH. Install it, or leave --redis out.")
    process.exit(1)
  }
  return startRedis()
}
