import { inPickingOrder, type PackedLine, pickingList } from "../picking-list"

const line = (change: Partial<PackedLine>): PackedLine => ({
  sku: "MUG",
  ean: null,
  title: "Mug",
  thumbnail: null,
  quantity: 1,
  bin: null,
  order_number: "A1",
  ...change,
})

it("has one line for each article, with all its orders, each once", () => {
  expect(
    pickingList([line({}), line({ order_number: "A2", quantity: 3 }), line({ quantity: 2 })])
  ).toMatchObject([{ sku: "MUG", quantity: 6, order_numbers: ["A1", "A2"] }])
})

it("goes by the place, else by the SKU as people count; what has neither comes last", () => {
  const lines = [
    line({ sku: null, title: "Loose" }),
    line({ sku: "B10" }),
    line({ sku: "B9" }),
    line({ sku: "Z", bin: "A-2" }),
    line({ sku: "Y", bin: "A-10" }),
  ]
  expect(pickingList(lines).map(({ sku, title }) => sku ?? title)).toEqual(["Z", "Y", "B9", "B10", "Loose"])
})

it("keeps articles without a SKU apart by their title, and one article of two places", () => {
  const none = { sku: null }
  expect(pickingList([line({ ...none, title: "A" }), line({ ...none, title: "B" })])).toHaveLength(2)
  expect(pickingList([line({ bin: "1" }), line({ bin: "2" })])).toHaveLength(2)
})

it("is followed by the parcels: each stands where the first of its articles is fetched, else as it stood", () => {
  const parcels = [
    { id: "last", lines: [line({ sku: "C", bin: "A-10" })] },
    { id: "empty", lines: [] },
    { id: "second", lines: [line({ sku: "B", bin: "A-2" }), line({ sku: "C", bin: "A-10" })] },
    { id: "third", lines: [line({ sku: "B", bin: "A-2" })] },
    { id: "first", lines: [line({ sku: "Z", bin: "A-9" }), line({ sku: "A", bin: "A-1" })] },
  ]
  expect(inPickingOrder(parcels).map(({ id }) => id)).toEqual(["first", "second", "third", "last", "empty"])
})
