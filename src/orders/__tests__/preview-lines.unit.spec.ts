import { previewLines } from "../preview-lines"
import { line, order } from "./fixtures"

const sold = (count: number) =>
  order({
    lines: Array.from({ length: count }, (_, at) => line({ key: String(at), title: `Article ${at}` })),
  })

it("names the first lines of an order, and says how many there are beside them", () => {
  expect(previewLines(sold(1))).toEqual({ lines: [{ title: "Article 0", quantity: 1 }], more_lines: 0 })
  expect(previewLines(sold(10))).toMatchObject({ more_lines: 0 })
  const many = previewLines(sold(500))
  expect(many.lines.map(({ title }) => title)).toEqual(sold(10).lines.map(({ title }) => title))
  expect(many.more_lines).toBe(490)
  expect(previewLines(null)).toEqual({ lines: [], more_lines: 0 })
})
