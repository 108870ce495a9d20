import { z } from "zod"

import { leastTurn } from "../../__tests__/longest-turn"

import { parseJson } from ".."

const schema = z.object({ items: z.array(z.object({ id: z.string() })) })

it.each([
  ["of a million empty objects", `[${"{},".repeat(1_000_000)}{}]`, "too_large"],
  ["nested a million deep", "[".repeat(1_000_000), "too_large"],
  ["of bytes of no charset", Buffer.alloc(15_000_000, 0xff), "invalid_answer"],
  ["of one long text", JSON.stringify("é".repeat(9_000_000)), "invalid_answer"],
])(
  "parseJson stops nothing else with a document %s",
  async (_, body, kind) => {
    const response = { status: 200, headers: {}, body: Buffer.from(body as string) }
    const read = () => expect(parseJson(response, schema, "GET /x")).rejects.toMatchObject({ kind })
    expect(await leastTurn(read)).toBeLessThan(200)
  },
  60_000
)
