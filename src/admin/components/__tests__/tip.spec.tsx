import { cleanup } from "@testing-library/react"
import fs from "node:fs"
import path from "node:path"
import { renderAdmin } from "../../__tests__/render-admin"
import { CheckResult } from "../check-result"
import { Tip } from "../tip"

afterEach(cleanup)

const ADMIN = path.resolve(__dirname, "../..")

describe("a tip's colon", () => {
  it.each([
    ["en", "Held.", "Held: why"],
    ["en", "Held", "Held: why"],
    ["fr", "Retenue.", "Retenue\u00a0: why"],
    ["fr", "Retenue :", "Retenue\u00a0: why"],
  ] as const)("is written as %s does after “%s”", async (lang, label, text) => {
    const { container } = await renderAdmin(<Tip label={label}>why</Tip>, { lang })
    expect(container.textContent).toContain(text)
  })

  it("has its space in every tip", async () => {
    const result = { ok: true, code: "ok", message: "", details: {} }
    const { container } = await renderAdmin(<CheckResult result={result} />, { lang: "fr" })
    expect(container.textContent).toMatch(/\S\u00a0: /)
    const direct = fs
      .readdirSync(ADMIN, { recursive: true, encoding: "utf8" })
      .filter((file) => /\.tsx$/.test(file) && !/__tests__|components\/tip\.tsx$/.test(file))
      .filter((file) => fs.readFileSync(path.join(ADMIN, file), "utf8").includes("InlineTip"))
    expect(direct).toEqual([])
  })
})
