/** One field of a request and what is wrong with it: never its value, which can be a secret or a buyer's. */
export type WrongField = {
  /** `settings.import.interval_minutes` */
  field: string
  /** zod's code: `too_small`, `invalid_format`, … */
  code: string
  /** `minimum`, `maximum`, `origin`, `values`, as far as the code has them. */
  params: Record<string, string>
  /** In English. */
  message: string
}

/** An issue of any zod 4: an adapter may have its own. */
type Issue = {
  path: readonly PropertyKey[]
  message: string
  code?: string
  errors?: readonly (readonly Issue[])[]
}

const NAME = /^\w{1,60}$/
/** Of an issue, what its sentence needs and what is no value that was given. */
const PARAMS = ["minimum", "maximum", "origin", "values"]

/** What is wrong where, as forms can say it in their own words. `path`: what the fields are below. */
export const wrongFields = (issues: readonly Issue[], path = ""): WrongField[] =>
  issues.flatMap(({ errors, ...issue }): WrongField[] => {
    const { code = "custom" } = issue
    if (code === "invalid_union" && errors?.length) {
      return wrongFields(
        errors[0].map((inner) => ({ ...inner, path: [...issue.path, ...inner.path] })),
        path
      )
    }
    const names = issue.path.map(String).map((name) => (NAME.test(name) ? name : "…"))
    const facts = Object.entries(issue).filter(([name]) => PARAMS.includes(name))
    return [
      {
        field: [path, ...names].filter(Boolean).join("."),
        code,
        params: Object.fromEntries(facts.map(([name, value]) => [name, [value].flat().join(", ")])),
        message: code === "unrecognized_keys" ? "Unrecognized fields" : issue.message,
      },
    ]
  })
