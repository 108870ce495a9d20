// Writes docs/problems.md and docs/fr/problems.md, the catalog of problems as pages: npm run docs:problems
import fs from "node:fs"
import path from "node:path"
import type { Locale } from "../src/orders/fill-text"
import { PROBLEM_TEXTS, PROBLEMS, type ProblemCode } from "../src/orders/problems"
import type { ProblemSubject } from "../src/orders/problems/define-problems"

export const PAGES: Record<Locale, string> = { en: "docs/problems.md", fr: "docs/fr/problems.md" }

const SUBJECTS: Record<ProblemSubject, Record<Locale, string>> = {
  order: { en: "Orders", fr: "Commandes" },
  action: { en: "Parcels, decisions, and cancellations", fr: "Colis, décisions et annulations" },
  connection: { en: "Connections", fr: "Connexions" },
  offer: { en: "Stock and prices", fr: "Stock et prix" },
  label: { en: "Labels", fr: "Étiquettes" },
}

const WORDS: Record<Locale, { title: string; intro: string; holds: string; next: string }> = {
  en: {
    title: "Every problem, with its next step",
    intro:
      "The admin shows a problem where it can be fixed, with what it is about in place of “…”. Written by `npm run docs:problems` from the catalog that the admin reads.",
    holds: "It holds up what it is about until it is fixed.",
    next: "Next step:",
  },
  fr: {
    title: "Tous les problèmes, avec la marche à suivre",
    intro:
      "L'administration montre chaque problème là où il se corrige, avec ce qu'il concerne à la place de « … ». Page écrite par `npm run docs:problems` à partir de la liste que lit l'administration.",
    holds: "Bloque ce qu'il concerne jusqu'à sa résolution.",
    next: "Marche à suivre :",
  },
}

const withoutFacts = (text: string) =>
  text
    .replace(/\{\w+\|setting\}/g, "")
    .replace(/\{\w+(?:\|\w+)?\}/g, "…")
    .replaceAll("….", "…")

/** The page of one language, as Markdown. */
export function problemsPage(locale: Locale): string {
  const words = WORDS[locale]
  const codes = Object.keys(PROBLEMS) as ProblemCode[]
  const sections = (Object.keys(SUBJECTS) as ProblemSubject[]).flatMap((subject) => [
    `## ${SUBJECTS[subject][locale]}`,
    ...codes
      .filter((code) => PROBLEMS[code].subject === subject)
      .flatMap((code) => {
        const [message, hint] = PROBLEM_TEXTS[code][locale].map(withoutFacts)
        const { title, blocks } = PROBLEMS[code]
        return [
          `### ${title[locale]}`,
          `\`${code}\`: ${message}${blocks ? ` ${words.holds}` : ""}`,
          `${words.next} ${hint}`,
        ]
      }),
  ])
  return `${[`# ${words.title}`, words.intro, ...sections].join("\n\n")}\n`
}

if (require.main === module) {
  for (const [locale, file] of Object.entries(PAGES)) {
    fs.mkdirSync(path.dirname(file), { recursive: true })
    fs.writeFileSync(file, problemsPage(locale as Locale))
  }
}
