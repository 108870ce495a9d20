import { RE2JS } from "re2js"
import { z } from "zod"

import { localText, MarketplaceError, type Schema, type SettingFieldDescription } from "./port"

/** By language. */
type Words = Map<string, string[]>
type Kind = SettingFieldDescription["type"]
type Items = SettingFieldDescription["items"]

/** Kept beside the schemas, which may be of another version of zod 4 than ours. */
const entries = new WeakMap<object, { words: Words; kind?: Kind; items?: Items }>()

/**
 * One setting: its schema with the default, the kind of its field and what a list holds, where the schema alone does not say it, and a line for
 * each language with label and help, then the words of the options in their order, if the values are not words enough.
 * English is there, and as many other languages as are wanted.
 *
 *     paid: setting(z.enum(["ask", "skip"]).default("ask"))`
 *       en: Unpaid orders | What happens to them. | Ask | Leave out
 *       fr: Commandes impayées | Ce qui leur arrive. | Demander | Écarter`,
 */
export const setting =
  <Field extends object>(schema: Field, kind?: Kind, items?: Items) =>
  ([text = ""]: readonly string[]): Field => {
    entries.set(schema, { words: wordsIn(text), kind, items })
    return schema
  }

/** Strict object whose refusal of an unknown key says which one and where. */
export function strict<Shape extends z.core.$ZodLooseShape>(shape: Shape) {
  return z.strictObject(shape, {
    error: (issue) =>
      issue.code === "unrecognized_keys"
        ? `Unknown setting: ${issue.keys.map((key) => [...(issue.path ?? []), key].join(".")).join(", ")}`
        : undefined,
  })
}

/** Settings that are shown together. Each has a default, so an empty section is a valid one. */
export const section = <Shape extends z.core.$ZodLooseShape>(shape: Shape) => {
  const schema = strict(shape)
  return setting(schema.prefault({} as z.input<typeof schema>))
}

export const wholeNumber = (min: number, max: number) => z.number().int().min(min).max(max)

/** A regular expression that is matched in linear time. */
export const pattern = z.string().min(1).max(200).refine(isPattern, "Not a regular expression")

/** The two texts of a section of settings, in each language. */
export function sectionTexts(name: string, schema: object) {
  const [title, hint] = textsOf(name, schema, 2)
  return { title, hint }
}

/** The form of a settings schema: every field is a `setting` and has a default. */
export function describeSettings(schema: {
  shape: Readonly<Record<string, unknown>>
}): SettingFieldDescription[] {
  return Object.entries(schema.shape).map(([name, field]) => {
    if (!(field instanceof z.ZodType)) throw new Error(`The setting "${name}" is no schema of zod 4.`)
    const form = formOf(name, field)
    const options = form.options ?? []
    const [label, help, ...words] = textsOf(name, field, 2, 2 + options.length)
    return {
      name,
      label,
      help,
      ...form,
      ...(words.length && {
        option_labels: Object.fromEntries(options.map((value, at) => [value, words[at]])),
      }),
      default: z.parse(field, undefined),
    }
  })
}

/**
 * Reads the settings with their defaults; what it makes throws `configuration` with the wrong key. One object is read once: a
 * batch reads many orders with it.
 */
export const settingsReader = <Settings>(schema: Schema<Settings>, marketplace: string) => {
  const known = new WeakMap<object, Settings>()
  return (settings: Record<string, unknown>): Settings => {
    const before = known.get(settings)
    if (before !== undefined) return before
    const result = schema.safeParse(settings)
    if (!result.success) {
      const key = result.error.issues[0]?.path.map(String).join(".") || "an unknown key"
      throw new MarketplaceError("configuration", `The ${marketplace} settings are wrong at ${key}.`, {
        effect: "none",
      })
    }
    known.set(settings, result.data)
    return result.data
  }
}

