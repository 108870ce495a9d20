const fs = require("node:fs")
const path = require("node:path")
const { RuleTester } = require("eslint")
const { parser } = require("typescript-eslint")
const floors = require("../floors")
const oneDirection = require("../one-direction")

const root = path.resolve(__dirname, "../../../src")

const options = [
  { root: "/store/src", floors: ["ground", ["left", "left/deep", "right"], "top/entry.ts", "top"] },
]
const at = (filename, code) => ({ filename: `/store/src/${filename}`, code, options })
const upward = (from, to) => [{ messageId: "upward", data: { from, to } }]

new RuleTester({ languageOptions: { parser } }).run("one-direction", oneDirection, {
  valid: [
    at("left/a.ts", 'import { b } from "../ground/b"'),
    at("left/a.ts", 'import { b } from "./b"'),
    at("left/a.ts", 'import { b } from "left-pad"'),
    at("left/a.ts", 'import { b } from "../../other/b"'),
    at("top/x/a.ts", 'export * from "../../left/b"'),
    at("top/a.ts", 'import { b } from "./entry"'),
    { ...at("a.ts", 'import { b } from "./top/b"'), filename: "/store/scripts/a.ts" },
  ],
  invalid: [
    { ...at("ground/a.ts", 'import { b } from "../left/b"'), errors: upward("ground", "left") },
    { ...at("ground/a.ts", 'import type { B } from "../left/b"'), errors: upward("ground", "left") },
    { ...at("ground/a.ts", 'import "../left/b"'), errors: upward("ground", "left") },
    { ...at("ground/a.ts", 'export { b } from "../left/b"'), errors: upward("ground", "left") },
    { ...at("ground/a.ts", 'export * from "../left/b"'), errors: upward("ground", "left") },
    { ...at("ground/a.ts", 'const b = await import("../left/b")'), errors: upward("ground", "left") },
    { ...at("ground/a.ts", 'type B = import("../left/b").B'), errors: upward("ground", "left") },
    { ...at("ground/a.ts", 'import b = require("../left/b")'), errors: upward("ground", "left") },
    { ...at("ground/a.ts", 'const b = require("../left/b")'), errors: upward("ground", "left") },
    { ...at("ground/a.ts", 'import { b } from "../left"'), errors: upward("ground", "left") },
    { ...at("left/a.ts", 'import { b } from "../right/b"'), errors: upward("left", "right") },
    { ...at("left/a.ts", 'import { b } from "./deep/b"'), errors: upward("left", "left/deep") },
    { ...at("top/entry.ts", 'import { b } from "./b"'), errors: upward("top/entry.ts", "top") },
    { ...at("attic/a.ts", "export {}"), errors: [{ messageId: "homeless" }] },
  ],
})

describe("the floors", () => {
  const listed = floors.flat()

  it("name no folder that does not exist", () => {
    expect(listed.filter((folder) => !fs.existsSync(path.join(root, folder)))).toEqual([])
  })

  it("name every folder of src, and each folder of the three that are floors of their own", () => {
    const inside = (folder) =>
      fs
        .readdirSync(path.join(root, folder), { withFileTypes: true })
        .filter((entry) => entry.name !== "__tests__")
        .map((entry) => path.posix.join(folder, entry.name))
    const split = ["marketplaces", "modules", "workflows"]
    const wanted = [
      ...inside("").filter((name) => !split.includes(name) && !name.endsWith(".ts")),
      ...split.flatMap(inside),
    ]
    expect(wanted.filter((name) => !listed.includes(name))).toEqual([])
  })
})
