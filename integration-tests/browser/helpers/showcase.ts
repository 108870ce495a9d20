import { until } from "../../helpers/until"
import type { Shop } from "./shop"

/** What the screens are of: the addresses of one thing of each sort. */
export type Showcase = {
  connection: string
  rule: string
  held: string
  imported: string
  store_order: string
  sales_channel: string
  stock_location: string
  product: string
  variant: string
  label_account: string
  labeled_order: string
  offers_connection: string
  offer: string
  offered_product: string
  offered_variant: string
}

type OfOffers = Pick<Showcase, "offers_connection" | "offer" | "offered_product" | "offered_variant">

const ADMIN = "/admin/marketplaces"
type Lines = { lines: { offer: { sellerProductId: string } }[] }

/** Fills both marketplaces and the store with invented orders in every state; the same seed each time. */
export async function furnish(shop: Shop): Promise<Showcase> {
  const { api } = shop
  const cdiscount = await shop.openAccount("cdiscount", "vitrine")
  const sold = await shop.seed("cdiscount", cdiscount, {
    seed: 4711,
    count: 24,
    kinds: [
      ...["plain", "multi_line", "quantity", "relay", "business", "free_shipping"],
      ...["to_accept", "to_accept", "to_accept", "unknown_sku", "unknown_sku", "foreign_country"],
      ...["total_off", "processing", "cancel_request_buyer", "plain", "plain", "multi_line"],
    ],
  })
  const rakuten = await shop.openAccount("rakuten", "vitrine")
  await shop.seed("rakuten", rakuten, {
    seed: 4712,
    count: 6,
    kinds: ["plain", "two_units", "multi_line", "to_accept"],
  })
  const connection = await shop.connect("cdiscount", cdiscount, {
    name: "Cdiscount France",
    settings: { shipping: { default_carrier: "colissimo" }, cdiscount: { cancel_enabled: true } },
  })
  await shop.connect("rakuten", rakuten, { name: "Rakuten France" })
  const rules = [
    { match: { tracking_pattern: "^XW" }, carrier: "chronopost" },
    { match: { country_code: "FR" }, carrier: "colissimo" },
  ]
  const saved: string[] = []
  for (const rule of rules) {
    const { carrier_rule } = await api<{ carrier_rule: { id: string } }>(
      "POST",
      `${ADMIN}/connections/${connection}/carrier-rules`,
      rule
    )
    saved.push(carrier_rule.id)
  }

  const idsOf = (kind: string) =>
    sold.filter((order) => order.kind === kind).map(({ external_id }) => external_id ?? "")
  const [first, second] = idsOf("plain")
  await ship(shop, first, "6A98369006023")
  await until("the parcel arrives", async () => (await shop.ledger("cdiscount", first))?.shipments.length)
  await shop.sandbox.time({ advance_minutes: 1 })
  await shop.importNow(connection, { external_ids: [first] })
  await ship(shop, second, "NO TRACKING YET")

  const [mapped, held] = idsOf("unknown_sku")
  const { wire } = await shop.sandbox.cdiscount.order({ external_id: mapped })
  const { variants } = await api<{ variants: { id: string; product_id: string }[] }>(
    "GET",
    "/admin/product-variants?sku=MP-0001"
  )
  const [variant] = variants
  await api("POST", `${ADMIN}/listings`, {
    connection_id: connection,
    external_sku: (wire as Lines).lines[0].offer.sellerProductId,
    variant_id: variant.id,
  })
  const [quantity] = idsOf("quantity")
  const { sales_channels } = await api<{ sales_channels: { id: string }[] }>("GET", "/admin/sales-channels")
  const { stock_locations } = await api<{ stock_locations: { id: string }[] }>(
    "GET",
    "/admin/stock-locations"
  )
  const labels = await furnishLabels(shop)
  const offers = await furnishOffers(shop, {
    sales_channel_id: sales_channels[0].id,
    location_id: stock_locations[0].id,
  })
  return {
    ...labels,
    ...offers,
    connection,
    rule: saved[0],
    held: (await shop.order(held)).id,
    imported: (await shop.order(quantity)).id,
    store_order: (await shop.order(first)).order_id ?? "",
    sales_channel: sales_channels[0].id,
    stock_location: stock_locations[0].id,
    product: variant.product_id,
    variant: variant.id,
  }
}

