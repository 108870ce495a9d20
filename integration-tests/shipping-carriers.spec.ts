import { CARRIERS } from "../sandbox/cdiscount/carriers"
import { detectCarriers } from "../src/carriers"
import { MarketplaceFulfillmentProvider } from "../src/providers/marketplace-provider"
import { refreshCarriers } from "../src/workflows/carriers/refresh-carriers"
import type { Connected } from "./helpers/market-store"
import { marketTest } from "./helpers/market-test"
import { MARKETPLACES } from "./helpers/marketplace-cases"
import { items, refusal, parcels } from "./helpers/parcels"
import { colissimoNumber } from "./helpers/ship-order"
import { providerOption } from "./helpers/provider-option"
import { until } from "./helpers/until"
import { label } from "./helpers/warehouse"

const [cdiscount, rakuten] = MARKETPLACES
const market = marketTest({ seconds: 180 })
const { api, sql } = market
const { bought, ship, actionOf, inState, withProblem, ledger, later, provide } = parcels(market)

describe("The carrier of a parcel", () => {
  let shop: Connected
  const path = (rest = "") => `/connections/${shop.id}${rest}`
  beforeAll(async () => {
    shop = await market.connect(cdiscount, {
      settings: { shipping: { default_carrier: null } },
    })
  })

  it("is asked of the operator, and a new rule sends what waited for it", async () => {
    const order = await bought(shop, "plain")
    const id = await ship(order, items(...order.lines), label("SHOP-7700123456"))
    const stuck = await withProblem(order, id, "carrier_missing")
    expect(stuck.state).toBe("needs_attention")
    const other = await bought(shop, "plain")
    const second = await ship(other, items(...other.lines), label("3641 8053"))
    await withProblem(other, second, "carrier_missing")
    const rule = {
      match: { tracking_pattern: "^SHOP-" },
      carrier: "relais-colis",
      remove_pattern: "^SHOP-",
    }
    const saved = await api<{ carrier_rule: { id: string; position: number; warning: unknown } }>(
      "POST",
      path("/carrier-rules"),
      rule
    )
    expect(saved.body.carrier_rule).toMatchObject({ ...rule, position: 1, warning: null })
    await inState(order, id, "sent")
    expect(ledger(shop, order).shipments).toMatchObject([{ number: "7700123456", carrier: "Relais Colis" }])
    expect((await actionOf(other, second))?.state).toBe("needs_attention")
    expect((await provide(other, second, { carrier: "Heppner" })).status).toBe(200)
    await inState(other, second, "sent")
    expect(ledger(shop, other).shipments).toMatchObject([{ number: "36418053", carrier: "Heppner" }])
    const default_carrier = { settings: { shipping: { default_carrier: "colissimo" } } }
    const third = await bought(shop, "plain")
    const waits = await ship(third, items(...third.lines), label("6A00000000077"))
    await withProblem(third, waits, "carrier_missing")
    expect((await api("POST", path(), default_carrier)).status).toBe(200)
    await inState(third, waits, "sent")
  })

  it("is chosen by what the articles weigh, and by no rule that is off", async () => {
    const own = await market.connect(cdiscount, {
      settings: { shipping: { default_carrier: "mondial-relay" } },
    })
    const rules = `/connections/${own.id}/carrier-rules`
    const reversed = await api("POST", rules, { match: { min_weight: 3, max_weight: 2 }, carrier: "gls-fr" })
    expect(reversed.status).toBe(400)
    const heavy = { name: "Lourds", match: { min_weight: 5000 }, carrier: "gls-fr" }
    const saved = await api<{ carrier_rule: { id: string; version: string } }>("POST", rules, heavy)
    expect(saved.body.carrier_rule).toMatchObject({ ...heavy, is_enabled: true })
    // Of a form that both carriers use.
    const numbers = Array.from({ length: 100 }, (_, index) => `70149869${4200 + index}`).filter((number) =>
      detectCarriers(number).some(({ carrier }) => carrier.key === "gls-fr")
    )
    const sent = async (weight: number | null) => {
      const number = numbers.shift() ?? ""
      const order = await bought(own, "plain")
      const [line] = order.lines
      const [before] = await sql<{ weight: number | null }>(
        "select weight from product_variant where id = $1",
        [line.variant_id]
      )
      const weigh = (value: number | null) =>
        sql("update product_variant set weight = $2 where id = $1", [line.variant_id, value])
      await weigh(weight)
      await inState(order, await ship(order, items(...order.lines), label(number)), "sent")
      await weigh(before.weight)
      return ledger(own, order).shipments?.map(({ carrier }) => carrier)
    }
    expect(await sent(5000)).toEqual(["GLS"])
    expect(await sent(1)).toEqual(["Mondial Relay"])
    expect(await sent(null)).toEqual(["Mondial Relay"])
    const off = await api<{ carrier_rule: object }>("POST", `${rules}/${saved.body.carrier_rule.id}`, {
      is_enabled: false,
      version: saved.body.carrier_rule.version,
    })
    expect(off.body.carrier_rule).toMatchObject({ ...heavy, is_enabled: false })
    expect(await sent(5000)).toEqual(["Mondial Relay"])
  })

  it("follows rules that are checked when they are saved and applied in their order", async () => {
    const wrong = await api("POST", path("/carrier-rules"), {
      match: { tracking_pattern: "(", country_code: "France" },
      carrier: "colissimo",
    })
    expect(wrong.status).toBe(400)
    expect(wrong.body.message).toMatch(/match\.country_code: .*two letters/)
    const pattern = await api("POST", path("/carrier-rules"), {
      match: { tracking_pattern: "(" },
      carrier: "dpd-fr",
    })
    expect(pattern.body.message).toMatch(/match\.tracking_pattern: /)
    const add = async (carrier: string) =>
      (await api<{ carrier_rule: { id: string } }>("POST", path("/carrier-rules"), { match: {}, carrier }))
        .body.carrier_rule.id
    const [usps, gls] = [await add("usps"), await add("gls-fr")]
    const rules = async () =>
      (
        await api<{ carrier_rules: { id: string; carrier: string; warning: { code: string } | null }[] }>(
          "GET",
          path("/carrier-rules")
        )
      ).body.carrier_rules
    const ids = (await rules()).map(({ id }) => id)
    expect(ids.slice(-2)).toEqual([usps, gls])
    expect((await api("POST", path("/carrier-rules/order"), { ids: [gls] })).status).toBe(400)
    expect((await api("POST", path("/carrier-rules/order"), { ids: [...ids].reverse() })).status).toBe(200)
    expect((await rules()).map(({ id }) => id)).toEqual([...ids].reverse())
    expect((await api("POST", path(`/carrier-rules/${gls}`), { carrier: "Mazet" })).status).toBe(200)
    expect((await rules()).find(({ id }) => id === gls)?.carrier).toBe("Mazet")
    expect((await api("POST", path("/carrier-rules/mprule_none"), { carrier: "x" })).status).toBe(404)
    expect((await api("DELETE", path(`/carrier-rules/${usps}`))).status).toBe(200)
    expect((await rules()).map(({ id }) => id)).not.toContain(usps)
    const [entry] = await sql<{ event: string; actor: string }>(
      `select event, actor from marketplace_history_entry where connection_id = $1
        and event like 'carrier_rule.%' order by created_at desc limit 1`,
      [shop.id]
    )
    expect(entry).toMatchObject({ event: "carrier_rule.deleted", actor: expect.stringMatching(/^user:/) })
  })

  it("is one that the plugin or the marketplace knows, as a default", async () => {
    const change = (default_carrier: string) =>
      api("POST", path(), { settings: { shipping: { default_carrier } } })
    const [status, message] = refusal(await change("Transports Inconnus"))
    expect(status).toBe(400)
    expect(message).toMatch(/there is no carrier “Transports Inconnus”.*colissimo.*Mazet/)
    expect((await change("Mazet")).status).toBe(200)
    expect((await change("colissimo")).status).toBe(200)
  })

  it("comes from the marketplace's list, live or as last seen, and one that leaves the list is reported", async () => {
    type List = { carriers: { name: string }[]; is_live: boolean; fetched_at: string | null }
    const list = async (refresh = false) =>
      (await api<List>("GET", path(`/carriers${refresh ? "?refresh=true" : ""}`))).body
    const { control } = market.sandbox
    const calls = () => control.requests({ account: shop.account, endpoint: "GET /carriers" }).length
    const down = control.addFault({ kind: "unavailable", endpoint: "GET /carriers", account: shop.account })
    const seed = await list()
    expect(seed).toMatchObject({ is_live: false, fetched_at: null })
    expect(seed.carriers.length).toBeGreaterThan(50)
    control.removeFaults({ id: down.id })
    const live = await list(true)
    expect(live).toMatchObject({ is_live: true })
    expect(live.carriers).toEqual(
      expect.arrayContaining([
        { name: "GLS", code: expect.anything(), key: "gls-fr" },
        { name: "Mazet", code: expect.anything(), key: null },
      ])
    )
    const before = calls()
    expect((await list()).is_live).toBe(true)
    expect(calls()).toBe(before)

    await api("POST", path("/carrier-rules"), { match: { country_code: "BE" }, carrier: "Mazet" })
    const rest = CARRIERS.filter((carrier) => carrier.label !== "Mazet")
    control.addFault({
      kind: "status",
      status: 200,
      body: JSON.stringify(rest),
      headers: { "content-type": "application/json" },
      endpoint: "GET /carriers",
      account: shop.account,
      times: 1,
    })
    expect((await refreshCarriers(market.app.container, shop.id)).is_live).toBe(true)
    const { body } = await api<{ carrier_rules: { carrier: string; warning: { code: string } | null }[] }>(
      "GET",
      path("/carrier-rules")
    )
    const mazet = body.carrier_rules.find(({ carrier }) => carrier === "Mazet")
    expect(mazet?.warning).toMatchObject({ code: "carrier_gone", name: "Mazet" })
    const shown = await api<{ connection: { health: { status: string; code: string; message: string } } }>(
      "GET",
      path()
    )
    expect(shown.body.connection.health).toMatchObject({
      status: "degraded",
      code: "carriers_gone",
      message: expect.stringContaining("Mazet"),
    })
    await list(true)
    expect((await api<typeof shown.body>("GET", path())).body.connection.health.status).toBe("ok")
  })

  it("is explained for any number, and shown for each shipping option", async () => {
    const resolved = await api<{
      marketplace_carrier_name: string
      tracking_number: string
      explanation: { message: string }[]
      problem: { code: string; message: string } | null
    }>("POST", path("/carriers/resolve"), { tracking_number: "6A 0000 0000 126", country_code: "fr" })
    expect(resolved.body).toMatchObject({ tracking_number: "6A00000000126", problem: null })
    expect(resolved.body.explanation.length).toBeGreaterThan(3)
    const bad = await api<typeof resolved.body>("POST", path("/carriers/resolve"), { tracking_number: "A;B" })
    expect(bad.body.problem).toMatchObject({ code: "tracking_number_invalid" })
    const coverage = await api<{ shipping_options: { covered_by: string | null }[]; uncovered: number }>(
      "GET",
      path("/carriers/coverage")
    )
    expect({ status: coverage.status, body: coverage.body }).toMatchObject({ status: 200 })
    expect(coverage.body.shipping_options.map(({ covered_by }) => covered_by)).toEqual(
      expect.arrayContaining(["rule"])
    )
    expect(coverage.body.uncovered).toBe(0)
    const catalog = await api<{ carriers: { key: string }[]; count: number }>("GET", "/carriers?q=colis")
    expect(catalog.body.carriers.map(({ key }) => key)).toContain("colissimo")
  })

  it("is named and linked by the settings where Octopia leaves the choice", async () => {
    const resolved = async (settings: Record<string, unknown>, carrier: string, tracking_number: string) => {
      const { id } = await market.connect(cdiscount, {
        settings: { cdiscount: settings },
      })
      const { body } = await api<{ marketplace_carrier_name: string | null; tracking_url: string | null }>(
        "POST",
        `/connections/${id}/carriers/resolve`,
        { carrier, tracking_number }
      )
      return [body.marketplace_carrier_name, body.tracking_url?.includes("#") ?? null]
    }
    const unlisted = (settings: Record<string, unknown>) => resolved(settings, "Ciblex", "12345678901234")
    expect((await unlisted({}))[0]).toBe("autre")
    expect((await unlisted({ carrier_match: "free-text" }))[0]).toBe("Ciblex")
    expect((await unlisted({ carrier_fallback_label: "Transporteur" }))[0]).toBe("Transporteur")
    const anchored = (settings: Record<string, unknown>) => resolved(settings, "4px", "4PX0000000001CN")
    expect(await anchored({})).toEqual(["4PX", true])
    expect(await anchored({ tracking_url_fragment: "refuse" })).toEqual(["4PX", false])
  })
})

