import fc from "fast-check"
import { CARRIERS } from "../catalog"
import type { CarrierResolution, CarrierResolutionInput } from "../resolution"
import { resolveCarrier } from "../resolve"
import type { CarrierRule } from "../rules"
import { cdiscount, policy, rakuten, third } from "./names"

const COLISSIMO = "6A54658971007"
const MONDIAL = "36418053"

const rule = (changes: Partial<CarrierRule> = {}): CarrierRule => ({
  id: "rule_1",
  position: 1,
  match: {},
  carrier: "mondial-relay",
  ...changes,
})

const resolve = (input: Partial<CarrierResolutionInput> = {}) =>
  resolveCarrier({ names: cdiscount, policy, tracking_number: COLISSIMO, ...input })

const trail = ({ explanation }: CarrierResolution) =>
  explanation.map(({ step, outcome }) => `${step}.${outcome}`)

describe("the code of a carrier's name", () => {
  const names = { ...third, seed: [{ name: "UPS", code: "U1" }], names: {} }
  it.each([
    ["the live list's", { marketplace_carriers: [{ name: "UPS", code: "L1" }] }, "L1"],
    ["the adapter's own list's, where there is no live one", { marketplace_carriers: null }, "U1"],
    ["none, where the list has none", { marketplace_carriers: [{ name: "UPS", code: null }] }, null],
  ])("is %s", (_, given, code) => {
    const input = { names, policy: { ...policy, match: "listed" as const }, carrier: "ups", ...given }
    expect(resolve(input)).toMatchObject({ marketplace_carrier_name: "UPS", marketplace_carrier_code: code })
  })
})

describe("who carries a parcel", () => {
  const everything: Partial<CarrierResolutionInput> = {
    carrier: "UPS",
    option_carrier: "gls-fr",
    rules: [rule({ carrier: "dpd-fr" })],
    tracking_number: COLISSIMO,
    default_carrier: "fedex",
  }

  it("is the carrier given for it, before everything else", () => {
    expect(resolve(everything)).toMatchObject({
      carrier: "ups",
      marketplace_carrier_name: "UPS",
      problem: null,
    })
    expect(trail(resolve(everything))[0]).toBe("given.used")
  })

  it("then the shipping option's", () => {
    const result = resolve({ ...everything, carrier: " " })
    expect(result.carrier).toBe("gls-fr")
    expect(trail(result).slice(0, 2)).toEqual(["given.none", "shipping_option.used"])
  })

  it("then that of the first rule that applies, by position", () => {
    const rules = [
      rule({ id: "b", position: 20, carrier: "dpd-fr" }),
      rule({ id: "a", position: 10, carrier: "ups", match: { country_code: "BE" } }),
      rule({ id: "c", position: 30, carrier: "fedex" }),
    ]
    expect(resolve({ rules, country_code: "FR" }).carrier).toBe("dpd-fr")
    expect(resolve({ rules, country_code: "be" }).carrier).toBe("ups")
    expect(rules.map(({ id }) => id)).toEqual(["b", "a", "c"])
  })

  it("then that of the number, beyond doubt", () => {
    const result = resolve({ rules: [rule({ match: { tracking_pattern: "^X" } })], default_carrier: "fedex" })
    expect(result).toMatchObject({ carrier: "colissimo", tracking_number: COLISSIMO, problem: null })
    expect(trail(result)).toEqual([
      "given.none",
      "shipping_option.none",
      "rule.none",
      "detection.certain",
      "name.table",
      "url.catalog",
    ])
  })

  it("or the only carrier of the connection that fits", () => {
    expect(resolve({ tracking_number: MONDIAL, enabled_carriers: ["Mondial Relay", "ups"] }).carrier).toBe(
      "mondial-relay"
    )
    const two = resolve({ tracking_number: MONDIAL, enabled_carriers: ["mondial-relay", "heppner"] })
    expect(two.problem).toEqual({
      code: "carrier_missing",
      params: { candidates: ["Mondial Relay", "Heppner", "Colisweb"] },
    })
    expect(two).toMatchObject({ carrier: null, marketplace_carrier_name: null })
  })

  it("counts the carriers of the rules and the default as the connection's", () => {
    const rules = [rule({ match: { provider_id: "other" } })]
    expect(resolve({ tracking_number: MONDIAL, rules }).carrier).toBe("mondial-relay")
    expect(resolve({ tracking_number: MONDIAL, rules, default_carrier: "heppner" }).carrier).toBe("heppner")
    expect(trail(resolve({ tracking_number: MONDIAL, rules, default_carrier: "heppner" }))).toContain(
      "default.used"
    )
  })

  it("then the default", () => {
    const result = resolve({ tracking_number: MONDIAL, default_carrier: "Colissimo" })
    expect(result.carrier).toBe("colissimo")
    expect(trail(result)).toEqual([
      "given.none",
      "shipping_option.none",
      "rule.none",
      "detection.unsure",
      "default.used",
      "number.unusual",
      "name.table",
      "url.catalog",
    ])
  })

  it("else none: a problem that names what is missing", () => {
    const result = resolve({ tracking_number: "LOC20240012" })
    expect(result.problem).toEqual({ code: "carrier_missing", params: { candidates: null } })
    expect(trail(result)).toContain("detection.none")
  })
})