/** An account of the label service, an order that waits for its label, one that has it, and one that lacks something. */
async function furnishLabels(shop: Shop): Promise<Pick<Showcase, "label_account" | "labeled_order">> {
  const { api } = shop
  const { stock_locations } = await api<{ stock_locations: { id: string }[] }>(
    "GET",
    "/admin/stock-locations"
  )
  const { label_account } = await api<{ label_account: { id: string } }>("POST", "/admin/label-accounts", {
    service_id: "sendcloud",
    credentials: { public_key: "sandbox-public", secret_key: "sandbox-secret" },
    senders: { [stock_locations[0].id]: "501" },
    fallback: { option_code: "colissimo:standard" },
    settings: { labels: { item_grams: 500, default_phone: "+33123456789" } },
  })
  await api("POST", `/admin/label-accounts/${label_account.id}/rules`, {
    name: "Points relais",
    match: { has_pickup_point: true, max_grams: 20_000 },
    option_code: "mondial_relay:service_point,dualapi/size=l,c2c",
  })
  const seller = await shop.openAccount("cdiscount", "etiquettes")
  const sold = await shop.seed("cdiscount", seller, {
    seed: 4713,
    count: 3,
    kinds: ["plain", "relay", "plain"],
  })
  await shop.connect("cdiscount", seller, {
    name: "Cdiscount Étiquettes",
    settings: { shipping: { label_account_id: label_account.id } },
  })
  const rows = await Promise.all(sold.map(({ external_id }) => shop.order(external_id ?? "")))
  const order_ids = rows.slice(0, 2).map(({ order_id }) => order_id ?? "")
  await api("POST", "/admin/labels/bulk", { order_ids })
  await until("the labels are made", async () => {
    const { labels } = await api<{ labels: { state: string }[] }>("GET", "/admin/labels")
    const states = labels.map(({ state }) => state)
    return states.includes("ready") && states.includes("failed")
  })
  return { label_account: label_account.id, labeled_order: order_ids[0] }
}

type Packed = {
  order: { items: { id: string; quantity: number }[]; fulfillments: { id: string }[] }
}

/** All of an order in one parcel. */
async function ship({ api, order }: Shop, external_id: string, tracking_number: string): Promise<void> {
  const { order_id } = await order(external_id)
  const path = `/admin/orders/${order_id}`
  const { order: bought } = await api<Packed>("GET", `${path}?fields=id,*items`)
  const items = bought.items.map(({ id, quantity }) => ({ id, quantity }))
  const packed = await api<Packed>("POST", `${path}/fulfillments?fields=id,*fulfillments`, { items })
  const [{ id }] = packed.order.fulfillments
  const labels = [{ tracking_number, tracking_url: "#", label_url: "#" }]
  await api("POST", `${path}/fulfillments/${id}/shipments`, { items, labels })
}

/** A connection that sends stock: two offers as they should be, one whose 0 is held, and one of an unknown SKU. */
async function furnishOffers(
  shop: Shop,
  { sales_channel_id, location_id }: { sales_channel_id: string; location_id: string }
): Promise<OfOffers> {
  const { api, sandbox } = shop
  const sku = "VITRINE-1"
  // A product of its own: no other test sells it.
  const { product } = await api<{ product: { id: string; variants: { id: string }[] } }>(
    "POST",
    "/admin/products",
    {
      title: "Lanterne de vitrine",
      status: "published",
      sales_channels: [{ id: sales_channel_id }],
      options: [{ title: "Taille", values: ["Unique"] }],
      variants: [
        {
          title: "Unique",
          sku,
          options: { Taille: "Unique" },
          prices: [{ amount: 24.9, currency_code: "eur" }],
        },
      ],
    }
  )
  const { inventory_items } = await api<{ inventory_items: { id: string }[] }>(
    "GET",
    `/admin/inventory-items?sku=${sku}`
  )
  const levels = `/admin/inventory-items/${inventory_items[0].id}/location-levels`
  await api("POST", levels, { location_id, stocked_quantity: 12 })

  const { account, credentials } = await shop.openAccount("cdiscount", "stocks")
  const there = { [sku]: 12, "MP-0011": 7000, "MP-0012": 7000, "ANCIEN-MODELE": 4 }
  await sandbox.cdiscount.offers.put({
    offers: Object.entries(there).map(([sku, quantity]) => ({ account, sku, quantity })),
  })
  const connection = await shop.connect(
    "cdiscount",
    { credentials },
    {
      name: "Cdiscount Stocks",
      settings: {
        cdiscount: { package_gap_seconds: 0, results_intervals: [1] },
        offers: { brake: { zero_count: 0, zero_percent: 0 } },
      },
    }
  )
  await api("POST", `${ADMIN}/connections/${connection}/offers/activate`, { stock: true, confirmed: true })
  type Offer = {
    id: string
    external_sku: string
    stock: { confirmed: number | null; problem: object | null }
  }
  const offerOf = async (sku: string) => {
    const { offers } = await api<{ offers: Offer[] }>("GET", `${ADMIN}/offers?connection_id=${connection}`)
    return offers.find(({ external_sku }) => external_sku === sku)
  }
  await until("the stock is confirmed", async () => {
    const offers = await Promise.all([sku, "MP-0011", "MP-0012"].map(offerOf))
    return offers.every((offer) => typeof offer?.stock.confirmed === "number")
  })
  await api("POST", `${levels}/${location_id}`, { stocked_quantity: 0 })
  await until("the 0 is held", async () => (await offerOf(sku))?.stock.problem)
  return {
    offers_connection: connection,
    offer: (await offerOf(sku))?.id ?? "",
    offered_product: product.id,
    offered_variant: product.variants[0].id,
  }
}
