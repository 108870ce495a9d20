import assert from "node:assert/strict"

import {
  isMarketplaceError,
  MarketplaceError,
  offerAmountSchema,
  offerResultsSchema,
  offersPageSchema,
  type HttpRequest,
  type MarketplaceAdapter,
  type MarketplaceErrorKind,
  type MarketplaceSession,
  type OfferBatch,
  type OfferSession,
} from "./port"

type Connected = { session: MarketplaceSession; requests: { url: string; retry: boolean }[]; lines: string[] }
export type OfferCases = {
  adapter: MarketplaceAdapter
  settings: Record<string, unknown>
  secrets: string[]
  /** The values of the options that are addresses. */
  addresses: string[]
  connect: (respond: (request: HttpRequest) => string) => Connected
  /** Of a batch that was sent. */
  offers?: { reference: string }
}
type It = (name: string, body: () => void | Promise<void>) => void

const METHODS = ["submitOffers", "offerResults", "readOffers"] as const
const KINDS: MarketplaceErrorKind[] = ["credentials", "quota", "rate_limited", "unavailable", "no_rights"]
const PAGE = "<!doctype html><title>Not an answer</title>"
/** What replaces or deletes an inventory, in whatever words a marketplace has for it. */
const REPLACES_ALL = /purge|"Delete"|replace/i