/** Some settings as the operator's form names them, with the keys of the API. */
export function settingNames(
  fields: readonly SettingFieldDescription[],
  ...names: string[]
): { en: string; fr: string } {
  const named = (language: "en" | "fr", open: string, close: string) =>
    names
      .map((name) => {
        const field = fields.find((one) => one.name === name)
        if (!field) {
          throw new Error(`There is no setting "${name}".`)
        }
        return `${open}${localText(field.label, language)}${close} (${name})`
      })
      .join(", ")
  return { en: named("en", "“", "”"), fr: named("fr", "« ", " »") }
}

const wordsIn = (text: string): Words =>
  new Map(
    [...text.matchAll(/^ *([a-z]{2,3}(?:-[A-Z]{2})?): (.+?) *$/gm)].map(([, language, words]) => [
      language,
      words.split(" | "),
    ])
  )

/** The texts of a schema, as many in each language; none is empty. */
function textsOf(name: string, schema: object, ...counts: number[]) {
  const words: Words = new Map([["en", []], ...(entries.get(schema)?.words ?? [])])
  const english = words.get("en") ?? []
  for (const [language, texts] of words) {
    if (!counts.includes(texts.length) || texts.length !== english.length || texts.includes("")) {
      throw new Error(`The setting "${name}" lacks words in the language "${language}".`)
    }
  }
  return english.map((en, at) => ({
    ...Object.fromEntries([...words].map(([language, texts]) => [language, texts[at]])),
    en,
  }))
}

type Form = Pick<SettingFieldDescription, "type" | "options" | "min" | "max" | "items" | "parts">

/** How a field is drawn. */
function formOf(name: string, field: z.core.$ZodType): Form {
  const kind = entries.get(field)?.kind
  const inner = withoutDefault(field)
  const parts = partsOf(inner)
  if (inner instanceof z.ZodNumber) {
    return { type: kind ?? "number", min: inner.minValue ?? undefined, max: inner.maxValue ?? undefined }
  }
  if (inner instanceof z.ZodEnum) {
    return { type: kind ?? "select", options: choices(inner) }
  }
  if (inner instanceof z.ZodArray) {
    const { element } = inner
    if (element instanceof z.ZodNumber) {
      return { type: kind ?? "list", items: "number" }
    }
    if (kind === "ordered") return { type: kind, options: choices(element) }
    const items = entries.get(field)?.items
    return { type: kind ?? "list", parts, ...(items && { items }) }
  }
  const types = [
    [z.ZodString, "text"],
    [z.ZodBoolean, "boolean"],
    [z.ZodRecord, "map"],
  ] as const
  if (kind === "name_rule" && inner instanceof z.ZodUnion) {
    return { type: kind, options: ["dynamic", "map"], parts }
  }
  const type = kind ?? types.find(([one]) => inner instanceof one)?.[1]
  if (!type) {
    throw new Error(`The setting "${name}" is of a kind that no form can show.`)
  }
  return { type, parts }
}

/** What may be chosen for the parts of a setting that is an object, may be one, or lists them. */
function partsOf(field: z.core.$ZodType): SettingFieldDescription["parts"] {
  const candidates =
    field instanceof z.ZodUnion ? field.options : [field instanceof z.ZodArray ? field.element : field]
  const object = candidates.find((candidate) => candidate instanceof z.ZodObject)
  if (!object) {
    return undefined
  }
  const parts = Object.entries(object.shape).map(
    ([name, part]) => [name, withoutDefault(part), part] as const
  )
  return Object.fromEntries(
    parts.flatMap(([name, inner, part]) =>
      inner instanceof z.ZodEnum
        ? [[name, { options: choices(inner), default: String(z.parse(part, undefined)) }]]
        : []
    )
  )
}

const choices = (field: z.core.$ZodType): string[] =>
  field instanceof z.ZodEnum ? field.options.map(String) : []

const withoutDefault = (field: z.core.$ZodType): z.core.$ZodType =>
  field instanceof z.ZodDefault || field instanceof z.ZodPrefault || field instanceof z.ZodNullable
    ? withoutDefault(field.unwrap())
    : field

/** Whether it is a regular expression that can be matched in linear time. */
export function isPattern(text: string): boolean {
  try {
    RE2JS.compile(text)
    return true
  } catch {
    return false
  }
}
