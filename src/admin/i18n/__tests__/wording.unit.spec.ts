import { describeFinding, FINDING_CODES } from "../../../labels/doctor"
import { sendcloud } from "../../../labels/sendcloud/adapter"
import { describeLabelSettings } from "../../../labels/settings"
import { cdiscount } from "../../../marketplaces/cdiscount"
import { rakuten } from "../../../marketplaces/rakuten"
import { localText } from "../../../marketplaces/port"
import { STEP_SENTENCES } from "../../../offers/explain"
import type { Locale } from "../../../orders/fill-text"
import { describeProblem, PROBLEM_CODES } from "../../../orders/problems"
import { describeCommonSettings } from "../../../orders/settings"
import { describeRefusal, REFUSAL_CODES } from "../../../orders/refusals"
import en from "../en.json"
import fr from "../fr.json"

type Tree = { [key: string]: string | Tree }
type Text = [name: string, text: string]

const settings = [
  ...describeCommonSettings(5, true).flatMap(({ title, hint, fields }) => [
    { label: title, help: hint },
    ...fields,
  ]),
  ...describeLabelSettings().flatMap(({ title, hint, fields }) => [{ label: title, help: hint }, ...fields]),
  ...sendcloud.descriptor.setting_fields,
  ...cdiscount.descriptor.setting_fields,
  ...rakuten.descriptor.setting_fields,
]

const leaves = (tree: Tree, prefix = ""): Text[] =>
  Object.entries(tree).flatMap(([key, value]) =>
    typeof value === "string" ? [[prefix + key, value] as Text] : leaves(value, `${prefix}${key}.`)
  )

/** Every text that an operator reads, in one language. */
const texts = (locale: Locale): Text[] => [
  ...leaves(locale === "fr" ? fr : en),
  ...PROBLEM_CODES.map((code) => {
    const { title, message, hint } = describeProblem(code, {}, locale)
    return [`problem ${code}`, `${title}. ${message} ${hint}`] as Text
  }),
  ...REFUSAL_CODES.map((code) => [`refusal ${code}`, describeRefusal(code, {}, locale)] as Text),
  ...FINDING_CODES.map(
    (code) => [`finding ${code}`, describeFinding({ code, params: {} }, locale).message] as Text
  ),
  ...Object.entries(STEP_SENTENCES).map(([code, sentence]) => [`step ${code}`, sentence[locale]] as Text),
  ...[cdiscount, rakuten, sendcloud].flatMap(({ descriptor }) =>
    [
      descriptor.description,
      descriptor.credentials_guide,
      ...descriptor.credential_fields.flatMap(({ label, help }) => [label, help]),
    ].map((text) => [descriptor.name, typeof text === "object" ? text[locale] : (text ?? "")] as Text)
  ),
  ...settings.flatMap(({ label, help, ...field }) =>
    [label, help, ...Object.values("option_labels" in field ? (field.option_labels ?? {}) : {})].map(
      (text) => [`setting ${localText(label, "en")}`, localText(text, locale)] as Text
    )
  ),
]

const matching = (locale: Locale, pattern: RegExp) => texts(locale).filter(([, text]) => pattern.test(text))

describe("the words of what an operator reads", () => {
  it("are American English, and the glossary's", () => {
    const british =
      /cancell(ed|ing)\b|\bfulfil(s|ment|ments)?\b|colour|behaviour|(recogn|organ|normal)is(e|ed|ing)\b|catalogue|pick-up/i
    expect(matching("en", british)).toEqual([])
    const dialect =
      /\btold\b|\bmend(s|ed|ing)?\b|\bnobody\b|\bsomebody\b|by (itself|themselves)|asleep|\banew\b|\barticles?\b|\bat the marketplace/i
    expect(matching("en", dialect)).toEqual([])
  })

  it("are the glossary's in French", () => {
    const dialect =
      /(de soi|d'elle|d'eux|d'elles)-mêmes?|\btout(e|es)? seule?s?\b|profils? de livraison|commandes? test\b|extension|là-bas/i
    expect(matching("fr", dialect)).toEqual([])
  })

  it("keep French marks with their words", () => {
    expect(matching("fr", / [:;?!»%]|« |n° /)).toEqual([])
    expect(matching("fr", /[^\s\d:/][;?!»](?![\w{])/)).toEqual([])
  })
})
