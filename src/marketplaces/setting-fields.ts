import { RE2JS } from "re2js"
import { z } from "zod"

import { localText, MarketplaceError, type SettingFieldDescription } from "./port"

type Words = { en: string[]; fr: string[] }
type Kind = SettingFieldDescription["type"]

const entries = z.registry<{ words: Words; kind?: Kind }>()

/**
 * One setting: its schema with the default, the kind of its field where the schema alone does not say it, and a line for
 * each language with label and help, then the words of the options in their order, if the values are not words enough.
 *
 *     paid: setting(z.enum(["ask", "skip"]).default("ask"))`
 *       en: Unpaid orders | What happens to them. | Ask | Leave out
 *       fr: Commandes impayées | Ce qui leur arrive. | Demander | Écarter`,
 */
export const setting =
  <Schema extends z.ZodType>(schema: Schema, kind?: Kind) =>
  ([text = ""]: readonly string[]): Schema => {
    entries.add(schema, { words: { en: wordsIn("en", text), fr: wordsIn("fr", text) }, kind })
    return schema
  }

export const wholeNumber = (min: number, max: number) => z.number().int().min(min).max(max)

/** A regular expression that is matched in linear time. */
export const pattern = z.string().min(1).max(200).refine(isPattern, "Not a regular expression")

/** The two texts of a section of settings, in both languages. */
export function sectionTexts(name: string, schema: z.ZodType) {
  const [title, hint] = textsOf(name, schema, 2)
  return { title, hint }
}

/** The form of a settings schema: every field is a `setting` and has a default. */
export function describeSettings(schema: z.ZodObject): SettingFieldDescription[] {
  return Object.entries(schema.shape).map(([name, field]) => {
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

/** Reads the settings with their defaults; what it makes throws `configuration` with the wrong key. */
export const settingsReader =
  <Settings>(schema: z.ZodType<Settings>, marketplace: string) =>
  (settings: Record<string, unknown>): Settings => {
    const result = schema.safeParse(settings)
    if (!result.success) {
      const key = result.error.issues[0]?.path.map(String).join(".") || "an unknown key"
      throw new MarketplaceError("configuration", `The ${marketplace} settings are wrong at ${key}.`, {
        effect: "none",
      })
    }
    return result.data
  }

/** Some settings as the operator's form names them, with the keys of the API. */
export function settingNames(
  fields: readonly SettingFieldDescription[],
  ...names: string[]
): { en: string; fr: string } {
  const named = (locale: "en" | "fr", open: string, close: string) =>
    names
      .map((name) => {
        const field = fields.find((one) => one.name === name)
        if (!field) {
          throw new Error(`There is no setting "${name}".`)
        }
        return `${open}${localText(field.label, locale)}${close} (${name})`
      })
      .join(", ")
  return { en: named("en", "“", "”"), fr: named("fr", "« ", " »") }
}

const wordsIn = (language: keyof Words, text: string): string[] =>
  new RegExp(`^ *${language}: (.+?) *$`, "m").exec(text)?.[1].split(" | ") ?? []

/** The texts of a schema, as many in each language; none is empty. */
function textsOf(name: string, schema: z.core.$ZodType, ...counts: number[]) {
  const words = schema instanceof z.ZodType ? entries.get(schema)?.words : undefined
  for (const language of ["en", "fr"] as const) {
    const texts = words?.[language] ?? []
    if (!counts.includes(texts.length) || texts.length !== words?.en.length || texts.includes("")) {
      throw new Error(`The setting "${name}" lacks words in the language "${language}".`)
    }
  }
  return (words?.en ?? []).map((en, at) => ({ en, fr: words?.fr[at] ?? "" }))
}

type Form = Pick<SettingFieldDescription, "type" | "options" | "min" | "max" | "items" | "parts">

/** How a field is drawn. */
function formOf(name: string, field: z.core.$ZodType): Form {
  const kind = field instanceof z.ZodType ? entries.get(field)?.kind : undefined
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
    return kind === "ordered" ? { type: kind, options: choices(element) } : { type: kind ?? "list", parts }
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

function isPattern(text: string): boolean {
  try {
    RE2JS.compile(text)
    return true
  } catch {
    return false
  }
}
