import { createHmac } from "node:crypto"

import { anAddress, aPurchase } from "../../__tests__/fixtures"
import { describeLabelService } from "../../contract-test"
import { sendcloud } from "../adapter"

const purchase = aPurchase()
const shipment = (change: object, status = "READY_TO_SEND") => ({
  data: {
    id: "2f1c2e34-0000-4000-a000-000000000001",
    external_reference_id: purchase.reference,
    order_number: purchase.order_number,
    carrier: { code: "colissimo", name: "Colissimo" },
    to_address: { name: "Camille Exemple", postal_code: "75011", country_code: "FR" },
    errors: [],
    parcels: [
      {
        id: 383707309,
        status: { code: status, message: "" },
        tracking_number: "6A00000000001",
        documents: [],
      },
    ],
    ...change,
  },
})
const json = (status: number, body: object) => ({ status, body: JSON.stringify(body) })
const message = JSON.stringify({
  action: "parcel_status_changed",
  timestamp: 1773650000000,
  parcel: { id: 1, status: { id: 11, message: "Delivered" }, tracking_number: "6A1" },
})
const signed = (key: string) => ({
  "Sendcloud-Signature": createHmac("sha256", key).update(message).digest("hex"),
})
const quoting = "Camille Exemple, rue des Lilas: secret-of-the-account"

describeLabelService(
  sendcloud,
  {
    credentials: {
      public_key: "public",
      secret_key: "secret-of-the-account",
      webhook_key: "key-of-the-messages",
    },
    secrets: [
      "secret-of-the-account",
      "key-of-the-messages",
      Buffer.from("public:secret-of-the-account").toString("base64"),
    ],
    options: { api_url: "https://labels.example/api/v3" },
    account: "public",
    purchase,
    personal_texts: ["Camille", "Exemple", "Lilas", "exemple.invalid", "612345678"],
    order: {
      external_id: "order_1",
      order_number: "1001",
      created_at: "2026-03-16T08:00:00.000Z",
      to: anAddress(),
      lines: [],
      total: { amount: 10, currency_code: "EUR" },
      option_code: null,
      service_point: null,
    },
    answers: {
      bought: json(200, shipment({})),
      failed: json(
        201,
        shipment(
          { errors: [{ status: "500", code: "parcel_announcement_error", detail: quoting }] },
          "ANNOUNCEMENT_FAILED"
        )
      ),
      known: json(409, shipment({})),
      refused: json(400, {
        errors: [
          { status: "400", code: "invalid", detail: quoting, source: { pointer: "/to_address/name" } },
        ],
      }),
    },
    messages: [
      {
        body: message,
        headers: signed("secret-of-the-account"),
        keys: ["secret-of-the-account", "key-of-the-messages"],
      },
      {
        body: message,
        headers: signed("key-of-the-messages"),
        keys: ["secret-of-the-account", "key-of-the-messages"],
      },
    ],
  },
  { describe, it }
)
