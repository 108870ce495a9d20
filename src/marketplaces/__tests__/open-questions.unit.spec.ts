import { readdirSync, readFileSync } from "node:fs"
import path from "node:path"

import type { CdiscountSettingsInput } from "../../../sandbox/cdiscount/settings"
import type { RakutenSettingsInput } from "../../../sandbox/rakuten/settings"
import type { CdiscountKind } from "../../../sandbox/cdiscount/kinds"
import type { RakutenKind } from "../../../sandbox/rakuten/kinds"
import { startSandbox, type Sandbox } from "../../../sandbox/server"
import { cdiscount } from "../cdiscount"
import { createHttpClient, createLimiter } from "../http"
import {
  MarketplaceError,
  type MarketplaceAdapter,
  type MarketplaceSession,
  type NormalisedOrder,
} from "../port"
import { rakuten } from "../rakuten"
import { drain } from "../rakuten/__tests__/fake-rakuten"

/** What no document says, answered by the sandbox the other way round: the refusal leads to the setting that helps. */
const NOW = "2026-03-16T12:00:00.000Z"
let sandbox: Sandbox

beforeAll(async () => {
  sandbox = await startSandbox()
})
afterAll(() => sandbox.stop())
beforeEach(() => {
  sandbox.control.reset()
  sandbox.control.time({ set: NOW, freeze: true })
})

const CREDENTIALS = {
  cdiscount: { client_id: "sandbox-client", client_secret: "sandbox-secret", seller_id: "12345" },
  rakuten: { login: "boutique-sandbox", token: "0123456789abcdef0123456789abcdef" },
}
const adapters: Record<keyof typeof CREDENTIALS, MarketplaceAdapter> = { cdiscount, rakuten }

function connect(
  marketplace: keyof typeof CREDENTIALS,
  settings: Record<string, unknown>
): MarketplaceSession {
  let kept: { token: string; expires_at: number } | null = null
  return adapters[marketplace].connect({
    connection_id: "mkc_1",
    credentials: CREDENTIALS[marketplace],
    settings: adapters[marketplace].settings_schema.parse(settings),
    options: sandbox[marketplace],
    http: createHttpClient({
      limiter: createLimiter({ requests_per_second: 100_000 }),
      retry: { initial_delay_ms: 1, max_delay_ms: 5 },
    }),
    tokens: { get: () => kept, set: (token) => void (kept = token) },
    logger: { info: () => {}, warn: () => {}, error: () => {} },
    now: () => Date.parse(sandbox.control.time().now),
  })
}

type Act = (session: MarketplaceSession, order: NormalisedOrder) => Promise<unknown>
const idsOf = (order: NormalisedOrder) =>
  order.lines.flatMap(({ items }) => items.map((item) => item.external_id))
const ship =
  (
    carrier_name: string,
    tracking_url: string | null = "https://suivi.example/?a=1",
    is_untracked = false
  ): Act =>
  (session, order) =>
    session.ship({
      external_id: order.external_id,
      item_external_ids: idsOf(order),
      parcels: is_untracked ? [] : [{ tracking_number: "6A00000000123", carrier_name, tracking_url }],
      is_untracked,
      order,
    })
const accept: Act = (session, order) =>
  session.decide({
    external_id: order.external_id,
    decision: "accept",
    item_external_ids: idsOf(order),
    reason: null,
  })
const cancel =
  (count?: number): Act =>
  (session, order) =>
    session.cancel({
      external_id: order.external_id,
      item_external_ids: count === undefined ? null : idsOf(order).slice(0, count),
      reason: "seller-out-of-stock",
    })

type Question<Kind, Play> = {
  /** The setting that answers it, and what it is set to; `more`: what the call needs besides. */
  setting: string
  to: unknown
  more?: Record<string, unknown>
  play: Play
  kind: Kind
  act: Act
}

const OCTOPIA: Question<CdiscountKind, CdiscountSettingsInput>[] = [
  {
    setting: "approval_field",
    to: "approvalStatus",
    play: { approval_field: "approvalStatus" },
    kind: "to_accept",
    act: accept,
  },
  {
    setting: "shipment_body",
    to: "object",
    play: { shipment_body: "object" },
    kind: "plain",
    act: ship("Colissimo"),
  },
  {
    setting: "shipment_line_ids",
    to: "omit-when-all",
    play: { takes_all_line_ids: false },
    kind: "multi_line",
    act: ship("Colissimo"),
  },
  {
    setting: "shipment_tracking_url",
    to: "omit",
    play: { takes_tracking_url: false },
    kind: "plain",
    act: ship("Colissimo"),
  },
  {
    setting: "carrier_field",
    to: "carrierCode",
    play: { carrier_field: "carrierCode" },
    kind: "plain",
    act: ship("Colissimo"),
  },
  {
    setting: "cancel_order_field",
    to: "orderId",
    more: { cancel_enabled: true },
    play: { cancel_order_field: "orderId" },
    kind: "plain",
    act: cancel(),
  },
  {
    setting: "cancel_partial_shape",
    to: "refund-top-level",
    more: { cancel_enabled: true },
    play: { cancel_partial_shape: "refund-top-level" },
    kind: "multi_line",
    act: cancel(1),
  },
]

