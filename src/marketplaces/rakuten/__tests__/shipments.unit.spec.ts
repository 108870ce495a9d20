import { XMLParser } from "fast-xml-parser"

import type { ShipmentRequest } from "../../port"
import { decodeAnswer } from "../charset"
import { toOrder } from "../order-mapper"
import { rakuten } from ".."
import { readSettings } from "../settings"
import { fakeRakuten, ok, parameterError, refusal, type Received, type Route } from "./fake-rakuten"
import { AT, listed, saleItem } from "./sales"

const settings = readSettings({})
const orderOf = (shippingtype: string) =>
  toOrder(listed([saleItem("1"), saleItem("2"), saleItem("3")], AT[0], { shippingtype }), settings)
const parcel = {
  tracking_number: "6A00000000123",
  carrier_name: "Colissimo",
  tracking_url: "https://suivi.example/?code=6A00000000123&l=fr" as string | null,
}
const request = (given: Partial<ShipmentRequest> = {}, shippingtype = "Suivi"): ShipmentRequest => ({
  external_id: "700000001",
  item_external_ids: ["1", "2"],
  parcels: [parcel],
  is_untracked: false,
  order: orderOf(shippingtype),
  ...given,
})
const OK = ok("importresult", "<lastversion>2016-05-09</lastversion><status>OK</status>")

const XML = new XMLParser({
  parseTagValue: false,
  trimValues: false,
  htmlEntities: true,
  isArray: (name) => name === "item",
})
/** The lines of an uploaded file: what stands between the multipart's boundaries, as bytes. */
function linesOf({ body, contentType }: Received): string[][] {
  const boundary = /boundary=(.+)$/.exec(contentType)?.[1] ?? ""
  const start = body.indexOf("\r\n\r\n") + 4
  const end = body.indexOf(`\r\n--${boundary}--\r\n`)
  const file = body.subarray(start, end)
  const { items } = XML.parse(decodeAnswer(file, undefined)) as { items: { item: Record<string, string>[] } }
  return items.item.map((item) => [item.itemid, item.transporter, item.trackingnumber, item.trackingurl])
}
const uploads = (routes: Record<string, Route>, given?: Parameters<typeof fakeRakuten>[1]) => {
  const fake = fakeRakuten({ importitemshippingstatus: () => OK, ...routes }, given)
  return { ...fake, files: () => fake.calls("importitemshippingstatus").map(linesOf) }
}
const lineOf = async (
  given: Partial<ShipmentRequest>,
  own: Record<string, unknown> = {},
  shippingtype = "Suivi"
) => {
  const { session, files } = uploads({}, { settings: own })
  await session.ship(request({ item_external_ids: ["1"], ...given }, shippingtype))
  return files()[0][0].slice(1)
}
const refusedFor = (
  given: Partial<ShipmentRequest>,
  own: Record<string, unknown> = {},
  shippingtype = "Suivi"
) => {
  const { session, received } = uploads({}, { settings: own })
  return session.ship(request(given, shippingtype)).then(
    () => "sent",
    (error: { kind: string; details: { reason: string; effect: string } }) => {
      expect(received).toEqual([])
      expect([error.kind, error.details.effect]).toEqual(["refused", "none"])
      return error.details.reason
    }
  )
}

