// Called by scripts/bench.mjs --connections: what many connections cost on which nothing happens.
import fs from "node:fs"
import os from "node:os"
import { performance } from "node:perf_hooks"
import { parseArgs } from "node:util"
import { ContainerRegistrationKeys } from "@medusajs/framework/utils"
import { startApp } from "../../integration-tests/helpers/app"
import { connect } from "../../integration-tests/helpers/connect"
import { createTestDatabase } from "../../integration-tests/helpers/database"
import { dispatchWork, settled } from "../../integration-tests/helpers/jobs"
import { MARKETPLACES } from "../../integration-tests/helpers/marketplace-cases"
import { marketplaceEnv } from "../../integration-tests/helpers/marketplace-env"
import { seedStore } from "../../integration-tests/helpers/seed-store"
import { DEFAULT_CATALOG } from "../../sandbox/catalog"
import { startSandbox } from "../../sandbox/server"

const { values } = parseArgs({ options: { connections: { type: "string", default: "200" } } })
const COUNT = Number(values.connections)
const ROUNDS = 3
/** The default of `import.interval_minutes`. */
const INTERVAL_SECONDS = 600
const TICK_MS = 10
const GOALS = { statements: 8, core_percent: 5 }
const say = (text: string) => console.log(`[${new Date().toISOString().slice(11, 19)}] ${text}`)
const median = (list: number[]) => [...list].sort((a, b) => a - b)[Math.floor(list.length / 2)]

type Round = Record<"statements" | "calls" | "process_ms" | "database_ms" | "seconds", number>

/** Processor time that these processes have used so far, in milliseconds; Linux only. */
function usedBy(pids: number[]): number {
  const ticks = pids.map((pid) => {
    try {
      const fields = fs.readFileSync(`/proc/${pid}/stat`, "utf8").split(") ")[1].split(" ")
      return Number(fields[11]) + Number(fields[12])
    } catch {
      return 0
    }
  })
  return ticks.reduce((sum, count) => sum + count, 0) * TICK_MS
}

async function main(): Promise<void> {
  const [market] = MARKETPLACES
  const sandbox = await startSandbox()
  const database = await createTestDatabase()
  const app = await startApp({ databaseUrl: database.url, env: marketplaceEnv(sandbox) })
  await seedStore(app.container, DEFAULT_CATALOG)
  say(`connecting ${COUNT} accounts`)
  for (let number = 0; number < COUNT; number += 1) await connect(app, sandbox, market)
  const makeDue = () =>
    database.sql(
      "update marketplace_connection set next_run_at = now(), swept_at = now(), rechecked_at = now()"
    )
  const backends = async () =>
    (
      await database.sql<{ pid: number }>(
        "select pid from pg_stat_activity where datname = current_database()"
      )
    ).map(({ pid }) => pid)
  const knex = app.container.resolve(ContainerRegistrationKeys.PG_CONNECTION)
  let statements = 0
  knex.on("query", () => void (statements += 1))

  say("the first pulls")
  await makeDue()
  await dispatchWork(app)
  const rounds: Round[] = []
  for (let round = 0; round < ROUNDS; round += 1) {
    await makeDue()
    await settled(app)
    statements = 0
    const calls = sandbox.control.counts().total
    const pids = await backends()
    const before = { cpu: process.cpuUsage(), database: usedBy(pids), at: performance.now() }
    await dispatchWork(app)
    const { user, system } = process.cpuUsage(before.cpu)
    rounds.push({
      statements: statements / COUNT,
      calls: (sandbox.control.counts().total - calls) / COUNT,
      process_ms: (user + system) / 1000,
      database_ms: usedBy(pids) - before.database,
      seconds: (performance.now() - before.at) / 1000,
    })
    say(JSON.stringify(rounds.at(-1)))
  }
  const of = (key: keyof Round) => median(rounds.map((round) => round[key]))
  const percent = ((of("process_ms") + of("database_ms")) / 10 / INTERVAL_SECONDS).toFixed(2)
  const [cpu] = os.cpus()
  console.log(
    [
      `${COUNT} connections on which nothing happens, one process, polls every ${INTERVAL_SECONDS / 60} minutes; ${os.cpus().length} × ${cpu.model.trim()}, Node ${process.version}.`,
      `A poll: ${of("statements").toFixed(2)} statements (goal: at most ${GOALS.statements}), ${of("calls").toFixed(2)} calls; the job's own statements are counted in.`,
      `A round of all: ${of("seconds").toFixed(1)} s, ${Math.round(of("process_ms"))} ms of the process (the simulated marketplace in it), ${Math.round(of("database_ms"))} ms of PostgreSQL.`,
      `In all: ${percent} % of a core (goal: at most ${GOALS.core_percent} %).`,
    ].join("\n")
  )
  await app.stop()
  await database.drop()
  await sandbox.stop()
}

main().then(
  () => process.exit(0),
  (error) => {
    console.error(error)
    process.exit(1)
  }
)
