import { acme } from "../../../examples/adapter-acme/src/adapter"
import { API_URL, playAcme } from "../../../examples/adapter-acme/src/fake"
import { describeSuccess, type MarketplaceFake } from "../contract-success"
import type { HttpRequest, MarketplaceAdapter, MarketplaceSession } from "../port"

const adapter = acme({ api_url: API_URL })

/** Names of the checks that fail. */
async function failing(fake: () => MarketplaceFake, tried: MarketplaceAdapter = adapter): Promise<string[]> {
  const checks: [string, () => void | Promise<void>][] = []
  describeSuccess(
    tried,
    {
      credentials: { shop: "acme-shop", key: "MARKER-KEY-0001" },
      options: { api_url: API_URL },
      settings: { page_size: 2 },
      fake,
    },
    (name, body) => void checks.push([name, body])
  )
  const failed: string[] = []
  for (const [name, body] of checks) {
    await Promise.resolve()
      .then(body)
      .catch(() => failed.push(name))
  }
  return failed
}

/** Acme, but for what it answers to some requests. */
const playing =
  (change: (request: HttpRequest, fake: MarketplaceFake) => object | null | undefined) =>
  (): MarketplaceFake => {
    const fake = playAcme()
    return {
      ...fake,
      respond: (request) => {
        const other = change(request, fake)
        return other ? { body: JSON.stringify(other) } : fake.respond(request)
      },
    }
  }

/** The adapter, but for what a session of it does. */
const with_ = (change: (session: MarketplaceSession) => Partial<MarketplaceSession>): MarketplaceAdapter => ({
  ...adapter,
  connect(context) {
    const session = adapter.connect(context)
    return { ...session, ...change(session) }
  },
})

it("an adapter that works passes against a fake that works", async () => {
  expect(await failing(playAcme)).toEqual([])
})

describe("a fake that is broken is found out", () => {
  const isList = ({ url }: HttpRequest) => new URL(url).pathname === "/orders"
  it.each<[string, Parameters<typeof playing>[0], RegExp]>([
    [
      "its second page is empty",
      (r) =>
        (isList(r) &&
          /page=2/.test(r.url) && { orders: [], next_page: null, now: "2026-03-16T08:00:00.000Z" }) ||
        null,
      /every order of every page/,
    ],
    [
      "all are on one page",
      (r, fake) =>
        isList(r) && !/page=9/.test(r.url)
          ? { orders: [{ id: fake.listed[0] }], next_page: null, now: "2026-03-16T08:00:00.000Z" }
          : null,
      /every order of every page/,
    ],
    [
      "its pages never end",
      (r) => (isList(r) ? { orders: [], next_page: 1, now: "2026-03-16T08:00:00.000Z" } : null),
      /every order of every page/,
    ],
    [
      "it forgets what changed",
      (r) =>
        isList(r) && !/since=2026-03-01/.test(r.url)
          ? { orders: [], next_page: null, now: "2026-03-16T08:00:00.000Z" }
          : null,
      /changed since the cursor/,
    ],
    [
      "it has an order for every id",
      (r) => (r.method === "GET" && /NO-SUCH/.test(r.url) ? { id: "NO-SUCH-ORDER-1" } : null),
      /reads one order/,
    ],
    [
      "it lists a carrier twice",
      (r) =>
        /carriers$/.test(r.url)
          ? {
              carriers: [
                { code: "1", label: "A" },
                { code: "2", label: "A" },
              ],
            }
          : null,
      /lists its carriers/,
    ],
    ["it lists no carrier", (r) => (/carriers$/.test(r.url) ? { carriers: [] } : null), /lists its carriers/],
    ["it forgets a shipment", (r) => (/shipment$/.test(r.url) ? {} : null), /^ships/],
    ["it forgets a number", (r) => (/tracking$/.test(r.url) ? {} : null), /^ships/],
    ["it forgets a decision", (r) => (/decision$/.test(r.url) ? {} : null), /accepts, and shows/],
    [
      "its key is another shop's",
      (r) => (/shop$/.test(r.url) ? { shop: "other" } : null),
      /credentials that are good/,
    ],
  ])("%s", async (_, change, check) => {
    expect(await failing(playing(change))).toEqual(expect.arrayContaining([expect.stringMatching(check)]))
  })
})

describe("an adapter that is broken is found out", () => {
  it.each<[string, Parameters<typeof with_>[0], RegExp]>([
    [
      "it reads the first page alone",
      (session) => ({
        async *pull(request) {
          const walk = session.pull(request)
          const { value, done } = await walk.next()
          if (!done) yield value
          return { cursor: "2026-03-16T08:00:00.000Z" }
        },
      }),
      /every order of every page/,
    ],
    [
      "it forgets the cursor",
      (session) => ({ pull: (request) => session.pull({ ...request, cursor: null }) }),
      /changed since the cursor/,
    ],
    [
      "it stores no step that it goes on after",
      (session) => ({ ship: (request, steps) => session.ship(request, steps && { ...steps, done: null }) }),
      /goes on after the step/,
    ],
    [
      "it ships another parcel with each call",
      (session) => ({
        ship: (request, steps) =>
          session.ship(
            { ...request, parcels: request.parcels.map((one) => ({ ...one, tracking_number: "OTHER" })) },
            steps
          ),
      }),
      /^ships/,
    ],
    [
      "it takes an unknown order for a failure",
      () => ({ read: () => Promise.reject(new Error("not found")) }),
      /reads one order/,
    ],
    [
      "it accepts what it should refuse",
      (session) => ({ decide: (request) => session.decide({ ...request, decision: "accept" }) }),
      /refuses, and shows/,
    ],
    [
      "it decides with one call an item",
      (session) => ({
        async decide(request) {
          await session.decide(request)
          return session.decide(request)
        },
      }),
      /in one call/,
    ],
  ])("%s", async (_, change, check) => {
    expect(await failing(playAcme, with_(change))).toEqual(
      expect.arrayContaining([expect.stringMatching(check)])
    )
  })

  it("its parcel shows before it is confirmed", async () => {
    const hasty: MarketplaceAdapter = {
      ...adapter,
      normalize(payload, settings) {
        const order = adapter.normalize(payload, settings)
        const { tracking } = JSON.parse(payload) as { tracking: { number: string } | null }
        const parcels = tracking
          ? [{ tracking_number: tracking.number, carrier_name: null, tracking_url: null }]
          : []
        return {
          ...order,
          lines: order.lines.map((line) => ({
            ...line,
            items: line.items.map((item) => ({ ...item, parcels })),
          })),
        }
      },
    }
    expect(await failing(playAcme, hasty)).toEqual(["does not show a shipment whose last step is missing"])
  })
})