describe("the file", () => {
  it("is one multipart field named file, in ISO-8859-1, of one purchase, with the secrets' place in the address only", async () => {
    const { session, received } = uploads({})
    const given = { ...parcel, carrier_name: "Prépayé <& Co> ő €" }
    expect(await session.ship(request({ parcels: [given] }))).toEqual({
      result: "done",
      status: 200,
      message: null,
    })
    expect(received.map(({ method, action, query }) => [method, action, query.version])).toEqual([
      ["POST", "importitemshippingstatus", "2016-05-09"],
    ])
    const [{ body, contentType }] = received
    expect(contentType).toMatch(/^multipart\/form-data; boundary=\S+$/)
    const item = (id: string) =>
      `<item><purchaseid>700000001</purchaseid><itemid>${id}</itemid><transporter>Pr\xe9pay\xe9 &#60;&#38; Co&#62; &#337; &#8364;</transporter>` +
      "<trackingnumber>6A00000000123</trackingnumber><trackingurl>https://suivi.example/?code=6A00000000123&#38;l=fr</trackingurl></item>"
    const boundary = contentType.split("boundary=")[1]
    expect(body.toString("latin1")).toBe(
      `--${boundary}\r\nContent-Disposition: form-data; name="file"; filename="importitemshippingstatus.xml"\r\nContent-Type: text/xml\r\n\r\n` +
        `<?xml version="1.0" encoding="ISO-8859-1"?>\n<items>\n${item("1")}\n${item("2")}\n</items>\n\r\n--${boundary}--\r\n`
    )
  })

  it("can be in UTF-8, without BOM", async () => {
    const { session, received } = uploads({}, { settings: { upload_charset: "utf-8" } })
    await session.ship(request({ parcels: [{ ...parcel, carrier_name: "Prépayé" }] }))
    expect(received[0].body.toString("utf8")).toContain('<?xml version="1.0" encoding="UTF-8"?>\n<items>')
    expect(received[0].body.toString("utf8")).toContain("<transporter>Prépayé</transporter>")
    expect(linesOf(received[0])[0][1]).toBe("Prépayé")
  })

  it("gives each item a parcel, the last one to those that are left", async () => {
    const second = { ...parcel, tracking_number: "6A00000000124", tracking_url: null }
    const { session, files } = uploads({})
    await session.ship(request({ item_external_ids: ["1", "2", "3"], parcels: [parcel, second] }))
    expect(files()[0].map(([id, , number]) => [id, number])).toEqual([
      ["1", "6A00000000123"],
      ["2", "6A00000000124"],
      ["3", "6A00000000124"],
    ])
  })
})

describe("parcels that name their items", () => {
  const second = { ...parcel, tracking_number: "6A00000000124" }

  it("are sent for those, so a repeated call for the rest sends the same numbers", async () => {
    const parcels = [
      { ...parcel, item_external_ids: ["3"] },
      { ...second, item_external_ids: ["1", "2"] },
    ]
    const { session, files } = uploads({})
    await session.ship(request({ item_external_ids: ["1", "2", "3"], parcels }))
    await session.ship(
      request({ item_external_ids: ["2"], parcels: [{ ...second, item_external_ids: ["2"] }] })
    )
    const sent = files().map((file) => file.map(([id, , number]) => [id, number]))
    expect(sent).toEqual([
      [
        ["3", "6A00000000123"],
        ["1", "6A00000000124"],
        ["2", "6A00000000124"],
      ],
      [["2", "6A00000000124"]],
    ])
  })

  it("are refused where one would go out unsaid, or an item twice", async () => {
    expect(await refusedFor({ item_external_ids: ["1"], parcels: [parcel, second] })).toBe("parcels_unclear")
    const twice = [parcel, second].map((one) => ({ ...one, item_external_ids: ["1"] }))
    expect(await refusedFor({ item_external_ids: ["1"], parcels: twice })).toBe("parcels_unclear")
  })
})

describe("what the settings say of carriers and links", () => {
  const policyOf = (own: Record<string, unknown>) => rakuten.carrier_policy(own)

  it.each<[string, Record<string, unknown>, object]>([
    ["nothing", {}, { match: "listed", fallback: "Autre", tracking_url_fragment: "replace" }],
    ["another name for Autre", { unknown_transporter: "DPD" }, { fallback: "DPD" }],
    ["that such carriers are held", { unknown_transporter: "hold" }, { fallback: null }],
    [
      "that every carrier needs its link",
      { tracking_url_policy: "always-required" },
      { tracking_url_fragment: "avoid" },
    ],
    ["that a # is fine", { tracking_url_fragment: "allow" }, { tracking_url_fragment: "allow" }],
    ["that a # is not", { tracking_url_fragment: "refuse" }, { tracking_url_fragment: "refuse" }],
  ])("is %s", (_, own, expected) => {
    expect(policyOf(own)).toMatchObject(expected)
  })
})

it("a refusal with the buyer's data in its words keeps them out", async () => {
  const given = request()
  const { first_name, last_name, lines, postal_code, city } = given.order.shipping_address ?? {}
  const words = [`${first_name} ${last_name?.toUpperCase()}`, lines?.[0], postal_code, city].join(", ")
  const { session } = uploads({
    importitemshippingstatus: () => refusal("ParameterError", [], `Refus : ${words}`),
  })
  await expect(session.ship(given)).rejects.toMatchObject({
    details: { marketplace_message: "Refus : … …, …, …, …" },
  })
})

