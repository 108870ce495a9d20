import type {
  MedusaNextFunction,
  MedusaRequest,
  MedusaResponse,
  MiddlewareRoute,
} from "@medusajs/framework/http"
import type { z } from "@medusajs/framework/zod"
import { invalidFields } from "../../../modules/marketplace/refusal"
import { wrongFields } from "../../../modules/marketplace/wrong-fields"

/** Bad input is a 400 with Medusa's error body, before any handler sees it. */
export const body = (matcher: string, schema: z.ZodType): MiddlewareRoute => ({
  matcher,
  methods: ["POST"],
  middlewares: [
    async (req: MedusaRequest, _: MedusaResponse, next: MedusaNextFunction) => {
      req.validatedBody = await validated(schema, req.body ?? {})
      next()
    },
  ],
})

export const query = (
  matcher: string,
  schema: z.ZodType,
  method: "GET" | "DELETE" = "GET"
): MiddlewareRoute => ({
  matcher,
  methods: [method],
  middlewares: [
    async (req: MedusaRequest, _: MedusaResponse, next: MedusaNextFunction) => {
      req.validatedQuery = (await validated(schema, req.query)) as Record<string, unknown>
      next()
    },
  ],
})

/** Medusa's own validator repeats the value in its message, which is logged, and here it can be a buyer's. */
export async function validated(schema: z.ZodType, value: unknown): Promise<unknown> {
  const { success, data, error } = await schema.safeParseAsync(value)
  if (success) return data
  const sentences = [...new Set(error.issues.flatMap(sentencesOf))].slice(0, MOST_SENTENCES)
  throw invalidFields(`Invalid request: ${sentences.join("; ")}`, wrongFields(error.issues))
}

const MOST_SENTENCES = 10
const NAME = /^\w{1,60}$/

/** What is wrong where, in the schema's words. */
function sentencesOf(issue: z.core.$ZodIssue): string[] {
  if (issue.code === "invalid_union" && issue.errors.length > 0) {
    return issue.errors[0].flatMap((inner) => sentencesOf({ ...inner, path: [...issue.path, ...inner.path] }))
  }
  const names = issue.path.map((name) =>
    typeof name === "number" || NAME.test(String(name)) ? String(name) : "…"
  )
  const where = names.length > 0 ? `${names.join(", ")}: ` : ""
  if (issue.code === "unrecognized_keys") {
    return [
      `${where}Unrecognized fields: '${issue.keys.map((key) => (NAME.test(key) ? key : "…")).join(", ")}'`,
    ]
  }
  return [where + issue.message]
}
