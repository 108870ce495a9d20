import { buyReturnOnce, type ReturnPurchase } from "../buy-return"
import { SETTLING_MS } from "../buy-once"
import type { LabelSession, ListedReturn, ReturnRequest } from "../label-service"
import { connect, withSandbox } from "../sendcloud/__tests__/sandbox-account"
import { anAddress } from "./fixtures"

const sandbox = withSandbox()
const BUY = "POST /returns/announce-synchronously"

const request: ReturnRequest = {
  reference: "shop-mklr_1-1",
  order_number: "1001",
  from: anAddress(),
  to: anAddress({ name: "Maison Exemple", postal_code: "69002", city: "Lyon" }),
  option_code: "colissimo:return/return",
  contract_id: "610",
  weight_grams: 800,
  items: [],
  invoice_number: null,
  total: null,
  brand_id: null,
}
const attempt = (session: ReturnPurchase["session"], change: Partial<ReturnPurchase> = {}) =>
  buyReturnOnce({
    session,
    request,
    memory: { sent_at: null },
    taken_ids: [],
    now: Date.now,
    onSending: () => Promise.resolve(true),
    ...change,
  })
const bought = () => sandbox().control.counts({ endpoint: BUY }).total

describe("A return label", () => {
  it("is bought by one call, and looked for only after an attempt", async () => {
    const { session } = connect(sandbox())
    expect(await attempt(session)).toMatchObject({ state: "ready", how: "bought" })
    expect(sandbox().control.counts({ endpoint: "GET /returns" }).total).toBe(0)
  })

  it.each(["server_error", "html", "reset"] as const)(
    "is bought once although its purchase ended with %s after its effect",
    async (kind) => {
      const { session } = connect(sandbox())
      sandbox().control.addFault({ kind, endpoint: BUY, after_effect: true, times: 1 })
      const sent_at = Date.now()
      expect(await attempt(session)).toMatchObject({ state: "unclear" })
      const again = await attempt(session, { memory: { sent_at } })
      expect(again).toMatchObject({ state: "ready", how: "found" })
      expect(bought()).toBe(1)
    }
  )

  it("is bought again only when nothing of the first attempt can appear any more", async () => {
    const { session } = connect(sandbox())
    sandbox().control.addFault({ kind: "server_error", endpoint: BUY, times: 1 })
    const sent_at = Date.now()
    expect(await attempt(session)).toMatchObject({ state: "unclear" })
    expect(await attempt(session, { memory: { sent_at } })).toMatchObject({
      state: "unclear",
      reason: "settling",
    })
    expect(bought()).toBe(1)
    const now = () => sent_at + SETTLING_MS + 1
    expect(await attempt(session, { memory: { sent_at }, now })).toMatchObject({ how: "bought" })
  })

  const listed = (change: Partial<ListedReturn>): ListedReturn => ({
    external_id: "1",
    order_number: "1001",
    created_at: "2026-03-16T08:00:00Z",
    parcel_external_id: "11",
    tracking_number: null,
    tracking_url: null,
    is_canceled: false,
    ...change,
  })
  const withList = (...found: ListedReturn[]): Pick<LabelSession, "buyReturn" | "returnsOf"> => ({
    returnsOf: () => Promise.resolve(found),
    buyReturn: () => Promise.reject(new Error("nothing may be bought")),
  })
  const tried = { memory: { sent_at: Date.now() } }
  it("is none that the store has already, or that was canceled, and no guess while one is being made", async () => {
    const known = await attempt(
      withList(listed({}), listed({ parcel_external_id: "12", is_canceled: true })),
      {
        ...tried,
        taken_ids: ["11"],
      }
    )
    expect(known).toMatchObject({ state: "unclear", reason: "settling" })
    expect(await attempt(withList(listed({ parcel_external_id: null })), tried)).toMatchObject({
      reason: "announcing",
    })
    expect(
      await attempt({ ...withList(), returnsOf: () => Promise.reject(new Error("down")) }, tried)
    ).toMatchObject({ state: "unclear", reason: "look_up_failed" })
  })

  it("is not sent when its row says no, nor when the account is refused", async () => {
    const { session } = connect(sandbox())
    expect(await attempt(session, { onSending: () => Promise.resolve(false) })).toMatchObject({
      state: "later",
    })
    sandbox().control.addFault({ kind: "unauthorized", endpoint: BUY, times: 1 })
    expect(await attempt(session)).toMatchObject({ state: "account" })
    expect(
      await attempt(session, { request: { ...request, option_code: "sendcloud:letter" } })
    ).toMatchObject({ state: "failed", faults: [{ field: "option" }] })
    expect(sandbox().control.sendcloud.shipments()).toEqual([])
  })
})
