import type { ExpectedOrder } from "../../sandbox/expected"
import type { Cluster, Work } from "./cluster"
import type { Connected } from "./connect"
import { colissimoNumber } from "./ship-order"
import { expectExactlyOnce, expectNoStrays } from "./store-figures"
import { until } from "./until"

type Run = { id: string; state: string }
type Sold = { connected: Connected; orders: ExpectedOrder[] }
const idsOf = (orders: ExpectedOrder[]) => orders.map(({ external_id }) => external_id ?? "")

/** What happens to orders in a store of several processes, by its routes alone. */
export function clusterFlow(cluster: Cluster) {
  const count = async (text: string, values: unknown[]) =>
    (await cluster.sql<{ count: number }>(`select count(*)::int as count from ${text}`, values))[0].count

  const importedOf = (orders: ExpectedOrder[]) =>
    count("marketplace_order where external_id = any($1) and imported_at is not null", [idsOf(orders)])

  const stateOf = async (run_id: string) =>
    (await cluster.desk.get<{ run: Run }>(`/runs/${run_id}`)).run.state

  const flow = {
    importedOf,
    /** Asks for a run, as the operator does; returns its id. */
    askFor: async ({ id }: Connected, params: object = {}): Promise<string> =>
      (await cluster.desk.post<{ run: Run }>(`/connections/${id}/import`, params)).run.id,
    /** The same, and waits until it is over. */
    async run(connected: Connected, params: object = {}, seconds = 90): Promise<void> {
      const id = await flow.askFor(connected, params)
      await until("the run is over", async () => ["done", "failed"].includes(await stateOf(id)), seconds)
    },
    isDone: (run_id: string, seconds: number) =>
      until("the run is done", async () => (await stateOf(run_id)) === "done", seconds),
    /** Waits until something was done at least `times` since then; returns the process that did it last. */
    async whoDoes(what: Work["what"], since: Date, times: number): Promise<string> {
      const work = await until(
        `${times} × ${what}`,
        async () => {
          const done = await cluster.work(what, since)
          return done.length >= times ? done : null
        },
        90
      )
      return work[work.length - 1].process
    },
    allImported: (orders: ExpectedOrder[], seconds: number) =>
      until("every order is imported", async () => (await importedOf(orders)) === orders.length, seconds),
    /** Each is packed and shipped in the server's admin. */
    async ship(orders: ExpectedOrder[]): Promise<void> {
      for (const { external_id } of orders) {
        const { order_id } = await cluster.desk.orderOf<{ order_id: string }>(external_id)
        await cluster.packAndShip(order_id, colissimoNumber())
      }
    },
    /** Every parcel is at the marketplace, where it shows up, and a run has read it there. */
    allConfirmed: ({ connected, orders }: Sold, seconds: number) =>
      until(
        "every parcel is confirmed",
        async () => {
          cluster.sandbox.control.time({ advance_minutes: 1 })
          await flow.run(connected, { external_ids: idsOf(orders) }, seconds)
          const confirmed = count(
            "marketplace_order where external_id = any($1) and state in ('shipped', 'delivered')",
            [idsOf(orders)]
          )
          return (await confirmed) === orders.length
        },
        seconds
      ),
    /** Leases and claims of who is gone end now, instead of in a while. */
    async letTimePass(): Promise<void> {
      await cluster.sql(
        `update marketplace_connection set pull_lease_until = now() - interval '1 second' where pull_lease_until > now()`
      )
      await cluster.sql(
        `update marketplace_connection set send_lease_until = now() - interval '1 second' where send_lease_until > now()`
      )
      await cluster.sql(
        `update marketplace_order set claimed_until = now() - interval '1 second' where claimed_until > now()`
      )
    },
    /** Nothing is missing and nothing is there twice: here, at the marketplace, and in the stock. */
    async expectOnce({ connected, orders }: Sold, shipped: ExpectedOrder[] = []): Promise<void> {
      const ids = idsOf(shipped)
      await expectExactlyOnce(
        cluster.database,
        orders.filter(({ external_id }) => !ids.includes(external_id ?? ""))
      )
      await expectNoStrays(cluster.database)
      expect(ids.map((id) => connected.market.ledger(cluster.sandbox, id))).toEqual(
        ids.map(() => ({ shipments: 1, duplicates: 0, refused: 0 }))
      )
    },
  }
  return flow
}
