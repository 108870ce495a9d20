const fs = require("node:fs")
const path = require("node:path")
const { RuleTester } = require("eslint")
const { parser } = require("typescript-eslint")
const { floors, reach, types } = require("../floors")
const oneDirection = require("../one-direction")

const root = path.resolve(__dirname, "../../../src")

const options = [
  {
    root: "/store/src",
    floors: [
      "ground",
      ["left", "left/deep", "right"],
      "shop/**/shape.ts",
      "shop",
      "window",
      "top/entry.ts",
      "top",
    ],
    reach: { window: ["ground", "left/deep", "shop/**/shape.ts"], "shop/**/shape.ts": ["ground"] },
    types: ["shop/**/shape.ts"],
  },
]
const at = (filename, code) => ({ filename: `/store/src/${filename}`, code, options })
const upward = (from, to) => [{ messageId: "upward", data: { from, to } }]
const outOfReach = (from, to) => [
  { messageId: "outOfReach", data: { from, to, reach: options[0].reach[from].join(", ") } },
]
const value = (from) => [{ messageId: "value", data: { from, to: "shop/**/shape.ts" } }]

new RuleTester({ languageOptions: { parser } }).run("one-direction", oneDirection, {
  valid: [
    at("left/a.ts", 'import { b } from "../ground/b"'),
    at("left/a.ts", 'import { b } from "./b"'),
    at("left/a.ts", 'import { b } from "left-pad"'),
    at("left/a.ts", 'import { b } from "../../other/b"'),
    at("top/x/a.ts", 'export * from "../../left/b"'),
    at("top/a.ts", 'import { b } from "./entry"'),
    { ...at("a.ts", 'import { b } from "./top/b"'), filename: "/store/scripts/a.ts" },
    at("window/x/a.tsx", 'import { b } from "../../ground/b"'),
    at("window/a.tsx", 'import { b } from "./x/b"'),
    at("window/a.tsx", 'import { b } from "../left/deep/b"'),
    at("window/a.tsx", 'import type { B } from "../shop/shape"'),
    at("window/a.tsx", 'import type { B } from "../shop/bread/rye/shape"'),
    at("window/a.tsx", 'import type { B } from "../shop/bread/shape.ts"'),
    at("window/a.tsx", 'export type { B } from "../shop/bread/shape"'),
    at("window/a.tsx", 'type B = import("../shop/bread/shape").B'),
    at("shop/bread/present.ts", 'import type { B } from "./shape"'),
    at("shop/bread/present.ts", 'import { b } from "../../left/b"'),
    at("shop/bread/shape.ts", 'import type { B } from "../shape"'),
    at("shop/bread/shape.ts", 'import type { B } from "../../ground/b"'),
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
    { ...at("window/a.tsx", 'import type { B } from "../shop/b"'), errors: outOfReach("window", "shop") },
    { ...at("window/a.tsx", 'import { b } from "../left/b"'), errors: outOfReach("window", "left") },
    { ...at("window/a.tsx", 'import type { B } from "../left/b"'), errors: outOfReach("window", "left") },
    { ...at("window/a.tsx", 'type B = import("../shop/b").B'), errors: outOfReach("window", "shop") },
    {
      ...at("window/a.tsx", 'import type { B } from "../shop/bread/reshape"'),
      errors: outOfReach("window", "shop"),
    },
    {
      ...at("window/a.tsx", 'import type { B } from "../shop/shape/b"'),
      errors: outOfReach("window", "shop"),
    },
    { ...at("window/a.tsx", 'import { b } from "../top/b"'), errors: upward("window", "top") },
    { ...at("window/a.tsx", 'import { B } from "../shop/bread/shape"'), errors: value("window") },
    { ...at("window/a.tsx", 'import { type B } from "../shop/bread/shape"'), errors: value("window") },
    { ...at("window/a.tsx", 'import "../shop/bread/shape"'), errors: value("window") },
    { ...at("window/a.tsx", 'export * from "../shop/bread/shape"'), errors: value("window") },
    { ...at("window/a.tsx", 'const b = await import("../shop/bread/shape")'), errors: value("window") },
    { ...at("shop/bread/present.ts", 'import { B } from "./shape"'), errors: value("shop") },
    { ...at("shop/bread/shape.ts", 'import { B } from "../shape"'), errors: value("shop/**/shape.ts") },
    {
      ...at("shop/bread/shape.ts", 'import type { B } from "../../left/b"'),
      errors: outOfReach("shop/**/shape.ts", "left"),
    },
    {
      ...at("shop/bread/shape.ts", 'import type { B } from "./present"'),
      errors: upward("shop/**/shape.ts", "shop"),
    },
    {
      ...at("left/a.ts", 'import type { B } from "../shop/shape"'),
      errors: upward("left", "shop/**/shape.ts"),
    },
    { ...at("attic/a.ts", "export {}"), errors: [{ messageId: "homeless" }] },
  ],
})

describe("the floors", () => {
  const listed = floors.flat()

  it("name no folder that does not exist", () => {
    expect(listed.filter((folder) => !fs.existsSync(path.join(root, folder.split("/**")[0])))).toEqual([])
  })

  it("are what reach and types speak of", () => {
    const isKnown = (folder) => listed.some((one) => one === folder || one.startsWith(`${folder}/`))
    const named = [...Object.entries(reach).flat(2), ...types]
    expect(named.filter((folder) => !isKnown(folder))).toEqual([])
  })

  it("let the admin see nothing of the plugin but the API's shapes and floor 1", () => {
    expect(reach.admin).toEqual(["api/**/types.ts", "carriers", "marketplaces", "orders", "labels", "offers"])
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
