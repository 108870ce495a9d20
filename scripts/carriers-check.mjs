// npm run carriers:check: what the carrier catalog knows, and how surely.
import { createRequire } from "node:module"

const require = createRequire(import.meta.url)
require("ts-node/register/transpile-only")
const { formatCoverage } = require("../src/carriers/coverage.ts")

const names = (id) => require(`../src/marketplaces/${id}/carrier-names.ts`).CARRIER_NAMES

process.stdout.write(formatCoverage({ cdiscount: names("cdiscount"), rakuten: names("rakuten") }))
