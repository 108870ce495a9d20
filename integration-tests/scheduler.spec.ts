import { performance } from "node:perf_hooks"
import dispatchJob from "../src/jobs/marketplace-dispatch"
import sweepJob from "../src/jobs/marketplace-sweep"
import { settled } from "./helpers/jobs"
import type { Connected } from "./helpers/market-store"
import { marketTest } from "./helpers/market-test"
import { MARKETPLACES } from "./helpers/marketplace-cases"
import { until } from "./helpers/until"

const store = marketTest({ seconds: 120 })

type Shown = { health: { code: string | null; hint: string | null; warnings: { code: string }[] } }
const health = async ({ id }: Connected) =>
  (await store.api<{ connection: Shown }>("GET", `/connections/${id}`)).body.connection.health

const MANY = 4

describe("Medusa gives a process its jobs one after the other, so", () => {
  let connections: Connected[]

  beforeAll(async () => {
    connections = []
    for (let index = 0; index < MANY; index++) {
      connections.push(await store.connect(MARKETPLACES[index % MARKETPLACES.length]))
    }
  })
  afterEach(async () => {
    store.sandbox.control.removeFaults({})
    await settled(store.app)
  })

  it.each([
    ["the job of each minute", dispatchJob],
    ["the job of each ten minutes", sweepJob],
  ])("%s is over within a second, whatever the marketplaces do", async (_, job) => {
    store.sandbox.control.addFault({ kind: "latency", ms: 2_000 })
    const runs = () => store.sql("select 1 from marketplace_run where state = 'running'")
    await store.sql(
      "update marketplace_connection set next_run_at = now(), activated_at = activated_at - interval '1 hour'"
    )
    const started = performance.now()
    await job(store.app.container)
    expect(performance.now() - started).toBeLessThan(1_000)
    if (job === dispatchJob)
      await until("a run is under way behind it", async () => (await runs()).length > 0)
  })

  it("one that does not come any more is shown on every connection, with the step, until it comes", async () => {
    await store.sql("update marketplace_tick set last_tick_at = now() - interval '4 minutes'")
    for (const connection of connections) {
      const { warnings, hint } = await health(connection)
      expect(warnings.map(({ code }) => code)).toContain("scheduler_stopped")
      expect(hint).toBeTruthy()
    }
    await dispatchJob(store.app.container)
    for (const connection of connections) {
      expect((await health(connection)).warnings.map(({ code }) => code)).not.toContain("scheduler_stopped")
    }
  })
})