describe("what is sent for an item", () => {
  const url = parcel.tracking_url
  const anchored = { ...parcel, tracking_url: "https://suivi.example/#/6A" }
  const autre = { ...parcel, carrier_name: "Autre" }

  it.each<[string, Partial<ShipmentRequest>, Record<string, unknown>, string, string[]]>([
    ["a listed carrier", {}, {}, "Suivi", ["Colissimo", "6A00000000123", url ?? ""]],
    ["in capitals", {}, { transporter_case: "upper" }, "Suivi", ["COLISSIMO", "6A00000000123", url ?? ""]],
    [
      "no URL",
      { parcels: [{ ...parcel, tracking_url: null }] },
      {},
      "Suivi",
      ["Colissimo", "6A00000000123", ""],
    ],
    [
      "a URL that is none",
      { parcels: [{ ...parcel, tracking_url: "suivi.example" }] },
      {},
      "Suivi",
      ["Colissimo", "6A00000000123", ""],
    ],
    [
      "no URL for named carriers",
      {},
      { tracking_url_policy: "only-autre" },
      "Suivi",
      ["Colissimo", "6A00000000123", ""],
    ],
    [
      "Autre and its URL",
      { parcels: [autre] },
      { tracking_url_policy: "only-autre" },
      "Suivi",
      ["Autre", "6A00000000123", url ?? ""],
    ],
    [
      "another name for Autre",
      { parcels: [autre] },
      { unknown_transporter: "Chronopost" },
      "Suivi",
      ["Chronopost", "6A00000000123", url ?? ""],
    ],
    [
      "no general page where named carriers get no URL",
      { parcels: [anchored] },
      { tracking_url_policy: "only-autre" },
      "Suivi",
      ["Colissimo", "6A00000000123", ""],
    ],
    [
      "a # allowed",
      { parcels: [anchored] },
      { tracking_url_fragment: "allow" },
      "Suivi",
      ["Colissimo", "6A00000000123", "https://suivi.example/#/6A"],
    ],
    [
      "a # that Autre needs",
      { parcels: [{ ...anchored, carrier_name: "autre" }] },
      {},
      "Suivi",
      ["Autre", "6A00000000123", "https://suivi.example/#/6A"],
    ],
    ["Normal without number", { parcels: [], is_untracked: true }, {}, "Normal", ["", "Oui", ""]],
    [
      "another flag word",
      { parcels: [], is_untracked: true },
      { untracked_flag: "yes" },
      "retrait chez le vendeur",
      ["", "yes", ""],
    ],
    ["no flag word", { parcels: [], is_untracked: true }, { untracked_flag: "" }, "Normal", ["", "", ""]],
    ["Normal with a number", {}, {}, "Normal", ["Colissimo", "6A00000000123", url ?? ""]],
    ["a prepaid label", {}, {}, "Point relais Mondial Relay", ["Mondial Relay prépayé", "Oui", ""]],
    [
      "a prepaid label without number",
      { parcels: [], is_untracked: true },
      {},
      "so colissimo",
      ["So Colissimo", "Oui", ""],
    ],
    [
      "the number of a prepaid label",
      {},
      { prepaid_policy: "send-tracking" },
      "Chronopost",
      ["Colissimo", "6A00000000123", url ?? ""],
    ],
    [
      "modes of the settings",
      { parcels: [], is_untracked: true },
      { untracked_modes: ["Coursier"], shipping_type_map: { "À vélo": "coursier" } },
      "a velo",
      ["", "Oui", ""],
    ],
  ])("%s", async (_, given, own, shippingtype, expected) => {
    expect(await lineOf(given, own, shippingtype)).toEqual(expected)
  })

  it.each<[string, Partial<ShipmentRequest>, Record<string, unknown>, string, string]>([
    [
      "no number where one is needed",
      { parcels: [], is_untracked: true },
      {},
      "Suivi",
      "untracked_not_supported",
    ],
    [
      "no number where Rakuten's is to be sent",
      { parcels: [], is_untracked: true },
      { prepaid_policy: "send-tracking" },
      "So Colissimo",
      "untracked_not_supported",
    ],
    [
      "Autre without URL",
      { parcels: [{ ...autre, tracking_url: null }] },
      {},
      "Suivi",
      "tracking_url_missing",
    ],
    [
      "no URL where one is required",
      { parcels: [{ ...parcel, tracking_url: null }] },
      { tracking_url_policy: "always-required" },
      "Suivi",
      "tracking_url_missing",
    ],
    [
      "a # that is refused",
      { parcels: [anchored] },
      { tracking_url_fragment: "refuse" },
      "Suivi",
      "tracking_url_refused",
    ],
    [
      "a carrier that is held",
      { parcels: [autre] },
      { unknown_transporter: "hold" },
      "Suivi",
      "carrier_unknown",
    ],
    ["no item", { item_external_ids: [] }, {}, "Suivi", "no_items"],
    ["a correction by hand", { is_correction: true }, {}, "Suivi", "correction_by_hand"],
  ])("is not sent with %s", async (_, given, own, shippingtype, reason) => {
    expect(await refusedFor(given, own, shippingtype)).toBe(reason)
  })

  it("is nothing where Rakuten follows its own label", async () => {
    const { session, received } = uploads({}, { settings: { prepaid_policy: "skip" } })
    expect(await session.ship(request({}, "Chronopost"))).toMatchObject({ result: "already" })
    expect(received).toEqual([])
  })

  it.each([
    ["Normal", true],
    ["Suivi", false],
    ["SO COLISSIMO", true],
    ["Shop2Shop by Chronopost", true],
    ["Relai Kiala", false],
  ])("%s may go without number: %s", (shippingtype, untracked) => {
    expect(rakuten.shipmentPolicy(orderOf(shippingtype), {})).toMatchObject({
      untracked,
      parcels: "many",
      tracking_url_max_length: 255,
    })
  })
})

