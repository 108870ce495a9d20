import { execFileSync } from "node:child_process"
import fs from "node:fs"
import path from "node:path"

const root = path.resolve(__dirname, "../..")

/** The glossary's "not": the words, and what is written instead. */
const WORDS: [RegExp, string][] = [
  [
    /(?<![A-Za-z])([Tt]old|[Tt]ells?|[Tt]elling|[Uu]ntold)(?![a-z])|(?<=[a-z])(Told|Tells?)(?![a-z])/,
    "send, notify, report, show",
  ],
  [/\bmend(s|ed|ing)?\b/i, "remedy, fix"],
  [/\b(nobody|somebody)\b/i, "no one, or who it is"],
  [/\basleep\b/i, "not active yet"],
  [/\banew\b/i, "again"],
  [/\bby (itself|themselves)\b/i, "automatically, alone"],
  [/^\W*Answers (?!are\b|of\b)/, "Returns"],
  [/cancell(ed|ing)(?![a-z])/i, "canceled"],
  [/fulfil(?!l)/i, "fulfillment"],
  [/colour|behaviour|honour|favour|neighbour|labell(ed|ing)\b|\bpick-up\b/i, "American spelling"],
  [/catalogue/i, "catalog"],
  [/(recogn|organ|summar|initial|minim|maxim|anonym|optim|synchron)is(e|ed|es|ing)\b/i, "-ize"],
]

/** Where such a word is right. */
const EXCEPTIONS: { why: string; files: RegExp; text: RegExp }[] = [
  {
    why: "The glossary itself, and what searches for its words",
    files: /(wording|words)\.unit\.spec\.ts$/,
    text: /.*/,
  },
  { why: "History", files: /^CHANGELOG\.md$/, text: /.*/ },
  {
    why: "Names that 0.1 stored",
    files:
      /^(docs\/upgrading\.md|integration-tests\/upgrade\.spec\.ts|src\/modules\/marketplace\/migrations\/.*)$/,
    text: /\bmended\b|(deadline|accepted)_told|told_with_another_parcel|cancelled_(in_store|after_shipping)/g,
  },
  {
    why: "Words of the marketplaces and the label service",
    files: /^(src\/marketplaces|src\/labels\/sendcloud|src\/orders\/__tests__|sandbox)\//,
    text: /\bC(ancelled|ANCELLED)(_UPSTREAM)?\b|<status>cancelled<\/status>|order-cancelled|\bis_fulfilment\b/g,
  },
  { why: "The label service's words", files: /^sandbox\/sendcloud\//, text: /\bcancelled\b/g },
  {
    why: "A setting that the marketplace's word is mapped to must be refused",
    files: /rakuten\/__tests__\/settings/,
    text: /"cancelled"/g,
  },
  { why: "The system's user without rights", files: /^scripts\/postgres-guard\.mjs$/, text: /"nobody"/g },
  { why: "French", files: /\.(json|ts)$/, text: /\btelles?\b|\ble catalogue\b/g },
]

/** Tracked files; in a copy without its history, what lies in the folders that are not installed or built. */
function candidates(): string[] {
  if (fs.existsSync(path.join(root, ".git"))) {
    return execFileSync("git", ["ls-files", "-z"], { cwd: root, encoding: "utf8" }).split("\0")
  }
  return fs
    .readdirSync(root)
    .filter((name) => !["node_modules", ".medusa", ".data"].includes(name))
    .flatMap((name) =>
      fs.statSync(path.join(root, name)).isDirectory()
        ? fs
            .readdirSync(path.join(root, name), { recursive: true, encoding: "utf8" })
            .map((file) => `${name}/${file}`)
        : [name]
    )
    .filter((file) => fs.statSync(path.join(root, file)).isFile())
}

const files = () =>
  candidates().filter(
    (file) => /\.(tsx?|mjs|js|md|json|ya?ml|sql)$/.test(file) && !file.startsWith("package-lock")
  )

const withoutExceptions = (file: string, line: string) =>
  EXCEPTIONS.filter((one) => one.files.test(file)).reduce((rest, { text }) => rest.replace(text, ""), line)

describe("the words of the repository", () => {
  it("are the glossary's in every tracked file and its name", () => {
    const found = files().flatMap((file) => {
      const lines = [file, ...fs.readFileSync(path.join(root, file), "utf8").split("\n")]
      return lines.flatMap((line, n) => {
        const text = withoutExceptions(file, line)
        const hits = WORDS.filter(([word]) => word.test(text))
        return hits.map(([word, instead]) => `${file}:${n} ${word.exec(text)?.[0]} → ${instead}`)
      })
    })
    expect(found).toEqual([])
  })
})
