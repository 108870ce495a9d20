import { describeAdapter } from "../../contract-test"
import { cdiscount } from ".."
import { changed, fixture, ORDER_FIXTURES } from "./fixtures"

const BUYER = ["Fictif", "quai des Inventions", "Strasbourg", "67000", "client-fictif"]

describeAdapter(
  cdiscount,
  {
    credentials: { client_id: "MARKER-client-id", client_secret: "MARKER-client-secret", seller_id: "98979" },
    secrets: ["MARKER-client-secret", "MARKER-token", "MARKER-client-id"],
    options: { api_url: "https://api.example/seller/v2", auth_url: "https://auth.example/token" },
    account: "98979",
    orders: ORDER_FIXTURES.map((name) => {
      const payload = fixture(name)
        .replaceAll("(article fictif)", "(inventé)")
        .replaceAll('"FICTIF', '"INVENTE')
      const { orderId } = JSON.parse(payload) as { orderId: string }
      const personal_texts = BUYER.filter((text) => payload.includes(text))
      return { name, external_id: orderId, payload, personal_texts }
    }),
    unreadable: [
      { payload: '{"orderId":"X1","lines":"MARKER"}', hidden: ["MARKER"] },
      {
        payload: changed("order-ready", { lines: ["MARKER", null] }),
        hidden: ["MARKER", "Fictif", "Strasbourg"],
      },
      {
        payload: changed("order-ready", {
          purchasedAt: "MARKER",
          createdAt: undefined,
          updatedAt: null,
          shippedAtMax: "MARKER",
        }),
        hidden: ["MARKER"],
      },
    ],
    offers: { reference: "4000001" },
    older_and_newer: [
      fixture("order-ready"),
      changed("order-ready", { updatedAt: "2026-05-04T12:00:00Z", status: "Cancelled" }),
    ],
    token: "MARKER-token",
  },
  { describe, it }
)
