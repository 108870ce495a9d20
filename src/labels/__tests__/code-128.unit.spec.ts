import fc from "fast-check"
import { code128 } from "../code-128"

/** A scanner of its own: it knows the symbols by the numbers of their 11 modules, as the standard's table has them. */
const MODULES = `
  11011001100 11001101100 11001100110 10010011000 10010001100 10001001100 10011001000 10011000100 10001100100 11001001000
  11001000100 11000100100 10110011100 10011011100 10011001110 10111001100 10011101100 10011100110 11001110010 11001011100
  11001001110 11011100100 11001110100 11101101110 11101001100 11100101100 11100100110 11101100100 11100110100 11100110010
  11011011000 11011000110 11000110110 10100011000 10001011000 10001000110 10110001000 10001101000 10001100010 11010001000
  11000101000 11000100010 10110111000 10110001110 10001101110 10111011000 10111000110 10001110110 11101110110 11010001110
  11000101110 11011101000 11011100010 11011101110 11101011000 11101000110 11100010110 11101101000 11101100010 11100011010
  11101111010 11001000010 11110001010 10100110000 10100001100 10010110000 10010000110 10000101100 10000100110 10110010000
  10110000100 10011010000 10011000010 10000110100 10000110010 11000010010 11001010000 11110111010 11000010100 10001111010
  10100111100 10010111100 10010011110 10111100100 10011110100 10011110010 11110100100 11110010100 11110010010 11011011110
  11011110110 11110110110 10101111000 10100011110 10001011110 10111101000 10111100010 11110101000 11110100010 10111011110
  10111101110 11101011110 11110101110 11010000100 11010010000 11010011100`
  .trim()
  .split(/\s+/)
const STOP = "1100011101011"

function scan(widths: number[]): string {
  const modules = widths.map((width, at) => String(1 - (at % 2)).repeat(width)).join("")
  expect(modules.endsWith(STOP)).toBe(true)
  const symbols = modules.slice(0, -STOP.length).match(/.{11}/g) ?? []
  expect(symbols.length * 11 + STOP.length).toBe(modules.length)
  const values = symbols.map((symbol) => MODULES.indexOf(symbol))
  expect(values).not.toContain(-1)
  const [check, ...data] = [values.at(-1), ...values.slice(0, -1)]
  expect(data.reduce((sum, value, at) => sum + value * Math.max(1, at), 0) % 103).toBe(check)
  let set = data[0] === 105 ? "C" : "B"
  expect([104, 105]).toContain(data[0])
  let text = ""
  for (const value of data.slice(1)) {
    if (value === 99 && set === "B") set = "C"
    else if (value === 100 && set === "C") set = "B"
    else text += set === "C" ? String(value).padStart(2, "0") : String.fromCharCode(value + 32)
  }
  return text
}

it("is read back as the text that it was made of", () => {
  for (const text of ["2608151042ABC12", "123456789", "1234", "A1", "7", "a-B/9 9999 ~"])
    expect(scan(code128(text) ?? [])).toBe(text)
  const signs = fc.string({ minLength: 1, maxLength: 40 }).filter((text) => /^[\x20-\x7e]+$/.test(text))
  const mixed = fc.stringMatching(/^[A-Z]{0,3}[0-9]{1,12}[A-Z-]{0,3}[0-9]{0,9}$/)
  fc.assert(fc.property(fc.oneof(signs, mixed), (text) => scan(code128(text) ?? []) === text))
})

it("has two digits in one symbol", () => {
  const symbols = (text: string) => ((code128(text)?.length ?? 0) - 7) / 6
  // The beginning, ten pairs, and the check.
  expect(symbols("12345678901234567890")).toBe(12)
})

it("is none of what no scanner could read", () => {
  for (const text of ["", "É12", "A\n", "1".repeat(41)]) expect(code128(text)).toBeNull()
})
