import assert from "node:assert/strict"

import { isMarketplaceError, MarketplaceError, type MarketplaceErrorKind } from "../marketplaces/errors"
import type { Runner } from "../marketplaces/contract-test"
import type { HttpClient, HttpRequest, HttpResponse, LocalText } from "../marketplaces/port"
import {
  serviceShipmentSchema,
  type LabelService,
  type LabelSession,
  type PanelOrder,
  type PurchaseRequest,
  type ReturnRequest,
} from "./label-service"
import { shipmentState } from "./shipment-state"

type Answer = { status: number; headers?: Record<string, string>; body: string }

/** What the adapter's author gives: real-looking examples in the service's own format. */
export type LabelServiceCases = {
  credentials: Record<string, string>
  /** The values of `credentials` and `options` that must never appear in an error or log. */
  secrets: string[]
  options: Record<string, unknown>
  /** What `account` returns for these. */
  account: string
  purchase: PurchaseRequest
  /** Texts of the buyer in `purchase`. */
  personal_texts: string[]
  order: PanelOrder
  answers: {
    /** A purchase with its label. */
    bought: Answer
    /** One that says yes and has no label, in words that quote the buyer. */
    failed: Answer
    /** One whose reference was used before; null where the service does not know references. */
    known: Answer | null
    /** A refusal that quotes the buyer and a secret. */
    refused: Answer
  }
  /** Messages of the service, authentic with one of `keys`. */
  messages: { body: string; headers: Record<string, string>; keys: string[] }[]
}

const KINDS: MarketplaceErrorKind[] = ["credentials", "no_rights", "rate_limited", "unavailable"]
const PAGE: Answer = { status: 200, body: "<!doctype html><title>Not an answer</title>" }

const isWords = (text: LocalText) =>
  (typeof text === "string" ? [text] : [text.en, text.fr]).every((words) => words.trim() !== "")