describe("a refused file", () => {
  /** Refuses a whole file for its bad lines, as long as there is one. */
  const judging =
    (bad: Record<string, string>): Route =>
    (received) => {
      const details = linesOf(received).flatMap(([id]) => (bad[id] ? [`Article ${id} : ${bad[id]}`] : []))
      return details.length ? parameterError(...details) : OK
    }
  const SHIPPED = "a déjà été expédié"
  const idsOf = (files: string[][][]) => files.map((lines) => lines.map(([id]) => id))

  it("for items that were shipped before is done", async () => {
    const { session, files } = uploads({ importitemshippingstatus: judging({ 1: SHIPPED, 2: SHIPPED }) })
    expect(await session.ship(request())).toEqual({
      result: "already",
      status: 200,
      message: "Already so: 1, 2.",
    })
    expect(files()).toHaveLength(1)
  })

  it("for some of them is sent again with the others", async () => {
    const { session, files } = uploads({ importitemshippingstatus: judging({ 1: SHIPPED.toUpperCase() }) })
    expect(await session.ship(request())).toMatchObject({ result: "done", message: "Already so: 1." })
    expect(idsOf(files())).toEqual([["1", "2"], ["2"]])
  })

  it.each([
    ["statut incorrect. L'article doit être accepté.", "not_ready", "wrong_state"],
    ["numéro incorrect", "refused", "unknown_item"],
    ["transporteur inconnu", "refused", "carrier_refused"],
    ["numéro de suivi obligatoire", "refused", "parcel_refused"],
    ["URL de suivi incorrecte", "refused", "tracking_url_refused"],
    ["autre chose", "refused", "parameter"],
  ])("for %j is %s, once the others are sent", async (detail, kind, reason) => {
    const { session, files } = uploads({ importitemshippingstatus: judging({ 2: detail }) })
    await expect(session.ship(request())).rejects.toMatchObject({
      kind,
      message: expect.stringContaining("Taken before: 1.") as string,
      details: { reason, effect: "unknown", marketplace_message: `Article 2 : ${detail}` },
    })
    expect(idsOf(files())).toEqual([["1", "2"], ["1"]])
    const alone = uploads({ importitemshippingstatus: judging({ 2: detail }) })
    await expect(alone.session.ship(request({ item_external_ids: ["2"] }))).rejects.toMatchObject({
      kind,
      details: { reason, effect: "none" },
    })
  })

  it("that names no item is sent item by item", async () => {
    const { session, files } = uploads({
      importitemshippingstatus: (received) =>
        linesOf(received).some(([id]) => id === "2") ? parameterError("Un article a déjà été expédié") : OK,
    })
    expect(await session.ship(request({ item_external_ids: ["1", "2", "3"] }))).toMatchObject({
      result: "done",
      message: "Already so: 2.",
    })
    expect(idsOf(files())).toEqual([["1", "2", "3"], ["1"], ["2"], ["3"]])
  })

  it("is read by whole numbers: 1 is not meant by 11", async () => {
    const { session, files } = uploads({
      importitemshippingstatus: (_, nth) =>
        nth === 1 ? parameterError("Article 11 : numéro incorrect", "Article 2 : numéro incorrect") : OK,
    })
    await expect(session.ship(request())).rejects.toMatchObject({ details: { reason: "unknown_item" } })
    expect(idsOf(files())).toEqual([["1", "2"], ["1"]])
  })

  it("follows the setting for the wording, whatever it is", async () => {
    const { session } = uploads(
      { importitemshippingstatus: judging({ 1: "(EXPÉDIÉ) hier" }) },
      { settings: { already_shipped_pattern: "\\(expédié\\)$|^.*expedie\\) hier" } }
    )
    expect(await session.ship(request({ item_external_ids: ["1"] }))).toMatchObject({ result: "already" })
    const hostile = uploads(
      { importitemshippingstatus: judging({ 1: "a".repeat(400) }) },
      { settings: { already_shipped_pattern: "(a+)+$b" } }
    )
    await expect(hostile.session.ship(request({ item_external_ids: ["1"] }))).rejects.toMatchObject({
      kind: "refused",
    })
  })

  it("for any other reason is that failure, and nothing is sent again", async () => {
    const { session, received } = uploads({
      importitemshippingstatus: () => refusal("ServerError", [], "", "ServerError"),
    })
    await expect(session.ship(request())).rejects.toMatchObject({
      kind: "unavailable",
      details: { effect: "unknown" },
    })
    expect(received).toHaveLength(1)
    const odd = uploads({ importitemshippingstatus: () => ok("importresult", "<status>KO</status>") })
    await expect(odd.session.ship(request())).rejects.toMatchObject({
      kind: "invalid_answer",
      details: { effect: "unknown" },
    })
  })
})

