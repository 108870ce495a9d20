import type { Locator } from "playwright-core"
import type { Admin } from "./admin"
import type { Showcase } from "./showcase"

export type Screen = {
  /** The picture's file name. */
  name: string
  path: (showcase: Showcase) => string
  /** What is ours on a page of Medusa's; left out, the page's content and every dialog are. */
  ours?: (admin: Admin, showcase: Showcase) => Locator
  /** What is done before the picture is taken. */
  play?: (admin: Admin) => Promise<void>
}

const settings = "/settings/marketplaces"
const tabOf = (tab: string): Screen => ({
  name: `connection-${tab}`,
  path: ({ connection }) => `${settings}/${connection}?tab=${tab}`,
})
const drawerOf = (name: string, path: string): Screen => ({
  name,
  path: ({ connection }) => `${settings}/${connection}/${path}`,
})
const labelAccounts = "/settings/label-accounts"
const labelsTab = (tab: string): Screen => ({
  name: `labels-${tab}`,
  path: () => `/marketplace-labels?tab=${tab}`,
})
const offersTab = (tab: string): Screen => ({
  name: `offers-${tab}`,
  path: () => `/marketplace-offers?tab=${tab}`,
})
const ordersTab = (tab: string): Screen => ({
  name: `orders-${tab}`,
  path: () => `/marketplace-orders?tab=${tab}`,
})

/** The card of a page with this heading. */
const card = ({ page }: Admin, heading: string) =>
  page
    .getByRole("heading", { name: heading, exact: true })
    .first()
    .locator("xpath=ancestor::div[contains(@class, 'divide-y')][1]")

/** Every page and widget of the plugin. */
export const SCREENS: Screen[] = [
  { name: "connections", path: () => settings },
  {
    name: "connect-marketplace",
    path: () => `${settings}/create`,
    // With the keyboard it is chosen, and not gone on from.
    play: async ({ page }) => {
      await page.getByRole("radio", { name: /Cdiscount/ }).focus()
      await page.keyboard.press("Space")
    },
  },
  {
    name: "connect-credentials",
    path: () => `${settings}/create`,
    play: async ({ page }) => page.getByRole("radio", { name: /Rakuten/ }).click(),
  },
  ...["general", "orders", "customers", "notifications", "history"].map(tabOf),
  {
    ...tabOf("carriers"),
    play: async ({ page, t }) => {
      await page.getByLabel(t("tester.number"), { exact: true }).fill("XW737883691FR")
      await page.getByRole("button", { name: t("tester.test"), exact: true }).click()
      await page.getByText(t("tester.why"), { exact: true }).waitFor()
      await page.getByRole("heading", { name: t("carrier.rules"), exact: true }).scrollIntoViewIfNeeded()
    },
  },
  drawerOf("connection-settings", "settings/import"),
  drawerOf("connection-credentials", "credentials"),
  drawerOf("connection-edit", "edit"),
  drawerOf("connection-destinations", "destinations"),
  drawerOf("connection-shipping-options", "shipping-options"),
  drawerOf("connection-import", "import"),
  drawerOf("connection-test-order", "test-order"),
  {
    name: "carrier-rule",
    path: ({ connection, rule }) => `${settings}/${connection}/carrier-rules/${rule}`,
  },
  ...["fix", "accept", "progress", "shipped", "all"].map(ordersTab),
  { name: "overview", path: () => "/marketplace-overview" },
  { name: "label-accounts", path: () => labelAccounts },
  {
    name: "label-rule",
    path: () => labelAccounts,
    play: async ({ page, t }) => {
      await page.getByRole("button", { name: t("labelRules.add"), exact: true }).click()
      await page.getByRole("heading", { name: t("labelRules.title"), exact: true }).scrollIntoViewIfNeeded()
    },
  },
  {
    name: "label-settings",
    path: ({ label_account }) => `${labelAccounts}/settings/${label_account}/labels`,
  },
  { name: "label-keys", path: ({ label_account }) => `${labelAccounts}/credentials/${label_account}` },
  ...["make", "print", "fix", "all"].map(labelsTab),
  {
    name: "widget-labels",
    path: ({ labeled_order }) => `/orders/${labeled_order}`,
    ours: (admin) => card(admin, admin.t("labels.title")),
  },
  { name: "ship-many", path: () => "/marketplace-shipping" },
  {
    name: "connection-offers",
    path: ({ offers_connection }) => `${settings}/${offers_connection}?tab=offers`,
  },
  {
    name: "offers-preview",
    path: ({ connection }) => `${settings}/${connection}?tab=offers`,
    play: async ({ page, t }) => {
      await page
        .getByRole("group")
        .filter({ hasText: t("offers.switchOn") })
        .first()
        .getByRole("button")
        .click()
      await page.getByRole("dialog").getByLabel(t("offers.previousTool")).waitFor()
    },
  },
  ...["fix", "differs", "all", "unmatched", "excluded"].map(offersTab),
  {
    name: "offers-create",
    path: () => "/marketplace-offers?tab=all",
    play: async ({ page, t }) => {
      await page.getByRole("button", { name: t("offers.create.open"), exact: true }).click()
      await page.getByRole("dialog").getByRole("combobox").waitFor()
    },
  },
  { name: "offer", path: ({ offer }) => `/marketplace-offers/${offer}?tab=all` },
  {
    name: "widget-product-offers",
    path: ({ offered_product }) => `/products/${offered_product}`,
    ours: (admin) => card(admin, admin.t("offers.title")),
  },
  {
    name: "widget-offers",
    path: ({ offered_product, offered_variant }) =>
      `/products/${offered_product}/variants/${offered_variant}`,
    ours: (admin) => card(admin, admin.t("offers.title")),
    play: async ({ page, t }) =>
      page
        .getByRole("button", { name: t("offers.details"), exact: true })
        .first()
        .click(),
  },
  { name: "order-held", path: ({ held }) => `/marketplace-orders/${held}?tab=all` },
  { name: "order-imported", path: ({ imported }) => `/marketplace-orders/${imported}?tab=all` },
  {
    name: "widget-order",
    path: ({ store_order }) => `/orders/${store_order}`,
    ours: (admin) => card(admin, "Cdiscount France"),
  },
  {
    name: "widget-sales-channel",
    path: ({ sales_channel }) => `/settings/sales-channels/${sales_channel}`,
    ours: (admin) => card(admin, admin.t("menu.settings")),
  },
  {
    name: "widget-stock-location",
    path: ({ stock_location }) => `/settings/locations/${stock_location}`,
    ours: (admin) => card(admin, admin.t("widget.carriers")),
  },
  {
    name: "widget-variant",
    path: ({ product, variant }) => `/products/${product}/variants/${variant}`,
    ours: (admin) => card(admin, admin.t("widget.skus")),
  },
]

/** Nothing slides in or fades while it is measured or photographed. */
const STILL = "*, *::before, *::after { transition: none !important; animation: none !important }"

/** Opens a screen and waits until nothing on it is on the way any more. */
export async function show(screen: Screen, admin: Admin, showcase: Showcase): Promise<void> {
  const { page, go, t } = admin
  await go(screen.path(showcase))
  await page.addStyleTag({ content: STILL })
  await page.locator("main").waitFor()
  await page.waitForLoadState("networkidle")
  await screen.play?.(admin)
  const ours = screen.ours?.(admin, showcase)
  await ours?.waitFor()
  await ours?.scrollIntoViewIfNeeded()
  await page
    .getByRole("status", { name: t("state.loading") })
    .first()
    .waitFor({ state: "detached" })
}
