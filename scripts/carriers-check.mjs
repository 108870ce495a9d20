// npm run carriers:check: what the carrier catalogue knows, and how surely.
import { createRequire } from "node:module"

const require = createRequire(import.meta.url)
require("ts-node/register/transpile-only")
const { formatCoverage } = require("../src/carriers/coverage.ts")

process.stdout.write(formatCoverage())
