import fs from "node:fs"
import os from "node:os"
import path from "node:path"
import { DEFAULT_CATALOG } from "../../sandbox/catalog"
import type { ExpectedOrder } from "../../sandbox/expected"
import type { Admin } from "./helpers/admin"
import { until } from "../helpers/until"
import { expectSoon } from "./helpers/expect-soon"
import { tabTo } from "./helpers/keyboard"
import { useShop } from "./helpers/scenario"
import type { Account } from "./helpers/shop"

const { scenario, ...shop } = useShop()

describe("An order of a marketplace", () => {
  let account: Account
  let unknown: { id: string; sku: string }[]
  let undecided: Sold[]
  let imported: Sold[]

  beforeAll(async () => {
    account = await shop.openAccount("cdiscount", "orders")
    const seed = (seed: number, count: number, kind: string) =>
      shop.seed("cdiscount", account, { seed, count, kinds: [kind] })
    const held = await seed(71, 3, "unknown_sku")
    const toAccept = await seed(72, 5, "to_accept")
    const plain = await seed(73, 3, "plain")
    await shop.connect("cdiscount", account, {
      name: "Cdiscount commandes",
      settings: { cdiscount: { cancel_enabled: true } },
    })
    undecided = await Promise.all(toAccept.map(sold))
    imported = await Promise.all(plain.map(sold))
    unknown = await Promise.all(
      held.map(async (order) => {
        const { wire } = await shop.sandbox.cdiscount.order({ external_id: idOf(order) })
        const [line] = (wire as { lines: { offer: { sellerProductId: string } }[] }).lines
        return { id: idOf(order), sku: line.offer.sellerProductId }
      })
    )
  })

  scenario("is imported once its unknown SKU is mapped", {}, async ({ page, go, t }) => {
    const [wanted, other] = unknown
    const [article] = DEFAULT_CATALOG
    await go("/marketplace-orders")
    const field = page.getByLabel(t("fix.variantOf", { sku: wanted.sku }), { exact: true })
    await field.fill(article.sku)
    await page.getByRole("option", { name: article.sku }).click()
    const row = page.getByRole("listitem").filter({ has: field })
    await row.getByRole("button", { name: t("fix.map"), exact: true }).click()
    await page.getByText(t("fix.mapped", { count: 1 })).waitFor()
    await field.waitFor({ state: "detached" })

    const { state, order_id } = await shop.order(wanted.id)
    expect({ state, isInStore: Boolean(order_id) }).toEqual({ state: "imported", isInStore: true })
    const { order } = await shop.api<{ order: { items: { variant_sku: string }[] } }>(
      "GET",
      `/admin/orders/${order_id}?fields=id,*items`
    )
    expect(order.items[0].variant_sku).toBe(article.sku)
    expect((await shop.order(other.id)).state).toBe("ready")
  })

  scenario("is imported once a file maps its SKU", { language: "fr" }, async ({ page, go, t }) => {
    const own = await shop.openAccount("cdiscount", "orderscsv")
    const sold = await shop.seed("cdiscount", own, { seed: 75, count: 2, kinds: ["unknown_sku"] })
    const connection = await shop.connect("cdiscount", own, { name: "Cdiscount fichier" })
    await go(`/settings/marketplaces/${connection}?tab=orders`)
    const saved = page.waitForEvent("download")
    await page.getByRole("button", { name: t("orders.export"), exact: true }).click()
    const file = path.join(fs.mkdtempSync(path.join(os.tmpdir(), "skus-")), "skus.csv")
    await (await saved).saveAs(file)
    const text = fs.readFileSync(file, "utf8")
    const filled = text.replace(/^([^;\r\n]+);;/gm, `$1;${DEFAULT_CATALOG[0].sku};`)
    expect(filled).not.toBe(text)
    await page.getByRole("button", { name: t("offers.import.open"), exact: true }).click()
    const chooser = page.waitForEvent("filechooser")
    await page.getByText(t("csv.file"), { exact: true }).click()
    await (await chooser).setFiles({ name: "sku.csv", mimeType: "text/csv", buffer: Buffer.from(filled) })
    const confirm = t("listings.import.confirm", { count: 2 })
    await page.getByRole("button", { name: confirm, exact: true }).click()
    await page.getByText(t("listings.import.done", { count: 2 }), { exact: true }).waitFor()
    await expectSoon(["imported", "imported"], () =>
      Promise.all(sold.map(async (one) => (await shop.order(idOf(one))).state))
    )
  })

  scenario("is accepted together with others, and only those are", {}, async ({ page, go, t }) => {
    const [first, second, third] = undecided
    await go("/marketplace-orders?tab=accept")
    for (const order of [first, second]) await rowOf(page, order).getByRole("checkbox").click()
    await page.getByRole("button", { name: t("remedy.accept") }).click()
    await page.getByText(t("outcome.did.accept", { count: 2 })).waitFor()
    await expectDecisions([first, second, third], [["accept"], ["accept"], []])
  })

  scenario("is refused with a reason, after a question", {}, async ({ page, go, t }) => {
    const [, , , last] = undecided
    await go("/marketplace-orders?tab=accept")
    await linkTo(page, last).click()
    const drawer = page.getByRole("dialog")
    await drawer.getByRole("button", { name: t("remedy.refuse"), exact: true }).click()
    const question = page.getByRole("alertdialog", { name: t("orders.refuseTitle", { count: 1 }) })
    const confirm = question.getByRole("button", { name: t("remedy.refuse"), exact: true })
    expect(await confirm.isDisabled()).toBe(true)
    await expectDecisions([last], [[]])
    await question.getByLabel(t("field.reason")).fill("Damaged in the warehouse")
    await confirm.click()
    await page.getByText(t("confirmed.refuse"), { exact: true }).waitFor()
    await expectDecisions([last], [["refuse"]])
  })

  scenario(
    "is found by its number after the import and canceled at the marketplace",
    {},
    async ({ page, go, t }) => {
      const [order, other] = imported
      await go(`/marketplace-orders?tab=all&q=${order.number}`)
      await linkTo(page, order).click()
      expect(await rowOf(page, other).count()).toBe(0)
      const drawer = page.getByRole("dialog")
      await drawer.getByRole("button", { name: t("remedy.cancel_at_marketplace"), exact: true }).click()
      await confirmCancellation(page, t)
      const ledger = await until("the marketplace receives it", () => shop.ledger("cdiscount", order.id))
      expect(ledger.cancellations).toHaveLength(1)
      expect(await shop.ledger("cdiscount", other.id)).toBeUndefined()
    }
  )

  scenario(
    "is canceled at the marketplace from Medusa's own screen, where it was canceled",
    {},
    async ({ page, go, t, medusa }) => {
      const [, , order] = imported
      await go(`/orders/${(await shop.order(order.id)).order_id}`)
      const heading = page.getByRole("heading", { name: /^#\d+$/ })
      await heading
        .locator("xpath=ancestor::div[contains(@class, 'justify-between')][1]")
        .getByRole("button")
        .last()
        .click()
      await page.getByRole("menuitem", { name: medusa("actions.cancel"), exact: true }).click()
      await page
        .getByRole("alertdialog")
        .getByRole("button", { name: medusa("actions.continue"), exact: true })
        .click()
      await page.getByText(medusa("orders.orderCanceled"), { exact: true }).waitFor()
      const cancel = page.getByRole("button", { name: t("remedy.cancel_at_marketplace"), exact: true })
      await cancel.waitFor()
      expect(await shop.ledger("cdiscount", order.id)).toBeUndefined()

      await cancel.click()
      await confirmCancellation(page, t)
      const ledger = await until("the marketplace receives it", () => shop.ledger("cdiscount", order.id))
      expect(ledger.cancellations).toHaveLength(1)
    }
  )

  scenario(
    "is found by its delivery mode, which is chosen from those seen",
    { language: "fr" },
    async ({ page, go, t }) => {
      const [order] = imported
      const mode = (await shop.order(order.id)).delivery_mode ?? ""
      const none = encodeURIComponent(JSON.stringify(["Aucun"]))
      await go(`/marketplace-orders?tab=all&q=${order.number}&delivery_mode=${none}`)
      await page.getByText(t("state.noResults"), { exact: true }).waitFor()
      expect(await linkTo(page, order).count()).toBe(0)
      await page.getByRole("button", { name: /^Aucun/ }).click()
      await page.getByRole("button", { name: mode, exact: true }).click()
      await page.keyboard.press("Escape")
      await rowOf(page, order).getByText(mode, { exact: true }).waitFor()
      await linkTo(page, order).click()
      const drawer = page.getByRole("dialog")
      await drawer.getByText(t("order.deliveryMode"), { exact: true }).waitFor()
      await drawer.getByText(mode, { exact: true }).waitFor()
    }
  )

  scenario("is mapped and accepted with the keyboard alone", {}, async ({ page, go, t }) => {
    const { keyboard } = page
    const [, , wanted] = unknown
    const [, article] = DEFAULT_CATALOG
    await go("/marketplace-orders")
    const field = page.getByLabel(t("fix.variantOf", { sku: wanted.sku }), { exact: true })
    await tabTo(page, field)
    await keyboard.type(article.sku)
    await page.locator("[role=option][data-active-item]").filter({ hasText: article.sku }).waitFor()
    await keyboard.press("Enter")
    const row = page.getByRole("listitem").filter({ has: field })
    await tabTo(page, row.getByRole("button", { name: t("fix.map"), exact: true, disabled: false }))
    await keyboard.press("Enter")
    await field.waitFor({ state: "detached" })
    const { state, order_id } = await shop.order(wanted.id)
    expect({ state, isInStore: Boolean(order_id) }).toEqual({ state: "imported", isInStore: true })

    const [, , , , order] = undecided
    await tabTo(page, page.getByRole("tab", { selected: true }))
    await keyboard.press("ArrowRight")
    await tabTo(page, rowOf(page, order).getByRole("checkbox"))
    await keyboard.press("Space")
    await tabTo(page, page.getByRole("button", { name: t("remedy.accept"), exact: true }))
    await keyboard.press("Enter")
    await expectDecisions([order], [["accept"]])
  })

  /** What the marketplace received for each, as soon as all of that is there. */
  const expectDecisions = (orders: Sold[], expected: string[][]) =>
    expectSoon(expected, () =>
      Promise.all(
        orders.map(async ({ id }) =>
          ((await shop.ledger("cdiscount", id))?.decisions ?? []).map(({ decision }) => decision)
        )
      )
    )
  const sold = async ({ external_id }: ExpectedOrder): Promise<Sold> => {
    const { external_reference } = await shop.order(external_id ?? "")
    return { id: external_id ?? "", number: external_reference ?? external_id ?? "" }
  }
})

/** By the marketplace's own reasons. */
async function confirmCancellation(page: Admin["page"], t: Admin["t"]) {
  const question = page.getByRole("alertdialog", { name: t("orders.cancelTitle", { count: 1 }) })
  await question.getByRole("combobox", { name: t("field.reason") }).click()
  await page.getByRole("option").first().click()
  await question.getByRole("button", { name: t("orders.cancel"), exact: true }).click()
  await page.getByText(t("orders.cancelPlanned")).waitFor()
}

type Sold = { id: string; /** What the pages call it. */ number: string }
const idOf = ({ external_id }: ExpectedOrder) => external_id ?? ""
const linkTo = (page: Admin["page"], { number }: Sold) =>
  page.getByRole("link", { name: number, exact: true })
const rowOf = (page: Admin["page"], order: Sold) => page.getByRole("row").filter({ has: linkTo(page, order) })
