import type { Locator } from "playwright-core"
import type { ShownLabelAccount } from "../../src/api/admin/label-accounts/types"
import type { LabelsPage, ShownLabel } from "../../src/api/admin/labels/types"
import { pdfTexts } from "../../src/labels/__tests__/pdf-texts"
import { expectSoon } from "./helpers/expect-soon"
import { useShop } from "./helpers/scenario"

const { scenario, ...shop } = useShop()

/** Of the simulated Sendcloud. */
const KEYS = { "Public key": "sandbox-browser", "Secret key": "sandbox-secret" }
const OTHER = { public_key: "sandbox-other", secret_key: "sandbox-secret" }
const OPTION = "Colissimo Domicile"

describe("Labels", () => {
  let account_id = ""
  let other_id = ""
  beforeAll(async () => {
    const { accounts } = await shop.sandbox.sendcloud.configure({})
    await shop.sandbox.sendcloud.configure({
      accounts: [
        ...accounts,
        {
          ...accounts[0],
          public_key: KEYS["Public key"],
          secret_key: KEYS["Secret key"],
          integration_id: 7501,
        },
        { ...accounts[0], ...OTHER, integration_id: 7502 },
      ],
    })
  })
  afterAll(async () => {
    for (const id of [account_id, other_id]) await shop.api("DELETE", `/admin/label-accounts/${id}`)
  })
  const account = async () => {
    const { label_accounts } = await shop.api<{ label_accounts: ShownLabelAccount[] }>(
      "GET",
      "/admin/label-accounts?limit=100"
    )
    return label_accounts.find((one) => one.account === KEYS["Public key"])
  }

  /** A label that another account made. */
  async function labelOfOther(): Promise<ShownLabel> {
    const { label_account } = await shop.api<{ label_account: { id: string } }>(
      "POST",
      "/admin/label-accounts",
      {
        service_id: "sendcloud",
        name: "Another",
        credentials: OTHER,
        default_sender_id: "501",
        fallback: { option_code: "colissimo:standard" },
        settings: {
          labels: { item_grams: 500, default_phone: "+33123456789" },
          sendcloud: { integration_id: "7502" },
        },
      }
    )
    other_id = label_account.id
    const seller = await shop.openAccount("cdiscount", "Labels of another")
    const [{ external_id }] = await shop.seed("cdiscount", seller, { seed: 84, count: 1, kinds: ["plain"] })
    await shop.connect("cdiscount", seller, {
      name: "Autre",
      settings: { shipping: { label_account_id: other_id } },
    })
    const { order_id } = await shop.order(external_id ?? "")
    await shop.api("POST", "/admin/labels/bulk", { order_ids: [order_id] })
    const made = async () =>
      (await shop.api<LabelsPage>("GET", `/admin/labels?account_id=${other_id}`)).labels
    await expectSoon(["ready"], async () => (await made()).map(({ state }) => state))
    return (await made())[0]
  }

  scenario(
    "are made, printed and sent to the marketplace, from an account that was just connected",
    {},
    async (admin) => {
      const { page, go, t } = admin
      const button = (key: string) => page.getByRole("button", { name: t(key), exact: true })
      const choose = async (field: Locator, option: string | RegExp) => {
        await field.click()
        await page.getByRole("option", { name: option }).first().click()
      }
      await go("/settings/label-accounts")
      for (const [name, value] of Object.entries(KEYS))
        await page.getByLabel(name, { exact: true }).fill(value)
      await button("labelAccounts.save").click()
      // The store may have other accounts.
      const section = page.getByRole("region", { name: `(${KEYS["Public key"]})` })
      // What is missing is said above the form, and moves it down.
      await section
        .getByText(`${t("labelAccounts.level.stops")}:`)
        .first()
        .waitFor()

      await choose(section.getByLabel(new RegExp(`^${t("labelAccounts.fallback")}`)), OPTION)
      await choose(section.getByLabel(/^Option for returns/), "Colissimo Retour")
      await choose(section.getByLabel(/^Sender address of other/), /Maison Exemple, Lyon/)
      await section
        .getByRole("button", { name: t("actions.save"), exact: true })
        .first()
        .click()
      await expectSoon({ fallback: { contract_id: null, option_code: "colissimo:standard" } }, async () => {
        const { id, fallback } = (await account()) ?? { id: "", fallback: null }
        account_id = id
        return { fallback }
      })
      // Whatever is set there has its form; this part of it is what the label needs.
      await go(`/settings/label-accounts/settings/${account_id}/labels`)
      const drawer = page.getByRole("dialog")
      await choose(drawer.getByLabel("Marking as shipped"), "When the label is made")
      await drawer.getByLabel("Weight of other items (g)").fill("500")
      await drawer.getByLabel("Phone for carriers").fill("+33123456789")
      await drawer.getByRole("button", { name: t("actions.save"), exact: true }).click()
      await drawer.waitFor({ state: "detached" })

      const seller = await shop.openAccount("cdiscount", "Labels of it")
      const orders = await shop.seed("cdiscount", seller, { seed: 83, count: 2, kinds: ["plain"] })
      const numbers = orders.map(({ external_id }) => external_id ?? "")
      const rowOf = (order_id: string | null) =>
        page.getByRole("row").filter({ has: page.locator(`a[href$="/orders/${order_id}"]`) })
      await shop.connect("cdiscount", seller, {
        name: "Étiquettes",
        settings: { shipping: { label_account_id: account_id } },
      })

      await go("/marketplace-labels?tab=make")
      const order_ids = (await Promise.all(numbers.map(shop.order))).map(({ order_id }) => order_id)
      for (const order_id of order_ids) await rowOf(order_id).getByRole("checkbox").click()
      await button("labels.packAndLabel").click()
      await page
        .getByRole("alertdialog")
        .getByRole("button", { name: t("labels.packAndLabel"), exact: true })
        .click()

      const labels = async () =>
        (await shop.api<LabelsPage>("GET", `/admin/labels?account_id=${account_id}`)).labels
      await expectSoon(["ready", "ready"], async () => (await labels()).map(({ state }) => state))
      const made = await labels()
      // One account prints packing slips too, the other only labels; both come in one file.
      await shop.api("POST", `/admin/label-accounts/${account_id}`, {
        settings: { print: { content: "labels_and_slips" } },
      })
      const ofOther = await labelOfOther()
      order_ids.push(ofOther.order_id)
      await go("/marketplace-labels?tab=print")
      for (const order_id of order_ids) await rowOf(order_id).getByRole("checkbox").click()
      // The browser keeps no body of what it prints.
      let printed: string[][] = []
      await page.route("**/admin/labels/print", async (route) => {
        const response = await route.fetch()
        printed = await pdfTexts(await response.body())
        await route.fulfill({ response })
      })
      await page
        .getByRole("toolbar")
        .getByRole("button", { name: t("labels.print"), exact: true })
        .click()
      await expectSoon([false, false], async () =>
        (await labels()).map(({ printed_at }) => printed_at === null)
      )
      const pages = printed.map((page) => page.join(" "))
      for (const { parcels, order_number } of made) {
        const place = pages.findIndex((page) => page.includes(parcels[0].tracking_number ?? ""))
        expect(place).toBeGreaterThanOrEqual(0)
        expect(printed[place + 1].slice(0, 2)).toEqual(["Cdiscount", `Order ${order_number}`])
      }
      expect(pages.filter((page) => page.includes(ofOther.parcels[0].tracking_number ?? ""))).toHaveLength(1)
      expect(pages).toHaveLength(5)

      for (const external_id of numbers) {
        const { order_id } = await shop.order(external_id)
        const own = made.find((label) => label.order_id === order_id)
        await expectSoon([own?.parcels[0].tracking_number], async () => {
          const { shipments = [] } = (await shop.ledger("cdiscount", external_id)) ?? {}
          return shipments.map(({ number }) => number)
        })
      }
      const { order_id } = await shop.order(numbers[0])
      // Headless Chromium ends a page whose print dialog it opened.
      const after = await admin.context.newPage()
      const listed = after.waitForResponse(/\/admin\/labels\?/)
      await after.goto(`${shop.url}/app/marketplace-labels?tab=print`)
      const { labels: left } = (await (await listed).json()) as LabelsPage
      expect(left.filter((label) => order_ids.includes(label.order_id))).toEqual([])
      await after.goto(`${shop.url}/app/orders/${order_id}`)
      await after.getByRole("heading", { name: t("labels.title"), exact: true }).waitFor()
      const own = made.find((label) => label.order_id === order_id)
      await after
        .getByRole("link", { name: own?.parcels[0].tracking_number ?? "", exact: true })
        .first()
        .waitFor()

      // What the buyer sends back gets a label of its own, which is shown here alone.
      const { order } = await shop.api<{ order: { items: { id: string }[] } }>(
        "GET",
        `/admin/orders/${order_id}?fields=items.id`
      )
      const { stock_locations } = await shop.api<{ stock_locations: { id: string }[] }>(
        "GET",
        "/admin/stock-locations?limit=1"
      )
      const { return: asked } = await shop.api<{ return: { id: string } }>("POST", "/admin/returns", {
        order_id,
        location_id: stock_locations[0].id,
      })
      const items = [{ id: order.items[0].id, quantity: 1 }]
      await shop.api("POST", `/admin/returns/${asked.id}/request-items`, { items })
      await shop.api("POST", `/admin/returns/${asked.id}/request`, {})
      await after.reload()
      await after.getByRole("button", { name: t("labels.makeReturn"), exact: true }).click()
      await after.getByText(t("labels.ofReturn", { state: t("labels.state.ready") })).waitFor()
      const returned = (await labels()).find(({ return_id }) => return_id === asked.id)
      expect(returned?.parcels).toHaveLength(1)
      await after
        .getByText(returned?.parcels[0].tracking_number ?? "-")
        .first()
        .waitFor()
    }
  )
})
