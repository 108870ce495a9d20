import { deserialize, serialize } from "node:v8"
import { type Sandbox, startSandbox } from "../server"

const running: Sandbox[] = []
const start = async (memory?: Sandbox) => {
  const sandbox = await startSandbox({
    memory: memory && deserialize(serialize(memory.remember())),
    cdiscount: { preparation_delay_ms: 60_000 },
  })
  running.push(sandbox)
  return sandbox
}
afterEach(async () => {
  await Promise.all(running.splice(0).map((sandbox) => sandbox.stop()))
})

const standing = ({ control }: Sandbox) => [
  ...control.cdiscount.orders().map(({ external_id, status }) => [external_id, status]),
  ...control.rakuten.orders().map(({ external_id, status }) => [external_id, status]),
]

describe("a sandbox that remembers another one", () => {
  it("has its orders as they stood, and what is expected of them", async () => {
    const before = await start()
    before.control.cdiscount.seed({ seed: 1, count: 20 })
    const [sale] = before.control.rakuten.seed({ seed: 1, count: 20 })
    before.control.rakuten.act({ external_id: sale.external_id ?? "", action: "cancel" })
    const after = await start(before)
    expect(standing(after)).toEqual(standing(before))
    expect(standing(after)).toContainEqual([sale.external_id, "canceled"])
    expect(after.control.rakuten.expected()).toEqual(before.control.rakuten.expected())
  })

  it("makes others with the same seed", async () => {
    const before = await start()
    before.control.rakuten.seed({ seed: 1, count: 3 })
    const after = await start(before)
    after.control.rakuten.seed({ seed: 1, count: 3 })
    expect(new Set(after.control.rakuten.orders().map(({ external_id }) => external_id)).size).toBe(6)
  })

  it("goes on with an accepted order", async () => {
    const before = await start()
    const [order] = before.control.cdiscount.seed({ seed: 1, count: 1, kinds: ["accepted"] })
    const after = await start(before)
    const status = () => after.control.cdiscount.order({ external_id: order.external_id ?? "" }).status
    expect(status()).toBe("Accepted")
    after.control.time({ advance_minutes: 2 })
    expect(status()).toBe("InPreparation")
  })
})