describe("carriers outside the catalog", () => {
  const live = [
    { name: "Agediss ", code: "agd" },
    { name: "autre", code: "default" },
  ]

  it.each<[string, Partial<CarrierResolutionInput>]>([
    ["given", { carrier: "agediss" }],
    ["of the option", { option_carrier: "AGEDISS" }],
    ["of a rule", { rules: [rule({ carrier: "Agediss" })] }],
    ["of a rule by name only", { rules: [rule({ carrier: null, marketplace_carrier_name: "Agediss" })] }],
    ["as default", { tracking_number: "LOC20240012", default_carrier: "Agediss" }],
  ])("%s are sent by their name in the live list, with a link", (_, input) => {
    expect(resolve({ ...input, marketplace_carriers: live })).toMatchObject({
      carrier: null,
      marketplace_carrier_name: "Agediss ",
      tracking_url: expect.stringMatching(/^https:\/\/parcelsapp\.com\/en\/tracking\/\w+$/),
      problem: null,
    })
  })

  it("are the fallback with a link, or held, where the marketplace does not list them either", () => {
    const input = { carrier: "Transports Fictifs", marketplace_carriers: live }
    expect(resolve(input)).toMatchObject({ carrier: null, marketplace_carrier_name: "autre", problem: null })
    expect(
      resolve({
        ...input,
        names: rakuten,
        policy: { ...policy, fallback: rakuten.fallback },
        marketplace_carriers: null,
      })
    ).toMatchObject({
      marketplace_carrier_name: "Autre",
      tracking_url: expect.stringContaining(COLISSIMO),
    })
    expect(resolve({ ...input, policy: { ...policy, fallback: null } })).toMatchObject({
      marketplace_carrier_name: null,
      problem: { code: "carrier_unknown", params: { carrier: "Transports Fictifs" } },
    })
    expect(resolve({ ...input, tracking_url_max_length: 20 }).problem).toEqual({
      code: "tracking_url_missing",
      params: { carrier: "Transports Fictifs" },
    })
  })

  it("are never another carrier in silence: a doubt says so, or a problem", () => {
    const doubt = (carrier: string, name: string) => [
      { code: "carrier_sent_as_other", params: { carrier, name } },
    ]
    const unlisted = { carrier: "Transports Fictifs" }
    expect(resolve(unlisted).doubts).toEqual(doubt("Transports Fictifs", "autre"))
    expect(resolve({ default_carrier: "Transports Fictifs", tracking_number: "4711" }).doubts).toEqual(
      doubt("Transports Fictifs", "autre")
    )
    expect(resolve({ carrier: "ciblex", tracking_number: "12345678901235" }).doubts).toEqual(
      doubt("Ciblex", "autre")
    )
    expect(resolve({ carrier: "autre" }).doubts).toEqual(doubt("autre", "autre"))
    expect(
      resolve({ carrier: "autre", names: rakuten, policy: { ...policy, fallback: "Autre" } }).doubts
    ).toEqual(doubt("autre", "Autre"))
    expect(resolve({ ...unlisted, policy: { ...policy, fallback: null } })).toMatchObject({
      doubts: [],
      problem: { code: "carrier_unknown" },
    })
    expect(resolve({ carrier: "Agediss" }).doubts).toEqual([])
  })

  it("do not decide when they only resell others' labels, unless nothing else decides", () => {
    expect(resolve({ carrier: "Sendcloud" })).toMatchObject({ carrier: "colissimo" })
    expect(
      resolve({ carrier: "Boxtal", tracking_number: MONDIAL, default_carrier: "mondial-relay" }).carrier
    ).toBe("mondial-relay")
    const alone = resolve({ carrier: "sendcloud", tracking_number: "LOC20240012" })
    expect(alone).toMatchObject({
      carrier: "sendcloud",
      marketplace_carrier_name: "autre",
      tracking_url: "https://tracking.sendcloud.sc/forward/LOC20240012",
      problem: null,
    })
    expect(trail(alone)).toContain("given.reseller_used")
  })
})

