import type { ShownLabel } from "../../src/api/admin/labels/types"
import type { LabelOverrides } from "../../src/labels/plan-label"
import { settled } from "./jobs"
import type { MarketTest } from "./market-test"
import { until } from "./until"

let accounts = 0

/** Of a parcel to the buyer. */
export type ParcelLabel = ShownLabel & { fulfillment_id: string }

/** A label account at the sandbox, and what a test does with its labels, through the plugin's own routes. */
export function labelDesk(market: MarketTest) {
  const call = <Body>(method: string, path: string, body?: unknown) =>
    market.app.api<Body & { message: string }>(method, `/admin${path}`, body)
  const good = async <Body>(method: string, path: string, body?: unknown): Promise<Body> => {
    const answer = await call<Body>(method, path, body)
    if (answer.status >= 300) throw new Error(`${method} ${path}: ${answer.status} ${answer.body.message}`)
    return answer.body
  }
  const labelOf = async (fulfillment_id: string): Promise<ParcelLabel | null> => {
    const { labels } = await good<{ labels: ParcelLabel[] }>(
      "GET",
      `/labels?fulfillment_id=${fulfillment_id}`
    )
    return labels[0] ?? null
  }
  return {
    call,
    good,
    labelOf,
    /** Connects a key pair of its own, ready to buy. */
    async connect(settings: Record<string, Record<string, unknown>> = {}) {
      const number = ++accounts
      const keys = { public_key: `public-${number}`, secret_key: `secret-${number}` }
      const { accounts: known } = market.sandbox.control.sendcloud.configure({})
      market.sandbox.control.sendcloud.configure({
        accounts: [...known, { ...keys, integration_id: 7100 + number }],
      })
      const { label_account } = await good<{ label_account: { id: string; version: string } }>(
        "POST",
        "/label-accounts",
        {
          service_id: "sendcloud",
          name: `Sendcloud ${number}`,
          credentials: keys,
          senders: { [market.store.stock_location_id]: "501" },
          fallback: { option_code: "colissimo:standard" },
          settings: {
            ...settings,
            // The keys of other tests belong to the same account.
            sendcloud: { integration_id: String(7100 + number), ...settings.sendcloud },
            labels: {
              mode: "automatic",
              ship: "at_once",
              item_grams: 500,
              default_phone: "+33123456789",
              ...settings.labels,
            },
          },
        }
      )
      return { ...label_account, keys }
    },
    /** Waits until the label of the fulfillment is in one of these states, and nothing works on it. */
    inState: (fulfillment_id: string, ...states: ShownLabel["state"][]) =>
      until(`the label of ${fulfillment_id} is ${states.join(" or ")}`, async () => {
        const label = await labelOf(fulfillment_id)
        return label && states.includes(label.state) ? label : null
      }).then(async () => {
        await settled(market.app)
        const label = await labelOf(fulfillment_id)
        if (!label) throw new Error("gone")
        return label
      }),
    /** Makes whatever waits due, and works on it. */
    async later() {
      await market.sql(
        `update marketplace_label_request set next_attempt_at = now() - interval '1 second',
                sent_at = sent_at - interval '10 minutes' where next_attempt_at is not null`
      )
      await market.dispatch()
    },
    /** Makes a label due, as an event or a message does, and works on it. */
    async wake(fulfillment_id: string) {
      await market.sql(
        "update marketplace_label_request set next_attempt_at = now() where fulfillment_id = $1",
        [fulfillment_id]
      )
      await market.dispatch()
      await settled(market.app)
    },
    /** Packs while the account is off, so that a person asks for the label, with these corrections. */
    async byHand(account_id: string, pack: () => Promise<string>, overrides?: LabelOverrides) {
      const isOn = (is_on: boolean) =>
        market.sql("update marketplace_label_account set is_enabled = $2 where id = $1", [account_id, is_on])
      await isOn(false)
      const fulfillment_id = await pack()
      await settled(market.app)
      await isOn(true)
      await good("POST", "/labels", { fulfillment_id, account_id, overrides })
      return fulfillment_id
    },
    /** A return of these lines of a shipped order, as the admin requests it. */
    async requestReturn(order_id: string, items: { id: string; quantity: number }[], location_id?: string) {
      const { return: made } = await good<{ return: { id: string } }>("POST", "/returns", {
        order_id,
        location_id: location_id ?? market.store.stock_location_id,
      })
      await good("POST", `/returns/${made.id}/request-items`, { items })
      await good("POST", `/returns/${made.id}/request`, {})
      return made.id
    },
    /** Waits until the label of the return is in one of these states. */
    returnInState: (return_id: string, ...states: ShownLabel["state"][]) =>
      until(`the label of ${return_id} is ${states.join(" or ")}`, async () => {
        const { labels } = await good<{ labels: ShownLabel[] }>("GET", `/labels?return_id=${return_id}`)
        return labels[0] && states.includes(labels[0].state) ? labels[0] : null
      }),
    paid: (order_number: string) =>
      market.sandbox.control.sendcloud.money().labels.filter((one) => one.order_number === order_number),
  }
}
