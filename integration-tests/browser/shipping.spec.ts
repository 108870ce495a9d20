import type { Admin } from "./helpers/admin"
import { expectSoon } from "./helpers/expect-soon"
import { useShop } from "./helpers/scenario"
import type { Account, MarketName } from "./helpers/shop"

const { scenario, ...shop } = useShop()

/** Numbers are invented, with true check digits. */
const COLISSIMO = "6A98369006023"
const UPS = "1Z999AA10123456784"
/** The name of the hidden option that the plugin makes. */
const SHIPPING_OPTION = "Marketplace"
const MISREAD = "NO TRACKING YET"

describe("A parcel", () => {
  const sold = { cdiscount: [] as string[], rakuten: [] as string[] }
  const connections = { cdiscount: "", rakuten: "" }

  beforeAll(async () => {
    const open = async (market: MarketName, seed: number) => {
      const account: Account = await shop.openAccount(market, "A parcel")
      const orders = await shop.seed(market, account, { seed, count: 3, kinds: ["plain"] })
      sold[market] = orders.map(({ external_id }) => external_id ?? "")
      connections[market] = await shop.connect(market, account, { name: `${market} colis` })
    }
    await open("cdiscount", 81)
    await open("rakuten", 82)
  })

  scenario("that is packed and shipped in Medusa's own screens is shown as confirmed", {}, async (admin) => {
    const { page, t } = admin
    const [external_id] = sold.cdiscount
    await openOrder(admin, external_id)
    await packAndShip(admin, COLISSIMO)
    await expectParcels("cdiscount", external_id, [{ carrier: "Colissimo", number: COLISSIMO }])
    await page.getByText(t("action.states.sent"), { exact: true }).waitFor()
    // The next import finds it at the marketplace, and the open page follows automatically.
    await shop.sandbox.time({ advance_minutes: 1 })
    await shop.importNow(connections.cdiscount, { external_ids: [external_id] })
    await page.getByText(t("action.states.confirmed"), { exact: true }).waitFor()
    expect((await shop.order(external_id)).state).toBe("shipped")
  })

  scenario(
    "with an invalid number waits with the reason, and is sent once after the correction",
    {},
    async (admin) => {
      const { page, t } = admin
      const [, external_id] = sold.cdiscount
      await openOrder(admin, external_id)
      await packAndShip(admin, MISREAD)
      await page.getByText(t("action.states.needs_attention"), { exact: true }).waitFor()
      await expectParcels("cdiscount", external_id, [])
      await page.getByRole("button", { name: t("parcel.correct") }).click()
      await page.getByLabel(t("tester.number"), { exact: true }).fill(COLISSIMO)
      await page.getByRole("button", { name: t("parcel.send") }).click()
      await expectParcels("cdiscount", external_id, [{ carrier: "Colissimo", number: COLISSIMO }])
      await page.getByText(t("action.states.sent"), { exact: true }).waitFor()
    }
  )

  scenario("that was sent is corrected and sent again", {}, async (admin) => {
    const { page, t } = admin
    const [external_id] = sold.rakuten
    await shop.sandbox.rakuten.configure({ tracking_overwrite: true })
    await shop.api("POST", `/admin/marketplaces/connections/${connections.rakuten}`, {
      settings: { rakuten: { tracking_correction: "settrackingpackageinfos" } },
    })
    await openOrder(admin, external_id)
    await packAndShip(admin, COLISSIMO)
    const wrong = { carrier: "Colissimo", number: COLISSIMO }
    await expectParcels("rakuten", external_id, [wrong])
    await page.getByText(t("action.states.sent"), { exact: true }).waitFor()
    await page.getByRole("button", { name: t("parcel.correct") }).click()
    const form = page.getByRole("form", { name: t("parcel.correct") })
    await form.getByLabel(t("carrier.carrier"), { exact: true }).fill("UPS")
    await page.getByRole("option", { name: "UPS", exact: true }).click()
    await form.getByLabel(t("tester.number"), { exact: true }).fill(UPS)
    await form.getByRole("button", { name: t("parcel.send") }).click()
    await expectParcels("rakuten", external_id, [wrong, { carrier: "UPS", number: UPS }])
    await page.getByText(t("parcel.correction"), { exact: true }).waitFor()
  })

  scenario(
    "of the store's own order shows nothing of the marketplaces, and requests nothing",
    {},
    async (admin) => {
      const { page, go, t, medusa } = admin
      const asked: string[] = []
      page.on("request", (request) => asked.push(new URL(request.url()).pathname))
      await go(`/orders/${await ownOrder()}`)
      await page.getByRole("heading", { name: medusa("orders.activity.header") }).waitFor()
      expect(asked.filter((path) => path.startsWith("/admin/marketplaces"))).toEqual([])
      expect(await page.getByText(t("order.statusThere")).count()).toBe(0)
    }
  )

  const openOrder = async ({ page, go }: Admin, external_id: string) => {
    const { order_id, external_reference } = await shop.order(external_id)
    await go(`/orders/${order_id}`)
    await page.getByRole("link", { name: external_reference ?? external_id }).waitFor()
  }

  const expectParcels = (
    market: MarketName,
    external_id: string,
    parcels: { carrier: string; number: string }[]
  ) =>
    expectSoon(parcels, async () => {
      const { shipments = [] } = (await shop.ledger(market, external_id)) ?? {}
      return shipments.map(({ carrier, number }) => ({ carrier, number }))
    })
})

/** As the warehouse does it, all of the order in one parcel. */
async function packAndShip({ page, medusa }: Admin, number: string) {
  await page
    .locator("div")
    .filter({ has: page.getByRole("heading", { name: medusa("orders.fulfillment.unfulfilledItems") }) })
    .last()
    .getByRole("button")
    .last()
    .click()
  await page.getByRole("menuitem", { name: medusa("orders.fulfillment.fulfillItems") }).click()
  // Medusa's form refuses until it knows the shipping option, and shows its name as soon as it does.
  await page.getByRole("dialog").getByText(SHIPPING_OPTION, { exact: true }).first().waitFor()
  await page.getByRole("button", { name: medusa("orders.fulfillment.create") }).click()
  await page.getByRole("button", { name: medusa("orders.fulfillment.markAsShipped") }).click()
  await page.getByRole("button", { name: medusa("orders.shipment.addTracking") }).click()
  await page.getByLabel(medusa("orders.shipment.trackingNumber")).fill(number)
  await page.getByRole("button", { name: medusa("actions.save"), exact: true }).click()
  await page.getByText(medusa("orders.shipment.toastCreated")).waitFor()
}

/** An order of the shop itself. */
async function ownOrder(): Promise<string> {
  const { regions } = await shop.api<{ regions: { id: string }[] }>("GET", "/admin/regions")
  const { draft_order } = await shop.api<{ draft_order: { id: string } }>("POST", "/admin/draft-orders", {
    email: "client@shop.example",
    region_id: regions[0].id,
    items: [{ title: "Mug en grès bleu", quantity: 1, unit_price: 12.9 }],
  })
  await shop.api("POST", `/admin/draft-orders/${draft_order.id}/convert-to-order`)
  return draft_order.id
}
