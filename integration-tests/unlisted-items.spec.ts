import { sendMarketplaceActionsWorkflow } from "../src/workflows/send-actions"
import { LIFE_CASES } from "./helpers/life-cases"
import { marketTest } from "./helpers/market-test"
import { MARKETPLACES } from "./helpers/marketplace-cases"
import { until } from "./helpers/until"

const store = marketTest()
const [cdiscount, market] = MARKETPLACES
const life = LIFE_CASES.rakuten

describe("An item that leaves Rakuten's list", () => {
  it("is asked for alone: neither its absence nor the rest of its purchase is the answer", async () => {
    const { rakuten } = store.sandbox.control
    const connected = await store.connect(market)
    const [order] = store.seedOrders(connected, { count: 1, kinds: [life.several_items_kind] })
    const external_id = order.external_id ?? ""
    life.unaccept(store.sandbox, external_id)
    await store.pull(connected)
    const row = async () => {
      const [found] = await store.sql<{ id: string; state: string; statuses: string[] }>(
        `select id, state, (select array_agg(line ->> 'status') from jsonb_array_elements(lines) line) as statuses
           from marketplace_order where external_id = $1`,
        [external_id]
      )
      return { ...found, statuses: found.statuses.flatMap((status) => status.split(", ")) }
    }
    const { items } = rakuten.order({ external_id }).wire as { items: { itemid: string }[] }
    const [first, ...others] = items.map(({ itemid }) => itemid)
    rakuten.act({ external_id, action: "cancel", item_ids: [first] })
    rakuten.act({ external_id, action: "hide", item_ids: [first] })
    await store.pull(connected)
    expect((await row()).statuses).not.toContain("canceled")
    const path = `/connections/${connected.id}/completeness?refresh=true`
    const { differences } = await store.desk.get<{ differences: unknown[] }>(path)
    expect(differences).toEqual([{ external_id, reason: "closed_there", fixed: true }])
    expect(await row()).toMatchObject({
      state: "to_accept",
      statuses: expect.arrayContaining(["canceled"]),
    })

    const { id } = await row()
    await store.desk.post(`/orders/${id}/refuse`, { reason: "None left" })
    const actions = () =>
      store.sql<{ state: string }>("select state from marketplace_action where marketplace_order_id = $1", [
        id,
      ])
    await until("all refusals are sent", async () =>
      (await actions()).every(({ state }) => ["sent", "confirmed"].includes(state))
    )
    rakuten.act({ external_id, action: "hide", item_ids: others })
    store.sandbox.control.time({ advance_minutes: 5 })
    await until("the refusals are confirmed", async () => {
      await store.sql(
        "update marketplace_action set next_attempt_at = now() where marketplace_order_id = $1 and state = 'sent'",
        [id]
      )
      await sendMarketplaceActionsWorkflow(store.app.container).run({
        input: { connection_id: connected.id },
      })
      return (await actions()).every(({ state }) => state === "confirmed")
    })
    expect((await row()).state).toBe("canceled")
  })
})

describe("A line that leaves Octopia's list", () => {
  const octopia = LIFE_CASES.cdiscount
  const dropLine = ({ control }: typeof store.sandbox, external_id: string) => {
    const { lines } = control.cdiscount.order({ external_id }).wire as { lines: object[] }
    control.cdiscount.modify({ external_id, patch: { lines: lines.slice(1) } })
  }
  const imported = async () => {
    const connected = await store.connect(cdiscount)
    const [order] = store.seedOrders(connected, { count: 1, kinds: [octopia.several_items_kind] })
    await store.pullAll(connected)
    const external_id = order.external_id ?? ""
    const problem = async () =>
      (await store.desk.orderOf<{ problem: { code: string } | null }>(external_id)).problem?.code ?? null
    return { connected, external_id, problem }
  }

  it("is asked for alone, and shown to a person once the order alone has no such line either", async () => {
    const { connected, external_id, problem } = await imported()
    dropLine(store.sandbox, external_id)
    await store.pull(connected)
    expect(await problem()).toBe("items_not_shown")
    await store.pull(connected)
    expect(await problem()).toBe("items_not_shown")
  })

  it("is nothing to show where only one list had left it out", async () => {
    const { connected, external_id, problem } = await imported()
    await octopia.listOnceAs(store.sandbox, connected, external_id, dropLine)
    await store.pull(connected)
    expect(await problem()).toBeNull()
  })
})