describe("the other service", () => {
  const own = { settings: { ship_service: "settrackingpackageinfos" } }
  const answered: Route = () => ok("setshippingpackageinfosresult", "<status>Ok</status>")

  it("is called item by item, with its own names", async () => {
    const { session, received } = uploads({ settrackingpackageinfos: answered }, own)
    expect(await session.ship(request({ parcels: [{ ...parcel, carrier_name: "Prépayé" }] }))).toMatchObject({
      result: "done",
    })
    expect(received.map(({ method, action }) => [method, action])).toEqual(
      Array(2).fill(["GET", "settrackingpackageinfos"])
    )
    expect(received[0].search).toContain(
      "&version=2016-03-16&itemid=1&transporter_name=Pr%E9pay%E9&tracking_number=6A00000000123&tracking_url=https%3A%2F%2Fsuivi.example%2F%3Fcode%3D6A00000000123%26l%3Dfr"
    )
  })

  it("is not called for a shipment without number", async () => {
    const { session, received } = uploads({ settrackingpackageinfos: answered }, own)
    await session.ship(request({ parcels: [], is_untracked: true }, "Normal"))
    expect(received.map(({ action }) => action)).toEqual(["importitemshippingstatus"])
  })

  it.each([
    ["The parameter 'transporter_name' is invalid.", "carrier_refused"],
    ["The parameter 'tracking_url' is mandatory.", "tracking_url_refused"],
    ["The parameter 'tracking_number' is invalid.", "parcel_refused"],
    ["The parameter 'itemid' is invalid.", "parameter"],
  ])("refuses with %j", async (detail, reason) => {
    const { session } = uploads(
      {
        settrackingpackageinfos: (_, nth) =>
          nth === 1 ? ok("r", "<status>OK</status>") : parameterError(detail),
      },
      own
    )
    await expect(session.ship(request())).rejects.toMatchObject({
      kind: "refused",
      details: { reason, effect: "unknown" },
    })
  })

  it("corrects a number where the setting allows it, but not one that Rakuten made", async () => {
    const correcting = { settings: { tracking_correction: "settrackingpackageinfos" } }
    const { session, received } = uploads({ settrackingpackageinfos: answered }, correcting)
    expect(await session.ship(request({ is_correction: true }))).toMatchObject({ result: "done" })
    expect(received.map(({ action }) => action)).toEqual([
      "settrackingpackageinfos",
      "settrackingpackageinfos",
    ])
    expect(await session.ship(request({ is_correction: true }, "So Colissimo"))).toMatchObject({
      result: "already",
    })
    expect(received).toHaveLength(2)
  })
})

it("suggests the carriers that Rakuten is known to take", async () => {
  const names = (await fakeRakuten({}).session.carriers()).map(({ name }) => name)
  expect(names).toEqual(
    expect.arrayContaining(["Autre", "Colissimo", "Mondial Relay prépayé", "So Colissimo", "Royal Mail"])
  )
  expect(names).not.toContain("Royal Mall")
  expect(names).toHaveLength(43)
})
