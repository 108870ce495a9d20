import iconv from "iconv-lite"
import { checkRows, type ShippableOrder } from "../shipping-checks"
import { textOfFile } from "../read-csv"
import { readShippingList, type ShippingRow } from "../shipping-list"

const rows = (text: string) => readShippingList(text).map(Object.values)

describe("a list of parcels", () => {
  it.each([
    [
      "A1;6A1;Colissimo\nA2;6A2;",
      [
        ["A1", "6A1", "Colissimo"],
        ["A2", "6A2", null],
      ],
    ],
    [
      "A1,6A1\r\n\r\nA2,6A2\r\n",
      [
        ["A1", "6A1", null],
        ["A2", "6A2", null],
      ],
    ],
    ["A1\t6A1", [["A1", "6A1", null]]],
    ["Numéro de suivi;Transporteur;N° commande\n6A1;UPS;A1", [["A1", "6A1", "UPS"]]],
    ["\ufeffOrder number,Tracking number\nA1,6A1", [["A1", "6A1", null]]],
    ['Référence;Colis\n"A;1";"6A ""1"""', [["A;1", '6A "1"', null]]],
    ["N° de commande;Nombre de colis;N° de suivi\nA1;2;6A1", [["A1", "6A1", null]]],
    ["Parcel ID;Order number;Tracking number\n77;A1;6A1", [["A1", "6A1", null]]],
    ["Commande;Adresse 1;Téléphone 1;Suivi\nA1;8 rue;06;6A1", [["A1", "6A1", null]]],
    ["", []],
    ["A1", [["A1", "", null]]],
  ])("is read: %j", (text, expected) => {
    expect(rows(text)).toEqual(expected)
  })

  it("is read as UTF-8, or as Windows wrote it", () => {
    for (const encoding of ["utf8", "windows-1252"]) {
      const bytes = Uint8Array.from(iconv.encode("Numéro;Suivi\nA1;6A1", encoding)).buffer
      expect(rows(textOfFile(bytes))).toEqual([["A1", "6A1", null]])
    }
  })
})

const order = (id: string, overrides: Partial<ShippableOrder> = {}): ShippableOrder => ({
  id,
  number: id,
  state: "imported",
  is_test: false,
  is_active: true,
  address_key: `home of ${id}`,
  stopped_by: null,
  packing: "possible",
  ...overrides,
})
const row = (order_number: string, tracking_number = "6A1"): ShippingRow => ({
  order_number,
  tracking_number,
  carrier: null,
})
const codes = (list: ShippingRow[], orders: ShippableOrder[], declared: [string, ShippableOrder[]][] = []) =>
  checkRows(list, {
    candidates: ({ order_number }) => orders.filter(({ number }) => number === order_number),
    cleaned: ({ tracking_number }) => tracking_number,
    declared: new Map(declared),
  }).map(({ stops }) => stops.map(({ code }) => code))

describe("what stops a row", () => {
  it("a number that goes to two addresses, on both, and not one that goes to the same", () => {
    expect(codes([row("A"), row("B")], [order("A"), order("B")])).toEqual([
      ["row_number_shared"],
      ["row_number_shared"],
    ])
    const home = { address_key: "home" }
    expect(codes([row("A"), row("B")], [order("A", home), order("B", home)])).toEqual([[], []])
  })

  it.each<[string, string, ShippableOrder[]]>([
    ["an unknown order", "row_unknown_order", []],
    ["a number that two orders have", "row_several_orders", [order("A"), { ...order("B"), number: "A" }]],
    ["a closed order", "row_closed_order", [order("A", { state: "shipped" })]],
    ["a test order", "test_order", [order("A", { is_test: true })]],
    ["a paused connection", "row_connection_paused", [order("A", { is_active: false })]],
    ["a problem that stops its parcel", "row_parcel_stopped", [order("A", { stopped_by: "Canceled" })]],
    [
      "stock at several places",
      "row_several_locations",
      [order("A", { packing: { code: "row_several_locations", params: {} } })],
    ],
  ])("%s", (_, code, orders) => {
    expect(codes([row("A")], orders)).toEqual([[code]])
  })

  it("an order in two rows, and a number that was sent", () => {
    expect(codes([row("A", "1"), row("A", "2")], [order("A")])).toEqual([
      ["row_duplicate"],
      ["row_duplicate"],
    ])
    const [one, home] = [order("A"), { address_key: "home" }]
    expect(codes([row("A")], [one], [["6A1", [order("Z")]]])).toEqual([["row_number_declared"]])
    expect(codes([row("A")], [one], [["6A1", [one]]])).toEqual([["row_number_declared"]])
    // Two orders in one parcel: the second goes after the first was sent.
    expect(codes([row("A")], [order("A", home)], [["6A1", [order("Z", home)]]])).toEqual([[]])
  })
})
