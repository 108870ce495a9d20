import { csvLines } from "../orders-csv"

it("is no formula, whatever a marketplace calls its articles", () => {
  expect(
    csvLines([
      ["=HYPERLINK(1)", "+33", "-1", "@SUM", "\tx", "A=1"],
      [1.5, null, 'a"b;c', "d\ne", "é", ""],
    ])
  ).toBe('\'=HYPERLINK(1);\'+33;\'-1;\'@SUM;\'\tx;A=1\r\n1.5;;"a""b;c";"d\ne";é;\r\n')
})