it("a name that means a label paid by the marketplace still says who carries the parcel", () => {
  const given = (carrier: string) => resolve({ names: rakuten, carrier, tracking_number: MONDIAL })
  expect(given("Mondial Relay prépayé")).toMatchObject({
    carrier: "mondial-relay",
    marketplace_carrier_name: "Mondial Relay",
  })
  expect(given("So Colissimo")).toMatchObject({ carrier: "colissimo", marketplace_carrier_name: "Colissimo" })
})

describe("the number that is sent", () => {
  it("is cleaned, and says so", () => {
    const result = resolve({ tracking_number: " 6a 5465-8971.007 " })
    expect(result.tracking_number).toBe(COLISSIMO)
    expect(result.explanation).toContainEqual(
      expect.objectContaining({
        step: "number",
        outcome: "cleaned",
        detail: { from: "6a 5465-8971.007", to: COLISSIMO },
      })
    )
  })

  it.each<[string | null, string[] | null]>([
    [null, null],
    [" ", null],
    ["EN ATTENTE", null],
    ["6,1E+13", ["damaged_by_spreadsheet"]],
    ["chez le voisin", ["no_digits"]],
    ["A1", ["too_short"]],
    [`${COLISSIMO}*`, ["forbidden_characters", "*"]],
    [`${COLISSIMO}; 8R61032289016`, ["several_numbers"]],
    ["9".repeat(51), ["too_long"]],
  ])("%j is a problem, and no link is made of it", (tracking_number, detail) => {
    const problem = detail
      ? { code: "tracking_number_invalid", params: { tracking_number, detail } }
      : { code: "tracking_number_missing", params: {} }
    expect(resolve({ tracking_number, carrier: "colissimo" })).toMatchObject({
      carrier: "colissimo",
      marketplace_carrier_name: "Colissimo",
      tracking_url: null,
      problem,
    })
    expect(resolve({ tracking_number }).problem).toEqual(problem)
    expect(trail(resolve({ tracking_number }))).toContain("detection.no_number")
  })

  it("loses the marker of the rule that applies", () => {
    const rules = [
      rule({ carrier: "colissimo", match: { tracking_pattern: "^SHOP\\*" }, remove_pattern: "^SHOP\\*" }),
    ]
    const result = resolve({ tracking_number: `shop*${COLISSIMO}`, rules })
    expect(result).toMatchObject({ tracking_number: COLISSIMO, problem: null })
    expect(result.tracking_url).toContain(COLISSIMO)
    expect(result.explanation.find(({ step }) => step === "number")).toMatchObject({
      outcome: "removed",
      detail: { rule_id: "rule_1", from: `shop*${COLISSIMO}`, to: COLISSIMO },
    })
  })

  it("is never joined out of two, also where a rule takes its marker out", () => {
    const rules = [
      rule({ carrier: "colissimo", match: { tracking_pattern: "^SHOP" }, remove_pattern: "^SHOP" }),
    ]
    const problemOf = (tracking_number: string, remove_pattern?: string) =>
      resolve({ tracking_number, rules: [{ ...rules[0], ...(remove_pattern && { remove_pattern }) }] })
        .problem
    const several = { code: "tracking_number_invalid", params: { detail: ["several_numbers"] } }
    expect(problemOf(`SHOP-${COLISSIMO}`)).toBeNull()
    expect(problemOf(`SHOP-${COLISSIMO} 8R61032289016`)).toMatchObject(several)
    // Found in the joined text only, where no separator is left.
    expect(problemOf(`SHOP ${COLISSIMO} 8R61032289016`, "^SHOP6A")).toMatchObject(several)
  })

  it("is read without the carrier's name before it, which rules see all the same", () => {
    const given = { tracking_number: `Colissimo n° ${COLISSIMO}` }
    const named = resolve(given)
    expect(named).toMatchObject({ carrier: "colissimo", tracking_number: COLISSIMO, problem: null })
    expect(trail(named)).toContain("number.label_removed")
    for (const tracking_pattern of ["^colissimo", "^6A"]) {
      expect(
        resolve({ ...given, rules: [rule({ carrier: "chronopost", match: { tracking_pattern } })] })
      ).toMatchObject({ carrier: "chronopost", tracking_number: COLISSIMO })
    }
  })

  it("is kept whole, with a warning, when a rule would leave nothing of it", () => {
    const result = resolve({ rules: [rule({ carrier: "colissimo", remove_pattern: ".*" })] })
    expect(result).toMatchObject({ tracking_number: COLISSIMO, problem: null })
    expect(trail(result)).toContain("number.kept")
  })

  it("is doubted where it has no form of its carrier's, and only where those are known", () => {
    const doubtsOf = (carrier: string, tracking_number = COLISSIMO) =>
      resolve({ carrier, tracking_number }).doubts
    const doubt = (tracking_number: string, other: string | null) => ({
      code: "tracking_number_doubtful",
      params: { carrier: "Chronopost", other, tracking_number },
    })
    expect(doubtsOf("chronopost")).toEqual([doubt(COLISSIMO, "Colissimo")])
    expect(doubtsOf("chronopost", " 4711 ")).toEqual([doubt("4711", null)])
    expect(doubtsOf("colissimo")).toEqual([])
    expect(doubtsOf("colissimo", "6A00000000126")).toEqual([])
    expect(doubtsOf("Agediss", "4711")).toEqual([])
    expect(doubtsOf("chronopost", "EN ATTENTE")).toEqual([])
  })

  it.each([
    ["Agediss", "45363", "date"],
    ["Cubyn", "1234567890123450", "rounded"],
    ["Cubyn", "45363", "date"],
    ["Transports Fictifs", "45363", "date"],
  ])(
    "is doubted, and no more, where no form of %s is known and a spreadsheet may have made %s",
    (carrier, tracking_number, made) => {
      const resolution = resolve({ carrier, tracking_number, tracking_url: "https://track.example/1" })
      expect(resolution).toMatchObject({ tracking_number, problem: null })
      expect(resolution.doubts[0]).toEqual({
        code: "tracking_number_doubtful",
        params: { carrier, other: [made], tracking_number },
      })
      expect(trail(resolution)).toContain(`number.possible_${made}`)
      const own = resolve({ carrier: "colissimo", tracking_number })
      expect(own.problem).toMatchObject({ code: "tracking_number_invalid", params: { detail: [made] } })
    }
  )

  it("is doubted aloud when it is plainly another carrier's", () => {
    const result = resolve({ carrier: "chronopost" })
    expect(result.carrier).toBe("chronopost")
    expect(result.explanation.find(({ step }) => step === "number")?.message).toBe(
      "The number does not look like one from Chronopost, but like one from Colissimo."
    )
  })
})