/** Checks a label service against everything that its port promises to the rest of the plugin. */
export function describeLabelService(service: LabelService, cases: LabelServiceCases, runner: Runner): void {
  const { describe } = runner
  const it = (name: string, body: () => void | Promise<void>) => runner.it(name, async () => body())
  const { descriptor } = service

  describe(`${descriptor.name} behind the port`, () => {
    describe("describes itself", () => {
      it("with an id, words in both languages, and fields that have one name each", () => {
        assert.match(descriptor.id, /^[a-z][a-z0-9_-]*$/)
        assert.ok(isWords(descriptor.description) && isWords(descriptor.credentials_guide))
        for (const fields of [descriptor.credential_fields, descriptor.setting_fields]) {
          const names = fields.map((field) => field.name)
          assert.equal(new Set(names).size, names.length)
          assert.ok(fields.every((field) => /^[a-z][a-z0-9_]*$/.test(field.name)))
          assert.ok(fields.every(({ label, help }) => isWords(label) && isWords(help)))
        }
      })

      it("with settings whose defaults are those of the form, and no others", () => {
        const defaults = Object.fromEntries(
          descriptor.setting_fields.map((field) => [field.name, field.default])
        )
        assert.deepEqual(service.settings_schema.parse({}), defaults)
        assert.ok(!service.settings_schema.safeParse({ no_such_setting: 1 }).success)
      })

      it("with limits and a pace that move", () => {
        assert.ok(
          [...Object.values(descriptor.limits), ...Object.values(service.pace)].every((limit) => limit > 0)
        )
      })
    })

    describe("knows whose account it is", () => {
      it("from the credentials", () => {
        assert.equal(service.account(cases.credentials), cases.account)
        assert.equal(service.account(service.credentials_schema.parse(cases.credentials)), cases.account)
        assert.ok(!mentions(cases.account, cases.secrets))
      })

      it("and throws configuration, without a secret, where they are incomplete", () => {
        assert.ok(!service.credentials_schema.safeParse({}).success)
        assert.throws(() => service.account({}), isKind("configuration"))
        for (const left of Object.keys(cases.credentials)) {
          const { success, error } = service.credentials_schema.safeParse({
            ...cases.credentials,
            [left]: "",
          })
          assert.ok(success || !mentions(JSON.stringify(error), cases.secrets))
        }
      })
    })

    describe("buys", () => {
      const buy = async (answer: Answer) => connect(() => answer).session.buy(cases.purchase)

      it("a label, and finds nothing against it", async () => {
        const { is_new, shipment } = await buy(cases.answers.bought)
        assert.ok(is_new)
        assert.deepEqual(serviceShipmentSchema.parse(shipment), shipment)
        assert.equal(shipmentState(shipment), "live")
        assert.equal(shipment.parcels.length, cases.purchase.parcels.length)
        assert.equal(shipment.reference, cases.purchase.reference)
      })

      it("and takes an answer that is no label for none, without the buyer", async () => {
        const { shipment } = await buy(cases.answers.failed)
        assert.equal(shipmentState(shipment), "failed")
        assert.ok(shipment.faults.length > 0)
        assert.ok(!mentions(JSON.stringify(shipment.faults), cases.personal_texts))
      })

      it("and says what stands there where the reference was used before", async () => {
        if (cases.answers.known) {
          const { is_new, shipment } = await buy(cases.answers.known)
          assert.equal(is_new, false)
          assert.equal(shipment.reference, cases.purchase.reference)
        }
      })

      it("and passes a refusal on, without the buyer or a secret, as one that bought nothing", async () => {
        await assert.rejects(buy(cases.answers.refused), (error) => {
          assert.ok(isMarketplaceError(error))
          assert.equal(error.details.effect, "none")
          assert.ok(error.details.marketplace_message)
          const said = `${error.message} ${JSON.stringify(error)}`
          return !mentions(said, [...cases.personal_texts, ...cases.secrets])
        })
      })
    })

    describe("talks", () => {
      for (const kind of KINDS) {
        it(`and passes on ${kind} as it came`, async () => {
          const { session } = connect(failing(kind))
          for (const [name, call] of calls(session)) {
            await assert.rejects(call(), isError(name, kind))
          }
          const result = await session.check()
          assert.equal(result.ok, false)
          assert.notEqual(result.code, "ok")
        })
      }

      it("and takes no page for an answer or a document", async () => {
        const { session, lines } = connect(() => PAGE)
        for (const [name, call] of calls(session).filter(([name]) => !SILENT.includes(name))) {
          await assert.rejects(call(), isError(name))
        }
        assert.equal((await session.check()).ok, false)
        assert.ok(!mentions(lines.join("\n"), cases.secrets))
      })

      it("and never lets the client repeat a call that changes something", async () => {
        for (const name of EFFECTS) {
          const { session, requests } = connect(failing("unavailable"))
          const call = calls(session).find(([called]) => called === name)
          await call?.[1]().catch(() => {})
          const changing = requests.filter(({ request }) => request.has_effect)
          assert.ok(
            changing.every(({ retry }) => !retry),
            name
          )
        }
      })

      it("and marks a purchase as what must not be cut off", async () => {
        const { session, requests } = connect(failing("unavailable"))
        await session.buy(cases.purchase).catch(() => {})
        assert.deepEqual(
          requests.map(({ request, retry }) => [request.has_effect, retry]),
          [[true, false]]
        )
      })

      it("and takes its addresses from the options, without secrets in them", async () => {
        const hosts = Object.values(cases.options).filter((value) => typeof value === "string")
        const { session, requests } = connect(failing("unavailable"))
        for (const [, call] of calls(session)) {
          await call().catch(() => {})
        }
        assert.ok(requests.length > 0)
        for (const { request } of requests) {
          const { origin } = new URL(request.url)
          assert.ok(hosts.some((value) => URL.canParse(value) && new URL(value).origin === origin))
          assert.ok(!mentions(`${request.url} ${request.label}`, cases.secrets))
          assert.ok(!mentions(request.label, cases.personal_texts))
        }
      })
    })

    describe("reads messages", () => {
      it("that are authentic with one of the keys, and unchanged", () => {
        for (const { body, headers, keys } of cases.messages) {
          const bytes = Buffer.from(body)
          assert.ok(service.isAuthentic(bytes, headers, keys))
          assert.ok(service.isAuthentic(bytes, headers, ["another key", ...keys]))
          assert.ok(!service.isAuthentic(bytes, headers, ["another key"]))
          assert.ok(!service.isAuthentic(bytes, {}, keys))
          const changed = Buffer.from(bytes)
          changed[Math.floor(changed.length / 2)] ^= 1
          assert.ok(!service.isAuthentic(changed, headers, keys))
          assert.ok(service.readMessage(bytes, {}))
        }
      })

      it("and takes whatever else for none, without an error", () => {
        for (const body of ["", "null", "[]", "{}", "<a/>", '{"parcel":1}', "\u0000"]) {
          assert.equal(service.readMessage(Buffer.from(body), {}), null)
        }
      })
    })

    function connect(respond: (request: HttpRequest) => Answer) {
      const requests: { request: HttpRequest; retry: boolean }[] = []
      const lines: string[] = []
      const http: HttpClient = {
        request: async (request, { retry, interpret }) => {
          requests.push({ request, retry })
          const { status, headers = {}, body } = respond(request)
          const response: HttpResponse = { status, headers, body: Buffer.from(body) }
          return interpret(response)
        },
      }
      const log = (line: string) => void lines.push(line)
      const session = service.connect({
        account_id: "mkla_contract",
        credentials: cases.credentials,
        settings: service.settings_schema.parse({}),
        options: cases.options,
        reads: http,
        writes: http,
        logger: { info: log, warn: log, error: log },
        now: () => Date.parse("2026-03-16T08:00:00Z"),
      })
      return { session, requests, lines }
    }

    function calls(session: LabelSession): [string, () => Promise<unknown>][] {
      const place = { country_code: "FR", postal_code: "75011" }
      const label = { type: "label", format: "pdf", paper_size: null } as const
      return [
        ["senders", () => session.senders()],
        ["contracts", () => session.contracts()],
        ["integrations", () => session.integrations()],
        ["options", () => session.options({ from: place, to: place, weight_grams: 500, with_price: true })],
        ["servicePoints", () => session.servicePoints({ country_code: "FR" })],
        ["addressFaults", () => session.addressFaults(cases.purchase.to, "carrier")],
        ["buy", () => session.buy(cases.purchase)],
        ["byReference", () => session.byReference(cases.purchase.reference)],
        ["byId", () => session.byId("an-id")],
        ["byOrderNumber", () => session.byOrderNumber(cases.purchase.order_number)],
        ["cancel", () => session.cancel("an-id")],
        ["document", () => session.document("1", label)],
        ["documents", () => session.documents(["1", "2"], label)],
        ["changes", () => drain(session)],
        ["buyReturn", () => session.buyReturn(returnOf(cases.purchase))],
        ["returnsOf", () => session.returnsOf(cases.purchase.order_number, new Date("2026-03-01T00:00:00Z"))],
        ["cancelReturn", () => session.cancelReturn("1")],
        ["pushOrders", () => session.pushOrders([cases.order])],
        ["withdrawOrder", () => session.withdrawOrder(cases.order)],
        ["reportTo", () => session.reportTo("https://shop.example/webhooks/labels/a")],
      ]
    }

    function isError(name: string, kind?: MarketplaceErrorKind) {
      return (error: unknown) => {
        assert.ok(isMarketplaceError(error), `${name} threw something else`)
        assert.ok(!mentions(`${error.message}${JSON.stringify(error.details)}`, cases.secrets), name)
        assert.ok(kind === undefined || error.kind === kind, `${name}: ${error.kind}`)
        return true
      }
    }
  })
}

/** Calls that change something. */
const EFFECTS = ["buy", "cancel", "buyReturn", "cancelReturn", "pushOrders", "withdrawOrder", "reportTo"]
/** Calls of which a good status says all. */
const SILENT = ["cancel", "cancelReturn"]

const returnOf = ({ reference, order_number, to, option_code, total }: PurchaseRequest): ReturnRequest => ({
  reference,
  order_number,
  from: to,
  to,
  option_code,
  contract_id: null,
  weight_grams: 500,
  items: [],
  invoice_number: null,
  total,
  brand_id: null,
})

async function drain(session: LabelSession): Promise<void> {
  for await (const page of session.changes(new Date("2026-03-01T00:00:00Z"))) {
    assert.ok(page.every(({ external_id }) => external_id))
  }
}

const failing = (kind: MarketplaceErrorKind) => (): never => {
  throw new MarketplaceError(kind, "The call failed.", { effect: "unknown" })
}

const isKind = (kind: MarketplaceErrorKind) => (error: unknown) =>
  isMarketplaceError(error) && error.kind === kind

const mentions = (text: string, words: readonly string[]) =>
  words.some((word) => word !== "" && text.toLowerCase().includes(word.toLowerCase()))
