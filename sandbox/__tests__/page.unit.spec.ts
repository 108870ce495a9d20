import { startSandbox, type Sandbox } from "../server"
import { OctopiaCaller } from "./octopia-caller"

let sandbox: Sandbox

beforeAll(async () => {
  sandbox = await startSandbox()
})
afterAll(() => sandbox.stop())
beforeEach(() => sandbox.control.reset())

const page = async (query = "", language = "en") =>
  (await fetch(`${sandbox.url}/${query}`, { headers: { "accept-language": language } })).text()

it("speaks the browser's language, or the one that was asked for", async () => {
  expect(await page("", "fr-FR,fr;q=0.9,en;q=0.8")).toContain('<html lang="fr">')
  expect(await page("", "de-DE,fr;q=0.5")).toContain('<html lang="en">')
  expect(await page("?lang=fr")).toContain("Aucune commande pour l’instant.")
  expect(await page("?lang=en", "fr")).toContain("No orders yet.")
})

it("shows what an order got, with a link only where the URL is one", async () => {
  const [first, second] = sandbox.control.cdiscount.seed({
    seed: 1,
    count: 2,
    kinds: ["plain", "other_channel"],
  })
  const seller = new OctopiaCaller(sandbox)
  const parcel = {
    parcelNumber: "6A1",
    carrierName: "Colissimo",
    trackingUrl: "https://suivi.example/?a=1&b=2",
  }
  await seller.call("POST", `/orders/${first.external_id}/shipments`, [parcel])
  const refused = [{ ...parcel, carrierName: "<script>alert(1)</script>", trackingUrl: null }]
  await seller.call("POST", `/orders/${second.external_id}/shipments`, refused)
  const html = await page()
  expect(html).toContain(
    '<a href="https://suivi.example/?a=1&amp;b=2" rel="noreferrer"><code>6A1</code></a> · Colissimo'
  )
  expect(html).toContain("taken, shows shortly")
  expect(html).toContain("The carrier &#39;&lt;script&gt;alert(1)&lt;/script&gt;&#39; is unknown.")
  expect(html.indexOf(first.external_id as string)).toBeLessThan(html.indexOf("Last calls received"))
  sandbox.control.time({ advance_ms: 1000 })
  expect(await page("?part=content")).not.toMatch(/<html|taken, shows shortly/)
})

it("survives every kind of order of both marketplaces, and shows one of them on request", async () => {
  sandbox.control.cdiscount.seed({ seed: 1, count: 60 })
  sandbox.control.rakuten.seed({ seed: 1, count: 60 })
  sandbox.control.cdiscount.put({ order: { orderId: "NOTHING-ELSE" } })
  const cards = (html: string) => html.split("<article>").length - 1
  expect([cards(await page()), cards(await page("?page=3"))]).toEqual([50, 21])
  expect(await page("?marketplace=rakuten")).not.toContain("<small>Cdiscount ·")
  expect(cards(await page("?marketplace=cdiscount&page=2"))).toBe(11)
})