describe("A parcel to a pickup point of another network than its carrier's", () => {
  type Warned = { warning: { code: string; message: string; params: object } | null; state: string }
  const shown = async (action: { id: string }) =>
    (await api<{ action: Warned }>("GET", `/actions/${action.id}`)).body.action
  const mismatch = (network: string, carrier: string) => ({
    code: "relay_carrier_mismatch",
    message: `The parcel goes to a pickup point of ${network}, but its carrier is ${carrier}.`,
    params: { network, carrier },
  })

  it("is sent with a warning that stays (rakuten)", async () => {
    const shop = await market.connect(rakuten)
    const order = await bought(shop, "relay_kiala")
    const id = await ship(order, items(...order.lines), label(colissimoNumber()))
    await inState(order, id, "sent")
    await later(shop)
    const confirmed = await inState(order, id, "confirmed")
    expect(await shown(confirmed)).toMatchObject({ problem: null, warning: mismatch("Kiala", "Colissimo") })

    // Rakuten made the label; the warehouse used another.
    const prepaid = await bought(shop, "relay")
    const other = await ship(prepaid, items(...prepaid.lines), label("1Z999AA10123456784"))
    expect(await shown(await inState(prepaid, other, "sent"))).toMatchObject({
      warning: mismatch("Mondial Relay", "UPS"),
    })
    const right = await bought(shop, "relay")
    const none = await ship(right, items(...right.lines), label("12345678"))
    expect(await shown(await inState(right, none, "sent"))).toMatchObject({ warning: null })
  })

  it("is recognized by the settings of the delivery mode (cdiscount)", async () => {
    const shop = await market.connect(cdiscount, {
      settings: { shipping: { delivery_modes: { RelayPointDelivery: "mondial-relay" } } },
    })
    const order = await bought(shop, "relay")
    const id = await ship(order, items(...order.lines), label(colissimoNumber()))
    expect(await shown(await inState(order, id, "sent"))).toMatchObject({
      problem: null,
      warning: mismatch("Mondial Relay", "Colissimo"),
    })
    const other = await bought(shop, "relay")
    const packed = await market.hands.pack(other.order_id)
    expect((await provide(other, packed, { carrier: "mondial-relay" })).status).toBe(200)
    await market.hands.ship(other.order_id, packed, items(...other.lines), [label("00112233")])
    expect(await shown(await inState(other, packed, "sent"))).toMatchObject({ warning: null })
    const home = await bought(shop, "plain")
    const sent = await ship(home, items(...home.lines), label(colissimoNumber()))
    expect(await shown(await inState(home, sent, "sent"))).toMatchObject({ warning: null })
  })
})

