// npm run soak [-- <orders> [<seed>]]: the long form of integration-tests/soak.spec.ts, 2,000 orders by default.
import { spawnSync } from "node:child_process"

const [orders = "2000", seed = "1"] = process.argv.slice(2)
const { status } = spawnSync(process.execPath, ["scripts/test.mjs", "integration-tests/soak.spec.ts"], {
  stdio: "inherit",
  env: { ...process.env, SOAK_ORDERS: orders, SOAK_SEED: seed },
})
process.exit(status ?? 1)