/** Checks the part of an adapter that is about offers: all of it is there, or nothing. */
export function describeOffers(cases: OfferCases, it: It): void {
  const { adapter, settings, secrets, addresses, connect } = cases
  const { offers } = adapter.descriptor.capabilities
  const failing = (kind: MarketplaceErrorKind) => (): never => {
    throw new MarketplaceError(kind, "The call failed.", { effect: "none" })
  }

  it("all of it, or nothing", () => {
    const { session } = connect(failing("unavailable"))
    for (const method of METHODS) {
      assert.equal(session[method] !== undefined, offers !== undefined, method)
    }
    assert.equal(adapter.offer_policy !== undefined, offers !== undefined)
  })
  if (!offers) {
    return
  }
  const policy = () => {
    assert.ok(adapter.offer_policy)
    return adapter.offer_policy(settings)
  }
  const reference = cases.offers?.reference ?? ""
  const sku = "SKU-1"
  const batch = (changes: OfferBatch["changes"]): OfferBatch => ({
    id: "mkob_contract",
    kind: "update",
    channel: policy().channels[0].id,
    changes,
  })
  const priced = {
    stock: { quantity: 3 },
    price: {
      amount: "24.90",
      currency_code: policy().channels[0].currency_code,
      tax_rate: "20",
      eco_part: "0.00",
      struck_price: "untouched" as const,
    },
  }

  it("with an example of a reference", () => {
    assert.notEqual(reference, "", "cases.offers needs the reference of a batch")
  })

  it("with a policy that can be kept", () => {
    const { batch_size, budget, shortest_gap_ms, calls_per_batch, look_after_seconds, channels } = policy()
    assert.ok(batch_size > 0 && shortest_gap_ms >= 0 && calls_per_batch(batch_size) >= 1)
    assert.ok(!budget || (budget.batches_per_hour > 0 && budget.reserved <= budget.batches_per_hour))
    assert.ok(look_after_seconds.length > 0 && look_after_seconds.every((seconds) => seconds > 0))
    assert.ok(channels.length > 0)
    for (const { currency_code, country_code } of channels) {
      assert.match(currency_code, /^[A-Z]{3}$/)
      assert.match(country_code, /^[A-Z]{2}$/)
    }
    const { largest_quantity, results_hours, shows_after_minutes } = policy()
    assert.ok(largest_quantity > 0 && results_hours > 0 && shows_after_minutes > 0)
    const delivery = policy().deliveryFor({ weight_grams: 500 })
    assert.equal(delivery !== null, offers.delivery)
    const fees = delivery?.modes?.flatMap(({ fee, additional_fee }) => [fee, additional_fee]) ?? []
    assert.ok(fees.every((fee) => fee === "0.00" || offerAmountSchema.safeParse(fee).success))
  })

  it("with keys that are refused before they are sent", () => {
    assert.equal(policy().refuseSku(sku), null)
    assert.equal(policy().refuseSku(""), "too_short")
    assert.equal(policy().refuseSku("X".repeat(5000)), "too_long")
    assert.equal(policy().refuseSku("line\nbreak"), "forbidden_characters")
    assert.deepEqual(policy().eanFor("2000000000015"), { ean: "2000000000015" })
    assert.deepEqual(policy().eanFor("2000000000016"), { why: "wrong_check_digit" })
    assert.deepEqual(policy().eanFor(""), { why: "too_short" })
  })

  for (const kind of KINDS) {
    it(`and passes on ${kind} as it came`, async () => {
      for (const [name, call] of calls(connect(failing(kind)).session)) {
        await assert.rejects(call(), (error) => isMarketplaceError(error) && error.kind === kind, name)
      }
    })
  }

  it("and takes no page for an answer: errors without secrets", async () => {
    const { session, lines } = connect(() => PAGE)
    for (const [name, call] of calls(session)) {
      if (name === "submitOffers") continue
      await assert.rejects(call(), (error) => isMarketplaceError(error) && !mentions(error, secrets), name)
    }
    // Whether a page answers a batch that was taken is not known: it is an error, or counts as sent.
    const end = await drain(session, batch([{ sku, ...priced }])).catch((error: unknown) => error)
    assert.ok(!mentions(end, secrets) && !mentions(lines, secrets))
  })

  it("and never lets the client repeat what changes something, nor calls another address", async () => {
    const { session, requests } = connect(failing("unavailable"))
    for (const [, call] of calls(session)) {
      await call().catch(() => {})
    }
    const changing = connect(failing("unavailable"))
    await drain(changing.session, batch([{ sku, ...priced }])).catch(() => {})
    assert.ok(changing.requests.length > 0 && !changing.requests.at(-1)?.retry)
    for (const { url } of [...requests, ...changing.requests]) {
      const { origin } = new URL(url)
      assert.ok(addresses.some((address) => URL.canParse(address) && new URL(address).origin === origin))
    }
  })

  it("and never sends an offer that is twice in a batch", async () => {
    const { session, requests } = connect(failing("unavailable"))
    const twice = batch([
      { sku, stock: { quantity: 3 } },
      { sku, stock: { quantity: 4 } },
    ])
    await assert.rejects(
      drain(session, twice),
      (error) => isMarketplaceError(error) && error.kind === "refused"
    )
    assert.deepEqual(requests, [])
  })

  it("and never replaces an inventory", async () => {
    const seen: string[] = []
    const { session } = connect(({ url, body }) => {
      seen.push(url, String(body))
      return "{}"
    })
    for (const quantity of [0, 3]) {
      await drain(session, batch([{ sku, ...priced, stock: { quantity } }])).catch(() => {})
    }
    assert.ok(seen.length > 0)
    assert.deepEqual(
      seen.filter((text) => REPLACES_ALL.test(text)),
      []
    )
  })

  function calls(session: MarketplaceSession): [string, () => Promise<unknown>][] {
    const { offerResults, readOffers } = session as Required<OfferSession> & MarketplaceSession
    const [{ id: channel }] = policy().channels
    return [
      ["submitOffers", () => drain(session, batch([{ sku, ...priced }]))],
      ["offerResults", async () => offerResultsSchema.parse(await offerResults(reference))],
      ["readOffers", async () => offersPageSchema.parse(await readOffers({ channel, cursor: null }))],
    ]
  }
}

async function drain(session: MarketplaceSession, batch: OfferBatch): Promise<unknown> {
  assert.ok(session.submitOffers)
  const steps = session.submitOffers(batch, null)
  for (;;) {
    const step = await steps.next()
    if (step.done) return step.value
    assert.ok(step.value.length > 0)
  }
}

const mentions = (what: unknown, words: readonly string[]): boolean => {
  const text = isMarketplaceError(what)
    ? `${what.message}${JSON.stringify(what.details)}`
    : JSON.stringify(what)
  return words.some((word) => word !== "" && (text ?? "").includes(word))
}
