import { errorKind } from "../error-kind"

const STACK = [
  "TypeError: 12 rue des Exemples",
  "at the door of Camille Exemple",
  "    at completeEdit (/srv/store/node_modules/plugin/workflows/complete-edit.js:12:34)",
  "    at async Promise.all (index 0)",
  "    at async /srv/store/run.js:5:6",
  "    at C:\\store\\engine.js:7:8",
].join("\n")

describe("what the log may hold of an error", () => {
  it("is its name and its place, without a word of its message", () => {
    const shown = "TypeError at completeEdit (complete-edit.js:12:34) < run.js:5:6 < engine.js:7:8"
    const error = Object.assign(new TypeError("12 rue des Exemples"), { stack: STACK })
    expect(errorKind(error)).toBe(shown)
    expect(errorKind({ name: "TypeError", message: "12 rue des Exemples", stack: STACK })).toBe(shown)
  })

  it.each([null, undefined, "12 rue des Exemples", { name: "Camille Exemple" }, { name: 5, stack: 7 }])(
    "is nothing of %p",
    (error) => expect(errorKind(error)).toBe("unknown error")
  )
})
