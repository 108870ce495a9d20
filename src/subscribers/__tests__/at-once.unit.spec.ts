import fs from "node:fs"
import path from "node:path"
import type { SubscriberArgs, SubscriberConfig } from "@medusajs/framework"
import type { MedusaContainer } from "@medusajs/framework/types"
import { bulkhead } from "cockatiel"
import { Ongoing } from "../../modules/marketplace/ongoing"
import { Slots } from "../../modules/marketplace/slots"

type Subscriber = { default: (args: SubscriberArgs<unknown>) => Promise<void>; config: SubscriberConfig }

const FOLDER = path.join(__dirname, "..")
const FILES = fs.readdirSync(FOLDER).filter((file) => file.endsWith(".ts"))

/** What each subscriber's events carry. */
const DATA: Record<string, object> = {
  "marketplace-cause-fixed.ts": { id: "prod_1" },
  "marketplace-fulfillment-canceled.ts": { order_id: "order_1", fulfillment_id: "ful_1" },
  "marketplace-label-changed.ts": { id: "fulla_1" },
  "marketplace-label-due.ts": {},
  "marketplace-label-fulfillment.ts": { order_id: "order_1", fulfillment_id: "ful_1" },
  "marketplace-label-order.ts": { id: "order_1" },
  "marketplace-label-panel-due.ts": {},
  "marketplace-label-panel-order.ts": { id: "order_1" },
  "marketplace-label-return.ts": { order_id: "order_1", return_id: "return_1" },
  "marketplace-notify.ts": { id: "mpord_1" },
  "marketplace-order-canceled.ts": { id: "order_1" },
  "marketplace-order-changed.ts": { id: "order_1" },
  "marketplace-shipment-created.ts": { id: "ful_1" },
  "marketplace-stock-changed.ts": { id: "variant_1" },
  "marketplace-work-due.ts": { id: "mpcon_1", kind: "pull" },
}

/** One round looks at all that was fixed; without offers that are sent, a change in the store costs nothing. */
const BEGINS_NOTHING = ["marketplace-cause-fixed.ts", "marketplace-stock-changed.ts"]

/** Whatever is asked of it takes forever. */
const hanging: object = new Proxy(() => new Promise(() => undefined), {
  get: (_, name) => (name === "then" ? undefined : hanging),
})

function stuckStore() {
  const ongoing = new Ongoing()
  const marketplace = new Proxy(
    { ongoing, slots: new Slots(4), events: bulkhead(4, 100) },
    { get: (own, name) => Reflect.get(own, name) ?? hanging }
  )
  const known: Record<string, object> = {
    marketplace,
    configModule: { projectConfig: { workerMode: "shared" } },
  }
  const container = { resolve: (name: string) => known[name] ?? hanging } as unknown as MedusaContainer
  return { container, ongoing }
}

describe("Medusa gives a process its events one after the other, so each subscriber returns at once:", () => {
  it("all of them have a row here", () => {
    expect(FILES.sort()).toEqual(Object.keys(DATA))
  })

  it.each(FILES)("%s, when the database and the marketplaces never answer", async (file) => {
    const subscriber = (await import(path.join(FOLDER, file))) as Subscriber
    for (const name of [subscriber.config.event].flat()) {
      const { container, ongoing } = stuckStore()
      const began = performance.now()
      await subscriber.default({
        event: { name, data: DATA[file], metadata: {} },
        container,
        pluginOptions: {},
      })
      expect(performance.now() - began).toBeLessThan(100)
      // What it began is awaited by a process that stops.
      if (!BEGINS_NOTHING.includes(file)) expect(ongoing.isIdle).toBe(false)
    }
  })
})
