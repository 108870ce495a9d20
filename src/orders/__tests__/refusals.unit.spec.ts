import { describeRefusal, REFUSAL_CODES } from "../refusals"

const placeholders = (text: string) =>
  [...text.matchAll(/\{[\w|]+\}/g)].map(([found]) => found.replace(/_(en|fr)\}$/, "}")).sort()

describe.each(REFUSAL_CODES)("the refusal %s", (code) => {
  const unfilled = new Proxy({}, { get: (_, name) => `{${String(name)}}` })

  it("is a sentence in both languages, with the same facts in it", () => {
    const [en, fr] = [describeRefusal(code, unfilled, "en"), describeRefusal(code, unfilled, "fr")]
    expect(en).toMatch(/^[A-Za-z{].*[.}]$/)
    expect(fr).toMatch(/^[A-ZÀÉa-z{].*[.}]$/)
    expect(fr).not.toBe(en)
    expect(placeholders(fr)).toEqual(placeholders(en))
  })
})
