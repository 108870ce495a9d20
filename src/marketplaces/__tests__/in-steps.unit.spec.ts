import { inSteps } from "../in-steps"
import type { CallResult } from "../port"

const DONE: CallResult = { result: "done", status: 200, message: null }

/** What is called and stored, from a request that has come to this step before. */
async function made(done: string | null | undefined, failing?: string) {
  const made: string[] = []
  const call = (name: string) => () => {
    made.push(name)
    return name === failing ? Promise.reject(new Error(name)) : Promise.resolve()
  }
  const steps = done === undefined ? undefined : { done, reached: (step: string) => call(`stored ${step}`)() }
  const result = await inSteps(
    steps,
    [
      ["number", call("number")],
      ["label", call("label")],
    ],
    async () => {
      await call("confirm")()
      return DONE
    }
  ).catch((error: Error) => error.message)
  return [...made, result]
}

it.each([
  ["from the first", null, undefined, ["number", "stored number", "label", "stored label", "confirm", DONE]],
  ["after the first", "number", undefined, ["label", "stored label", "confirm", DONE]],
  ["after the last but one", "label", undefined, ["confirm", DONE]],
  [
    "from the first, after a step that is no more",
    "old",
    undefined,
    ["number", "stored number", "label", "stored label", "confirm", DONE],
  ],
  ["without a store", undefined, undefined, ["number", "label", "confirm", DONE]],
  ["up to the call that fails", null, "label", ["number", "stored number", "label", "label"]],
  ["up to the step that is not stored", null, "stored number", ["number", "stored number", "stored number"]],
])("the calls of a request are made %s", async (_, done, failing, expected) => {
  expect(await made(done, failing)).toEqual(expected)
})
