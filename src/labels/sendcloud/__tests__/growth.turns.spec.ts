import { growsInLine, type GrowingList } from "../../../marketplaces/__tests__/grows-in-line"
import type { HttpClient, HttpResponse } from "../../../marketplaces/port"
import { anAddress } from "../../__tests__/fixtures"
import type { LabelSession } from "../../label-service"
import { sendcloud } from "../adapter"

type Answered = Partial<HttpResponse> & { given?: unknown }

/** A session whose calls are answered so, one after the other; the last answer repeats. */
function answered(answers: readonly Answered[]): LabelSession {
  let calls = 0
  const client: HttpClient = {
    async request(_, { interpret }) {
      const { given, ...answer } = answers[Math.min(calls++, answers.length - 1)]
      const response = { status: 200, headers: {}, body: Buffer.from(JSON.stringify(given ?? {})), ...answer }
      // A network takes a turn of its own.
      await new Promise(setImmediate)
      return interpret(response as HttpResponse)
    },
  }
  return sendcloud.connect({
    account_id: "mplacc_1",
    credentials: { public_key: "public", secret_key: "secret" },
    settings: sendcloud.settings_schema.parse({}),
    options: { api_url: "https://sendcloud.example/api/v3" },
    reads: client,
    writes: client,
    logger: { info: () => undefined, warn: () => undefined, error: () => undefined },
    now: () => Date.now(),
  })
}

const some = <T>(count: number, make: (index: number) => T): T[] =>
  Array.from({ length: count }, (_, index) => make(index))
const parcel = (id: number) => ({
  id,
  status: { code: "ANNOUNCED" },
  tracking_number: `6A${id}`,
  documents: some(3, () => ({ type: "label" })),
})
const shipment = (id: string, parcels = 1, errors = 0) => ({
  id,
  order_number: "1001",
  carrier: { code: "colissimo" },
  parcels: some(parcels, parcel),
  errors: some(errors, (n) => ({ code: `e${n}`, detail: "The phone number is too long." })),
})
const read = (given: unknown, call: (session: LabelSession) => Promise<unknown>) => {
  const body = Buffer.from(JSON.stringify(given))
  return () => call(answered([{ body }])).catch(() => null)
}
const changes = async (session: LabelSession) => {
  const found = []
  for await (const page of session.changes(new Date(0))) found.push(...page)
  return found
}
const route = {
  from: { country_code: "FR", postal_code: "75001" },
  to: { country_code: "FR", postal_code: "69001" },
  weight_grams: 1000,
  with_price: true,
} as Parameters<LabelSession["options"]>[0]
const option = (n: number) => ({
  code: `carrier:option-${n}`,
  carrier: { code: "carrier" },
  weight: { min: { value: 0, unit: "kg" }, max: { value: 30, unit: "kg" } },
  functionalities: { last_mile: "home_delivery" },
  requirements: { fields: ["to_email"] },
  quotes: [{ price: { total: { value: 5, currency: "EUR" } } }],
})

const LISTS: GrowingList[] = [
  ["shipments of one page", 200, (size) => read({ data: some(size, (n) => shipment(`s${n}`)) }, changes)],
  [
    "parcels of one shipment",
    100,
    (size) => read({ data: shipment("s", size) }, (session) => session.byId("s")),
  ],
  [
    "errors of one shipment",
    100,
    (size) => read({ data: shipment("s", 1, size) }, (session) => session.byId("s")),
  ],
  ["options", 2000, (size) => read({ data: some(size, option) }, (session) => session.options(route))],
  [
    "senders",
    500,
    (size) => read({ data: some(size, (id) => ({ id, name: "Atelier" })) }, (session) => session.senders()),
  ],
  [
    "contracts",
    500,
    (size) => read({ data: some(size, (id) => ({ id, name: "Contrat" })) }, (session) => session.contracts()),
  ],
  [
    "integrations",
    500,
    (size) => read({ data: some(size, (id) => ({ id, type: "api" })) }, (session) => session.integrations()),
  ],
  [
    "pickup points",
    500,
    (size) =>
      read(
        some(size, (id) => ({ id, carrier: "colissimo", name: "Relais", city: "Lyon" })),
        (session) => session.servicePoints({ country_code: "FR" })
      ),
  ],
  [
    "reasons of a refusal",
    1000,
    (size) => {
      const body = Buffer.from(
        JSON.stringify({ errors: some(size, (n) => ({ code: `e${n}`, detail: "Camille: wrong city" })) })
      )
      return () =>
        answered([{ status: 400, body }])
          .addressFaults(anAddress(), "colissimo")
          .catch(() => null)
    },
  ],
  [
    "returns",
    200,
    (size) =>
      read(
        { data: some(size, () => ({ order_number: "1001", label_url: "https://x.example" })) },
        (session) => session.returnsOf("1001", new Date(0))
      ),
  ],
  [
    "a bare sentence",
    100_000,
    (size) => {
      const body = Buffer.from("Camille too long, ".repeat(size / 10))
      return () =>
        answered([{ status: 400, body }])
          .addressFaults(anAddress(), "colissimo")
          .catch(() => null)
    },
  ],
]

it.each([
  ["shipments of one page", 4],
  ["options", 4],
  ["senders", 4],
  ["contracts", 4],
  ["integrations", 4],
  ["pickup points", 4],
  ["returns", 4],
])("%s are read", async (name, count) => {
  expect(await LISTS.find(([one]) => one === name)?.[2](count)()).toHaveLength(count)
})

describe("pages that repeat", () => {
  const page = (ids: string[], cursor: string | null): Answered => ({
    given: { data: ids.map((id) => shipment(id)) },
    headers: cursor
      ? { link: `<https://sendcloud.example/api/v3/shipments?cursor=${cursor}>; rel="next"` }
      : {},
  })
  it.each([
    ["lead back to an earlier one", [page(["a"], "2"), page(["b"], "3"), page(["c"], "2")], 4, 2],
    ["lead to themselves", [page(["a"], "2"), page(["b"], "2")], 3, 2],
    ["hold the same under another address", [page(["a"], "2"), page(["a"], "3"), page(["c"], null)], 2, 1],
  ])("%s: the first one ends the walk, and is named", async (_, answers, at, before) => {
    await expect(changes(answered(answers))).rejects.toMatchObject({
      message: `GET /shipments: page ${at} is page ${before} again.`,
      details: { reason: "pages_repeat" },
    })
  })
})

growsInLine(LISTS)