const RAKUTEN: Question<RakutenKind, RakutenSettingsInput>[] = [
  {
    setting: "send_shipping_from_country",
    to: false,
    play: { takes_country: false },
    kind: "to_accept",
    act: accept,
  },
  { setting: "shipping_from_country", to: "250", play: { country: "250" }, kind: "to_accept", act: accept },
  {
    setting: "ship_service",
    to: "settrackingpackageinfos",
    play: { takes_file: false },
    kind: "two_units",
    act: ship("Colissimo"),
  },
  {
    setting: "upload_charset",
    to: "utf-8",
    play: { upload_charset: "utf-8" },
    kind: "two_units",
    act: ship("Colissimo"),
  },
  {
    setting: "transporter_case",
    to: "upper",
    play: { transporter_case: "upper" },
    kind: "two_units",
    act: ship("Colissimo"),
  },
  {
    setting: "tracking_url_policy",
    to: "only-autre",
    play: { tracking_url: "only-autre" },
    kind: "two_units",
    act: ship("Colissimo"),
  },
  {
    setting: "untracked_flag",
    to: "yes",
    play: { flag_word: "yes" },
    kind: "normal",
    act: ship("", null, true),
  },
]

const cases = [
  ...OCTOPIA.map(({ play, kind, ...question }) => ({
    ...question,
    marketplace: "cdiscount" as const,
    prepare: () => {
      sandbox.control.cdiscount.configure(play)
      sandbox.control.cdiscount.seed({ seed: 11, count: 1, kinds: [kind] })
    },
  })),
  ...RAKUTEN.map(({ play, kind, ...question }) => ({
    ...question,
    marketplace: "rakuten" as const,
    prepare: () => {
      sandbox.control.rakuten.configure(play)
      sandbox.control.rakuten.seed({ seed: 11, count: 1, kinds: [kind] })
    },
  })),
]

it.each(cases)(
  "$marketplace: the refusal leads to $setting, and with $to it goes through",
  async (question) => {
    const { marketplace, setting, to, more = {}, prepare, act } = question
    prepare()
    sandbox.control.time({ advance_minutes: 1 })
    const orderAt = async (session: MarketplaceSession) => {
      const { snapshots } = await drain(session, { start_at: new Date("2025-06-01T00:00:00Z") })
      const payload = snapshots.reduce<string | null>(
        (known, one) => adapters[marketplace].merge(known, one.payload),
        null
      )
      return adapters[marketplace].normalise(payload ?? "", {})
    }
    const usual = connect(marketplace, more)
    const error: unknown = await act(usual, await orderAt(usual)).then(
      () => null,
      (reason: unknown) => reason
    )
    expect(error).toBeInstanceOf(MarketplaceError)
    expect(error).toMatchObject({ kind: "refused" })
    const { settings } = (error as MarketplaceError).details
    expect(settings?.en).toContain(`(${setting})`)
    expect(settings?.fr).toContain(`(${setting})`)
    const changed = connect(marketplace, { ...more, [setting]: to })
    expect(await act(changed, await orderAt(changed))).toMatchObject({ result: "done" })
  }
)

/** The source of a marketplace's adapter, without the list of its settings. */
function sourceOf(marketplace: string): string {
  const folder = path.join(__dirname, "..", marketplace)
  return readdirSync(folder)
    .filter((name) => name.endsWith(".ts") && name !== "settings.ts")
    .map((name) => readFileSync(path.join(folder, name), "utf8"))
    .join("\n")
}

it.each(Object.entries(adapters))("every setting of %s is read", (marketplace, { descriptor }) => {
  const source = sourceOf(marketplace)
  const unread = descriptor.setting_fields
    .map(({ name }) => name)
    // The list of settings itself reads the versions.
    .filter((name) => name !== "versions" && !new RegExp(`\\b${name}\\b`).test(source))
  expect(unread).toEqual([])
})
