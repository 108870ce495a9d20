import { describe, it } from "node:test"
import { describeAdapter } from "medusa-plugin-marketplace-connect/port/contract-test"
import createAdapter from "."
import { API_URL, KEY, order, playAcme } from "./fake"

const options = { api_url: API_URL }
const older = order("1001", "waiting")
const newer = { ...order("1001", "accepted"), updated_at: "2026-03-11T08:00:00.000Z" }

describeAdapter(
  createAdapter(options),
  {
    options,
    credentials: { shop: "acme-shop", key: KEY },
    secrets: [KEY],
    account: "acme-shop",
    settings: { page_size: 2 },
    orders: [
      { name: "an order that is ready", ...order("1002", "accepted") },
      { name: "an order in every state", ...order("1003", "waiting", "refused", "shipped", "canceled") },
    ].map(({ name, ...wire }) => ({
      name,
      external_id: wire.id,
      payload: JSON.stringify(wire),
      personal_texts: ["Ada", "Imaginary", "Invented", "buyer-17"],
    })),
    unreadable: [{ payload: '{"id":"1","created_at":"MARKER"}', hidden: ["MARKER"] }],
    older_and_newer: [JSON.stringify(older), JSON.stringify(newer)],
    fake: playAcme,
  },
  { describe, it }
)
