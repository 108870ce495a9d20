import type { FakeAnswer, MarketplaceFake } from "medusa-plugin-marketplace-connect/port/contract-test"
import type { HttpRequest } from "medusa-plugin-marketplace-connect/port"
import type { WireOrder } from "./wire"

export const API_URL = "https://api.acme.example"
export const KEY = "MARKER-KEY-0001"

type Line = WireOrder["lines"][number]

const line = (id: string, status: Line["status"]): Line => ({
  id,
  sku: "CUP",
  title: "Cup",
  quantity: 1,
  price: 12,
  shipping: 3,
  tax_rate: 20,
  status,
})

/** An order of the 10th of March 2026. */
export function order(id: string, ...statuses: Line["status"][]): WireOrder {
  const lines = statuses.map((status, index) => line(`${id}-${index + 1}`, status))
  return {
    id,
    created_at: "2026-03-10T08:00:00.000Z",
    updated_at: "2026-03-10T08:00:00.000Z",
    currency: "EUR",
    total: 15 * lines.length,
    lines,
    tracking: null,
    customer: {
      id: "buyer-17",
      first_name: "Ada",
      last_name: "Imaginary",
      street: "1 Invented Street",
      postal_code: "75001",
      city: "Paris",
      country: "FR",
    },
  }
}

const json = (value: unknown, status = 200): FakeAnswer => ({ status, body: JSON.stringify(value) })

/** Acme, played in memory: small, and strict where Acme is. Its orders are six days old. */
export function playAcme(today = new Date("2026-03-16T08:00:00Z")): MarketplaceFake {
  const orders = [
    order("READY", "accepted"),
    order("WAITING", "waiting", "waiting"),
    ...Array.from({ length: 3 }, (_, index) => order(`OLD-${index}`, "shipped")),
  ]
  const bought = new Date(today.getTime() - 6 * 24 * 60 * 60 * 1000).toISOString()
  for (const one of orders) Object.assign(one, { created_at: bought, updated_at: bought })
  let seconds = 0
  const now = () => new Date(today.getTime() + 1000 * seconds++).toISOString()

  const list = (query: URLSearchParams): FakeAnswer => {
    const [page, size] = [Number(query.get("page")), Number(query.get("size"))]
    const found = orders.filter(({ updated_at }) => updated_at >= (query.get("since") ?? ""))
    const next_page = page * size < found.length ? page + 1 : null
    return json({ orders: found.slice((page - 1) * size, page * size), next_page, now: now() })
  }

  const change = (wanted: WireOrder, what: string, body: Record<string, unknown>): FakeAnswer => {
    wanted.updated_at = now()
    switch (what) {
      case "tracking":
        wanted.tracking = { carrier_code: String(body.carrier_code), number: String(body.number) }
        return json({})
      case "shipment":
        if (!wanted.tracking) return json({ error: "There is no number yet." }, 409)
        if (wanted.lines.some(({ status }) => status !== "accepted"))
          return json({ error: "It was shipped before." }, 409)
        wanted.lines.forEach((one) => (one.status = "shipped"))
        return json({})
      case "decision": {
        const decided = body.lines as { id: string; accepted: boolean }[]
        if (decided.length !== wanted.lines.length) return json({ error: "Decide on all lines." }, 400)
        for (const one of wanted.lines)
          one.status = decided.find(({ id }) => id === one.id)?.accepted ? "accepted" : "refused"
        return json({})
      }
      default:
        return json({ error: "There is no such call." }, 404)
    }
  }

  return {
    listed: orders.map(({ id }) => id),
    ready: "READY",
    undecided: "WAITING",
    change() {
      orders[2].updated_at = now()
      return orders[2].id
    },
    respond({ method, url, headers = {}, body }: HttpRequest): FakeAnswer {
      const { pathname, searchParams } = new URL(url)
      if (headers.authorization !== `Bearer ${KEY}`) return json({ error: "The key is wrong." }, 401)
      const [, root, id, what] = pathname.split("/")
      if (root === "shop") return json({ shop: "acme-shop" })
      if (root === "carriers") return json({ carriers: [{ code: "AP", label: "Acme Post" }] })
      if (!id) return list(searchParams)
      const wanted = orders.find((one) => one.id === decodeURIComponent(id))
      if (!wanted) return json({ error: "There is no such order." }, 404)
      if (method === "GET") return json(wanted)
      return change(wanted, what ?? "", JSON.parse(String(body)) as Record<string, unknown>)
    },
  }
}