describe("a rule beside a carrier chosen before it", () => {
  const rules = [
    rule({ id: "other", carrier: "ups", remove_pattern: "6A" }),
    rule({
      id: "same",
      position: 2,
      carrier: "Colissimo",
      match: { tracking_pattern: "^SHOP" },
      remove_pattern: "^SHOP",
      marketplace_carrier_name: "Chronopost",
      tracking_url_template: "https://carrier.example/{number}",
    }),
  ]

  it("gives its number, name and link when it names the same carrier", () => {
    const result = resolve({ carrier: "colissimo", tracking_number: `SHOP${COLISSIMO}`, rules })
    expect(result).toMatchObject({
      carrier: "colissimo",
      tracking_number: COLISSIMO,
      marketplace_carrier_name: "Chronopost",
      tracking_url: `https://carrier.example/${COLISSIMO}`,
    })
    expect(result.explanation.find(({ step }) => step === "rule")).toMatchObject({
      outcome: "joined",
      detail: { rule_id: "same" },
    })
  })

  it("gives nothing when it does not apply, or names another", () => {
    expect(resolve({ carrier: "colissimo", rules })).toMatchObject({
      tracking_number: COLISSIMO,
      marketplace_carrier_name: "Colissimo",
    })
  })
})

describe("rules that cannot be used", () => {
  it("are passed over with the reason", () => {
    const rules = [
      rule({ id: "a", match: { tracking_pattern: "(" } }),
      rule({ id: "b", position: 2, carrier: null }),
      rule({ id: "c", position: 3, carrier: "ups", remove_pattern: "(" }),
    ]
    const result = resolve({ rules })
    expect(result).toMatchObject({ carrier: "ups", tracking_number: COLISSIMO })
    expect(trail(result)).toEqual(
      expect.arrayContaining(["rule.invalid", "rule.without_carrier", "rule.used", "number.removal_invalid"])
    )
  })
})

