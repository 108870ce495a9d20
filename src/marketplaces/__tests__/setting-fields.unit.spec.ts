import { z } from "zod"

import { describeSettings, setting, wholeNumber } from "../setting-fields"

const one = (field: z.ZodType) => describeSettings(z.strictObject({ some: field }))[0]

it("a setting is described by its schema and its words", () => {
  const count = setting(wholeNumber(1, 100).default(5))`
    en: Count | From 1 to 100.
    fr: Nombre | De 1 à 100 : pas plus.`
  expect(one(count)).toEqual({
    name: "some",
    label: { en: "Count", fr: "Nombre" },
    help: { en: "From 1 to 100.", fr: "De 1 à 100 : pas plus." },
    type: "number",
    min: 1,
    max: 100,
    default: 5,
  })
})

it.each([
  [z.string().nullable().default(null), { type: "text", default: null }],
  [z.boolean().default(true), { type: "boolean", default: true }],
  [z.array(z.string()).default(["a"]), { type: "list", default: ["a"] }],
  [z.array(wholeNumber(1, 9)).default([]), { type: "list", items: "number", default: [] }],
  [z.record(z.string(), z.string()).default({}), { type: "map", default: {} }],
  [z.enum(["a", "b"]).default("b"), { type: "select", options: ["a", "b"], default: "b" }],
])("the kind of a setting follows from its schema (%#)", (schema, form) => {
  const field = one(setting(schema)`
    en: Some | Help.
    fr: Un | Aide.`)
  expect(field).toMatchObject(form)
})

it("a kind that the schema does not say is named, with the words of the options in their order", () => {
  const ordered = setting(z.array(z.enum(["a", "b"])).default(["a"]), "ordered")`
    en: Order | Which first. | First | Second
    fr: Ordre | Lequel d'abord. | Premier | Second`
  expect(one(ordered)).toMatchObject({
    type: "ordered",
    options: ["a", "b"],
    option_labels: { a: { en: "First", fr: "Premier" }, b: { en: "Second", fr: "Second" } },
  })
})

it("the parts of a setting are described with their choices", () => {
  const source = z.enum(["x", "y"])
  const rule = setting(
    z.union([z.literal("dynamic"), z.strictObject({ from: source.default("y") })]).default("dynamic"),
    "name_rule"
  )`
    en: Rule | Help. | Compare | Choose
    fr: Règle | Aide. | Comparer | Choisir`
  expect(one(rule)).toMatchObject({
    type: "name_rule",
    options: ["dynamic", "map"],
    parts: { from: { options: ["x", "y"], default: "y" } },
  })
})

it("a setting has words in English, and in as many other languages as are written", () => {
  const field = one(setting(z.enum(["a", "b"]).default("a"))`
    en: Some | Help. | First | Second
    de: Etwas | Hilfe. | Erstes | Zweites
    pt-BR: Algo | Ajuda. | Primeiro | Segundo`)
  expect(field.label).toEqual({ en: "Some", de: "Etwas", "pt-BR": "Algo" })
  expect(field.option_labels?.b).toEqual({ en: "Second", de: "Zweites", "pt-BR": "Segundo" })
  const english = one(setting(z.string().default(""))`
    en: Label | Help.`)
  expect(english.label).toEqual({ en: "Label" })
})

it("what is no schema of zod 4 is refused with its name", () => {
  expect(() => describeSettings({ shape: { some: { parse: () => "" } } })).toThrow(
    'The setting "some" is no schema of zod 4.'
  )
})

describe("a setting that lacks words is refused with its name and the language", () => {
  const choice = () => z.enum(["a", "b"]).default("a")
  it.each([
    ["en", z.string().default("")],
    [
      "fr",
      setting(z.string().default(""))`
        en: Label | Help.
        fr: Nom`,
    ],
    [
      "en",
      setting(z.string().default(""))`
        en: Label | Help. | Too many
        fr: Nom | Aide. | De trop`,
    ],
    [
      "fr",
      setting(choice())`
        en: Label | Help. | A | B
        fr: Nom | Aide.`,
    ],
    [
      "en",
      setting(choice())`
        en: Label | Help. | A
        fr: Nom | Aide. | A`,
    ],
  ])("%s (%#)", (language, schema) => {
    expect(() => one(schema)).toThrow(`The setting "some" lacks words in the language "${language}".`)
  })
})
