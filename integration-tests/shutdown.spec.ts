import { MedusaModule } from "@medusajs/framework/modules-sdk"
import { sendMarketplaceActionsWorkflow } from "../src/workflows/send-actions"
import { marketTest } from "./helpers/market-test"
import { MARKETPLACES } from "./helpers/marketplace-cases"
import { colissimoNumber, shipOrder } from "./helpers/ship-order"
import { expectExactlyOnce } from "./helpers/store-figures"
import { until } from "./helpers/until"

const store = marketTest({ seconds: 120 })
const COMMANDS = "integration-tests/helpers/child-commands.ts"

describe("A process that stops in the middle of its work", () => {
  it("ends what it began, leaves nothing claimed, and the next one goes on at once", async () => {
    const [cdiscount, rakuten] = MARKETPLACES
    const { control } = store.sandbox
    const importing = await store.connect(rakuten)
    const seeded = store.seedOrders(importing, { count: 30 })
    const sending = await store.connect(cdiscount)
    const parcels = {
      marketplace: cdiscount.id,
      account: sending.account,
      endpoint: cdiscount.endpoint.ship,
    }
    const others = store.seedOrders(sending, { count: 3 })
    await store.pullAll(sending)

    // A list that hangs, details that are slow, and a parcel whose answer takes three seconds.
    control.addFault({
      kind: "latency",
      ms: 300,
      endpoint: "getbillinginformation",
      account: importing.account,
    })
    control.addFault({ kind: "latency", ms: 3000, endpoint: parcels.endpoint, account: sending.account })
    const before = control.counts(parcels).total
    const orders = await Promise.all(
      others.map(({ external_id }) => store.desk.orderOf<{ order_id: string }>(external_id ?? ""))
    )
    for (const { order_id } of orders) await shipOrder(store.app, order_id, colissimoNumber())
    const sent = sendMarketplaceActionsWorkflow(store.app.container)
      .run({ input: { connection_id: sending.id } })
      .catch(() => null)
    await store.desk.post(`/connections/${importing.id}/import`)
    await until("a parcel is under way", () => control.counts(parcels).total > before)
    await until(
      "details are asked for",
      () =>
        control.counts({
          marketplace: "rakuten",
          account: importing.account,
          endpoint: "getbillinginformation",
        }).total > 2
    )

    const began = Date.now()
    await MedusaModule.onApplicationPrepareShutdown()
    expect(Date.now() - began).toBeLessThan(15_000)
    await sent
    expect(
      await store.sql(
        `select id from marketplace_connection
          where pull_lease_owner is not null or send_lease_owner is not null or health_status <> 'ok'`
      )
    ).toEqual([])
    expect(await store.sql("select id from marketplace_order where claimed_until > now()")).toEqual([])
    expect(await store.sql("select id from marketplace_action where claimed_until > now()")).toEqual([])
    expect(await store.sql("select id from marketplace_run where state = 'running'")).toEqual([])
    // The call that had begun has ended, and its end is written down.
    const [{ written }] = await store.sql<{ written: number }>(
      `select count(*)::int as written from marketplace_action
        where connection_id = $1 and state in ('sent', 'confirmed')`,
      [sending.id]
    )
    expect(written).toBe(control.counts(parcels).total)
    // Nothing is begun any more.
    const calls = control.counts().total
    await store.desk.post(`/connections/${importing.id}/import`)
    await store.dispatch()
    expect(control.counts().total).toBe(calls)

    control.removeFaults({})
    const child = await store.startChild()
    await child.run(COMMANDS, "pullConnections", [importing.id])
    await child.run(COMMANDS, "sendConnections", [sending.id])
    await expectExactlyOnce(store.database, seeded)
    for (const { external_id } of others) {
      expect(cdiscount.ledger(store.sandbox, external_id ?? "")).toMatchObject({
        shipments: 1,
        duplicates: 0,
      })
    }
  })
})