describe("the link that is sent", () => {
  const template = "https://carrier.example/{number}/{postcode}"
  const rules = [rule({ carrier: "colissimo", tracking_url_template: template })]
  const laposte = `https://www.laposte.fr/outils/suivre-vos-envois?code=${COLISSIMO}`

  it("is the label's own, then the rule's, then the carrier's, then a general one", () => {
    const label = "https://label.example/t/1"
    expect(resolve({ tracking_url: label, rules, postal_code: "75011" }).tracking_url).toBe(label)
    expect(resolve({ tracking_url: "#", rules, postal_code: "75011" }).tracking_url).toBe(
      `https://carrier.example/${COLISSIMO}/75011`
    )
    expect(resolve({ tracking_url: "", rules }).tracking_url).toBe(laposte)
    expect(resolve({ carrier: "tatex" }).tracking_url).toBe(`https://parcelsapp.com/en/tracking/${COLISSIMO}`)
  })

  it("says what was wrong with the others", () => {
    expect(trail(resolve({ tracking_url: "#", rules }))).toEqual(
      expect.arrayContaining(["url.rule_unusable", "url.catalog"])
    )
    expect(trail(resolve({ tracking_url: "#" }))).not.toContain("url.label_not_a_url")
    expect(trail(resolve({ tracking_url: "voir mail" }))).toContain("url.label_not_a_url")
    expect(trail(resolve({ tracking_url: `https://label.example/${"a".repeat(255)}` }))).toContain(
      "url.label_too_long"
    )
  })

  it("has no # where the settings refuse it", () => {
    const input = {
      tracking_url: "https://label.example/#/1",
      rules: [rule({ carrier: "china-post", tracking_url_template: "https://carrier.example/#{number}" })],
      policy: { ...policy, tracking_url_fragment: "refuse" as const },
    }
    const result = resolve(input)
    expect(result.tracking_url).toBe(`https://parcelsapp.com/en/tracking/${COLISSIMO}`)
    expect(trail(result)).toEqual(
      expect.arrayContaining(["url.label_fragment", "url.rule_unusable", "url.universal"])
    )
    expect(resolve({ ...input, policy }).tracking_url).toBe("https://label.example/#/1")
  })

  it("has no # where it is to be replaced, but for a carrier that is not listed, which needs its own link", () => {
    const input = {
      tracking_url: "https://label.example/#/1",
      policy: { ...policy, tracking_url_fragment: "replace" as const },
    }
    const replaced = resolve(input)
    expect(replaced.tracking_url).toBe(`https://parcelsapp.com/en/tracking/${COLISSIMO}`)
    expect(trail(replaced).slice(-2)).toEqual(["url.label", "url.replaced"])
    expect(resolve({ ...input, carrier: "ciblex" })).toMatchObject({
      marketplace_carrier_name: "autre",
      tracking_url: "https://label.example/#/1",
    })
    expect(resolve({ ...input, tracking_url: "https://label.example/1" }).tracking_url).toBe(
      "https://label.example/1"
    )
  })

  it("is the label's own even when there is no number yet", () => {
    expect(resolve({ tracking_number: null, tracking_url: "https://label.example/1" })).toMatchObject({
      tracking_url: "https://label.example/1",
      problem: { code: "tracking_number_missing" },
    })
  })
})

