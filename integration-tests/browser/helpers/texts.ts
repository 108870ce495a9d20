import fs from "node:fs"
import path from "node:path"
import type { MarketplaceAdapter } from "../../../src/marketplaces/port"

export type Language = "en" | "fr"
type Params = Record<string, string | number>
/** The text of a key, as the pages show it. Throws where there is none: a test must not look for a key that is gone. */
export type Translate = (key: string, params?: Params) => string

const root = path.resolve(__dirname, "..", "..", "..")
const OURS = path.join(root, "src", "admin", "i18n")
const MEDUSAS = path.join(
  path.dirname(require.resolve("@medusajs/dashboard/package.json")),
  "src",
  "i18n",
  "translations"
)

/** The plugin's own texts. */
export const ourTexts = (language: Language): Translate => translate(OURS, language)
/** The texts of Medusa's own screens. */
export const medusaTexts = (language: Language): Translate => translate(MEDUSAS, language)

function translate(folder: string, language: Language): Translate {
  const texts = JSON.parse(fs.readFileSync(path.join(folder, `${language}.json`), "utf8")) as unknown
  const plurals = new Intl.PluralRules(language)
  const find = (key: string): unknown =>
    key.split(".").reduce<unknown>((node, name) => (node as Params | undefined)?.[name], texts)
  return (key, params = {}) => {
    const { count } = params
    const found =
      (typeof count === "number" && find(`${key}_${plurals.select(count)}`)) ||
      find(key) ||
      find(`${key}_other`)
    if (typeof found !== "string") throw new Error(`No text ${key} in ${language}.`)
    return found.replace(/\{\{\s*(\w+)\s*\}\}/g, (_, name: string) => String(params[name] ?? ""))
  }
}

/** What a marketplace calls one of its credentials. */
export function credentialLabel(
  { descriptor }: MarketplaceAdapter,
  name: string,
  language: Language
): string {
  const label = descriptor.credential_fields.find((field) => field.name === name)?.label
  if (!label) throw new Error(`${descriptor.name} has no credential ${name}.`)
  return typeof label === "string" ? label : label[language]
}
