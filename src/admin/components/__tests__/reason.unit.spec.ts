import fs from "node:fs"
import path from "node:path"

const admin = path.resolve(__dirname, "../..")
const sources = fs
  .readdirSync(admin, { recursive: true, encoding: "utf8" })
  .filter((file) => /\.tsx?$/.test(file) && !file.includes("__tests__"))
  .map((file): [string, string] => [file, fs.readFileSync(path.join(admin, file), "utf8")])
const FIELD = path.join("components", "reason-field.tsx")
const PROMPT = path.join("components", "reason-prompt.tsx")
/** A reason that a person gave and that is sent: of a field's state, or handed over by the prompt. */
const GIVES = /\[reason, setReason\]|\(reason\)\s*=>/

describe("Where a reason is typed, it says that the history keeps it", () => {
  it("the field alone is labeled so, and has the hint", () => {
    const [, field] = sources.find(([file]) => file === FIELD) ?? ["", ""]
    expect(field).toMatch(/t\("field\.reason"\)[^]*t\("field\.reasonHint"\)/)
    // The prompt has it too where reasons are chosen, not typed.
    const labeled = sources.filter(([, text]) => text.includes('"field.reason"')).map(([file]) => file)
    expect(labeled.sort()).toEqual([FIELD, PROMPT])
  })

  it("and whatever takes one takes it of that field", () => {
    const takers = sources.filter(([, text]) => GIVES.test(text))
    expect(takers.length).toBeGreaterThan(7)
    const others = takers.filter(([, text]) => !/<Reason(Field|Prompt)\b/.test(text)).map(([file]) => file)
    expect(others).toEqual([])
  })

  it("and no reason is sent that no such place asks for", () => {
    const senders = sources.filter(
      ([file, text]) => file.endsWith(".tsx") && /\.mutate(Async)?\([^)]{0,300}\breason\b/.test(text)
    )
    expect(senders.length).toBeGreaterThan(4)
    const others = senders.filter(([, text]) => !/<Reason(Field|Prompt)\b/.test(text)).map(([file]) => file)
    expect(others).toEqual([])
  })
})
