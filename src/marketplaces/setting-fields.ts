import { z } from "zod"

import { MarketplaceError, localText, type LocalText, type SettingFieldDescription } from "./port"

/** Label and help of each setting, registered beside its schema: `z.number().default(1).register(...describe(…))`. */
export const settingTexts = z.registry<{ label: LocalText; help: LocalText }>()

export const describe = (label: LocalText, help: LocalText) => [settingTexts, { label, help }] as const

/** The form of a settings schema: every field has a default and is registered in `settingTexts`. */
export function describeSettings(schema: z.ZodObject): SettingFieldDescription[] {
  return Object.entries(schema.shape).map(([name, field]) => {
    const texts = field instanceof z.ZodType ? settingTexts.get(field) : undefined
    if (!texts) {
      throw new Error(`The setting "${name}" has no label and help.`)
    }
    return { name, ...texts, ...typeOf(name, field), default: z.parse(field, undefined) }
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

function typeOf(name: string, field: z.core.$ZodType): Pick<SettingFieldDescription, "type" | "options"> {
  if (field instanceof z.ZodDefault || field instanceof z.ZodNullable) {
    return typeOf(name, field.unwrap())
  }
  if (field instanceof z.ZodEnum) {
    return { type: "select", options: field.options.map(String) }
  }
  const types = [
    [z.ZodString, "text"],
    [z.ZodNumber, "number"],
    [z.ZodBoolean, "boolean"],
    [z.ZodArray, "list"],
    [z.ZodRecord, "map"],
  ] as const
  const found = types.find(([kind]) => field instanceof kind)
  if (!found) {
    throw new Error(`The setting "${name}" is of a kind that no form can show.`)
  }
  return { type: found[1] }
}
