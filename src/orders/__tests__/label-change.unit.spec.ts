import { labelChange, type OwnLabel } from "../label-change"

const label = (tracking_number: string, fulfillment_id = "f1"): OwnLabel => ({
  fulfillment_id,
  tracking_number,
  carrier: "colissimo",
  parcel: {
    tracking_number: tracking_number.replace(/ /g, ""),
    carrier_name: "Colissimo",
    tracking_url: null,
  },
  problem: null,
})
const ONE = {
  parcels: "one",
  split: "wait_for_all",
  untracked: false,
  tracking_number_max_length: 50,
  tracking_url_max_length: 255,
} as const
const change = (labels: OwnLabel[], patch: Partial<Parameters<typeof labelChange>[0]> = {}) =>
  labelChange({
    sent: ["A1"],
    known: ["A1"],
    labels,
    item_external_ids: ["I1", "I2"],
    policy: { ...ONE, parcels: "many" },
    is_correctable: true,
    ...patch,
  })
const differ = (labels: string[] | null, sent: string[] | null = ["A1"]) => ({
  kind: "problem",
  problem: { code: "labels_differ", params: { sent, labels } },
})

describe("labels that change after their parcel was sent", () => {
  it("are the same where they say what was sent, in other signs or another order too", () => {
    expect(change([label("a 1")])).toEqual({ kind: "same" })
    expect(change([label("B2"), label("A1")], { known: ["A1", "B2"], policy: ONE })).toEqual({ kind: "same" })
    // What was left out before is gone, and nothing else.
    expect(change([label("A1")], { known: ["A1", "B2"] })).toEqual({ kind: "same" })
  })

  it("are sent as a correction where the marketplace takes one", () => {
    expect(change([label("B2")])).toMatchObject({
      kind: "correct",
      parcels: [{ fulfillment_id: "f1", tracking_number: "B2", item_external_ids: ["I1", "I2"] }],
      left_out: [],
    })
    expect(change([label("A1"), label("B2"), label("C3")])).toMatchObject({
      kind: "correct",
      parcels: [
        { tracking_number: "A1", item_external_ids: ["I1"] },
        { tracking_number: "B2", item_external_ids: ["I2"] },
      ],
      left_out: [{ tracking_number: "C3", reason: "no_item_left" }],
    })
  })

  it("are shown with what was sent where it takes none, and where nothing can be sent", () => {
    expect(change([label("B2")], { is_correctable: false })).toEqual(differ(["B2"]))
    expect(change([])).toEqual(differ(null))
    expect(change([label("B2")], { is_correctable: false, sent: [], known: [] })).toEqual(
      differ(["B2"], null)
    )
    // A second label, and no second parcel or item that it could be sent for.
    expect(change([label("A1"), label("B2")], { policy: ONE })).toEqual(differ(["A1", "B2"]))
    expect(change([label("A1"), label("B2")], { item_external_ids: ["I1"] })).toEqual(differ(["A1", "B2"]))
  })

  it("are shown as what is wrong with them", () => {
    const problem = { code: "tracking_number_invalid" as const, params: { tracking_number: "?" } }
    const wrong: OwnLabel = {
      fulfillment_id: "f1",
      tracking_number: "?",
      carrier: null,
      parcel: null,
      problem,
    }
    expect(change([wrong])).toEqual({ kind: "problem", problem })
    expect(change([wrong], { is_correctable: false })).toEqual(differ(["?"]))
  })
})