describe("resolution", () => {
  const text = fc.option(
    fc.oneof(
      fc.string({ unit: "binary", maxLength: 120 }),
      fc.constantFrom(...CARRIERS.map(({ key }) => key)),
      fc.constantFrom(
        "Agediss",
        "autre",
        "#",
        "__proto__",
        " ",
        COLISSIMO,
        MONDIAL,
        `SHOP-${COLISSIMO}`,
        "1;2",
        "FR"
      )
    ),
    { nil: null }
  )
  const pattern = fc.option(
    fc.oneof(fc.constantFrom("^SHOP", ".*", "(", "(a+)+$", "\\d+", ""), fc.string({ maxLength: 20 }))
  )
  const link = fc.option(
    fc.oneof(
      text,
      fc.constantFrom("https://carrier.example/{number}", "https://carrier.example/#{number}{postcode}")
    )
  )
  const anyRule: fc.Arbitrary<CarrierRule> = fc.record({
    id: fc.string({ maxLength: 5 }),
    position: fc.integer({ min: 0, max: 5 }),
    match: fc.record({
      tracking_pattern: pattern,
      shipping_option_id: fc.option(fc.constantFrom("so_1", "so_2")),
      provider_id: fc.option(fc.constantFrom("manual", "x")),
      country_code: fc.option(fc.constantFrom("FR", "BE")),
    }),
    carrier: text,
    marketplace_carrier_name: text,
    remove_pattern: pattern,
    tracking_url_template: link,
  })
  const input: fc.Arbitrary<CarrierResolutionInput> = fc.record({
    names: fc.constantFrom(cdiscount, rakuten, third),
    tracking_number: text,
    tracking_url: link,
    carrier: text,
    option_carrier: text,
    shipping_option_id: fc.option(fc.constantFrom("so_1", "so_2")),
    provider_id: fc.option(fc.constantFrom("manual", "x")),
    country_code: text,
    postal_code: text,
    rules: fc.array(anyRule, { maxLength: 4 }),
    enabled_carriers: fc.option(
      fc.array(fc.constantFrom(...CARRIERS.map(({ key }) => key)), { maxLength: 5 }),
      { nil: undefined }
    ),
    default_carrier: text,
    marketplace_carriers: fc.option(
      fc.array(
        fc.record({
          name: fc.oneof(fc.constantFrom("Colissimo", "DPD ", "autre"), fc.string()),
          code: fc.constant(null),
        }),
        { maxLength: 4 }
      )
    ),
    policy: fc.record({
      match: fc.constantFrom("listed", "free_text"),
      fallback: fc.constantFrom(null, "Other"),
      tracking_url_fragment: fc.constantFrom("avoid", "replace", "allow", "refuse"),
    }),
  })

  it("is total and stable: a carrier to send or a problem, the same every time", () => {
    fc.assert(
      fc.property(input, (given) => {
        const before = JSON.stringify(given)
        const result = resolveCarrier(given)
        expect(resolveCarrier({ ...given, rules: [...(given.rules ?? [])] })).toEqual(result)
        expect(JSON.stringify(given)).toBe(before)
        expect(JSON.parse(JSON.stringify(result))).toEqual(result)

        if (result.problem === null) {
          expect(result.marketplace_carrier_name).toEqual(expect.stringMatching(/\S/))
          expect(result.tracking_number).toMatch(/^[A-Z0-9]{4,50}$/)
          expect(result.tracking_url).toMatch(/^https?:\/\/[\x21-\x7e]{1,247}$/)
        }
        expect(
          result.carrier !== null || result.marketplace_carrier_name !== null || result.problem !== null
        ).toBe(true)
        expect(result.carrier === null || CARRIERS.some(({ key }) => key === result.carrier)).toBe(true)
        expect(result.tracking_number).not.toBe("")
        expect(given.policy.tracking_url_fragment === "refuse" && !!result.tracking_url?.includes("#")).toBe(
          false
        )
        for (const { message } of result.explanation) {
          expect(message).not.toMatch(/undefined|\[object/)
        }
      }),
      { numRuns: 2000 }
    )
  })

  it("explains each step with a code, parameters and an English sentence", () => {
    for (const step of resolve({ carrier: "chronopost" }).explanation) {
      expect(step).toEqual({
        step: expect.stringMatching(/^[a-z_]+$/),
        outcome: expect.stringMatching(/^[a-z_]+$/),
        carrier: step.carrier === null ? null : "chronopost",
        detail: expect.any(Object),
        message: expect.stringMatching(/^[A-Z][^{}]+\.$/),
      })
    }
  })
})