describe("The plugin's fulfillment providers", () => {
  let shop: Connected
  let option: string
  const number = "25098765432101"

  beforeAll(async () => {
    const offered = await market.app.api<{ fulfillment_options: { id: string; carrier: string | null }[] }>(
      "GET",
      "/admin/fulfillment-providers/cdiscount_cdiscount/options"
    )
    const dpd = offered.body.fulfillment_options.find(({ id }) => id === "dpd-fr")
    expect(dpd).toMatchObject({ carrier: "dpd-fr" })
    option = await providerOption(market, "cdiscount_cdiscount", "dpd-fr")
    shop = await market.connect(cdiscount, {
      settings: { shipping: { default_carrier: null, delivery_modes: { RelayPointDelivery: "dpd-fr" } } },
    })
  })

  it("receive the customs code and the origin of what is packed", async () => {
    const order = await bought(shop, "relay")
    const customs = { hs_code: "940542", origin_country: "pt" }
    const { variant_id } = order.lines[0]
    const [before] = await sql<Record<keyof typeof customs, string | null>>(
      "select hs_code, origin_country from product_variant where id = $1",
      [variant_id]
    )
    const update = ({ hs_code, origin_country }: typeof before) =>
      sql("update product_variant set hs_code = $2, origin_country = $3 where id = $1", [
        variant_id,
        hs_code,
        origin_country,
      ])
    await update(customs)
    const packing = jest.spyOn(MarketplaceFulfillmentProvider.prototype, "createFulfillment")
    await market.hands.pack(order.order_id)
    const [, , packed] = packing.mock.calls[0]
    packing.mockRestore()
    await update(before)
    expect(packed?.items).toMatchObject([{ variant: customs }])
  })

  it("name the network of a pickup option, and another carrier there is a warning", async () => {
    const own = await market.connect(cdiscount, {
      settings: { shipping: { delivery_modes: { RelayPointDelivery: option } } },
    })
    const order = await bought(own, "relay")
    const id = await market.hands.pack(order.order_id)
    expect((await provide(order, id, { carrier: "colissimo" })).status).toBe(200)
    await market.hands.ship(order.order_id, id, items(...order.lines), [label(colissimoNumber())])
    const { id: action } = await inState(order, id, "sent")
    expect((await api<{ action: object }>("GET", `/actions/${action}`)).body.action).toMatchObject({
      warning: { code: "relay_carrier_mismatch", params: { network: "DPD France", carrier: "Colissimo" } },
    })
  })

  it("pack without calling the marketplace, name the carrier, and show afterwards what was sent", async () => {
    const order = await bought(shop, "relay")
    const { data } = await market.app.query.graph({
      entity: "order",
      fields: ["shipping_methods.shipping_option_id"],
      filters: { id: order.order_id },
    })
    expect(data[0].shipping_methods?.[0]?.shipping_option_id).toBe(option)
    const calls = () => market.sandbox.control.requests({ account: shop.account }).length
    const before = calls()
    const id = await market.hands.pack(order.order_id)
    expect(calls()).toBe(before)
    const packed = await market.hands.fulfillment(order.order_id, id)
    expect(packed?.provider_id).toBe("cdiscount_cdiscount")
    expect(packed?.data).toMatchObject({
      marketplace: "cdiscount",
      connection_id: shop.id,
      external_id: order.external_id,
      pickup_point: { name: expect.stringMatching(/KIOSQUE/) },
      lines: [{ quantity: order.lines[0].quantity }],
    })
    await market.hands.ship(order.order_id, id, items(...order.lines), [label(number)])
    await inState(order, id, "sent")
    expect(ledger(shop, order).shipments).toMatchObject([{ carrier: "DPD", number }])
    await later(shop)
    await inState(order, id, "confirmed")
    const shipped = await until("the fulfillment shows what was sent", async () => {
      const { data } = (await market.hands.fulfillment(order.order_id, id)) ?? {}
      return data?.sent ? data : null
    })
    expect(shipped).toMatchObject({
      marketplace: "cdiscount",
      sent: { parcels: [{ tracking_number: number, carrier_name: "DPD" }] },
    })
  })

  it("refuse the order of another marketplace", async () => {
    const other = await market.connect(rakuten)
    const order = await bought(other, "plain")
    const packed = { items: items(...order.lines), shipping_option_id: option }
    const answer = await market.hands.tryPacking(order.order_id, packed)
    expect([answer.status, answer.message]).toEqual([
      400,
      "This shipping option is for orders from Cdiscount, and this one is not: choose another shipping option.",
    ])
  })
})
