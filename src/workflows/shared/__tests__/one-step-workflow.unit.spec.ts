import {
  createStep,
  createWorkflow,
  type WorkflowData,
  WorkflowResponse,
} from "@medusajs/framework/workflows-sdk"
import { oneStepWorkflow } from "../one-step-workflow"

const undone: unknown[] = []
const doubleWorkflow = oneStepWorkflow("test-double", ({ value }: { value: number }) =>
  Promise.resolve({ value: value * 2 })
)
const keepWorkflow = oneStepWorkflow(
  "test-keep",
  ({ value }: { value: number }) =>
    value < 0
      ? Promise.reject(new Error("Not kept"))
      : Promise.resolve({ result: `kept ${value}`, before: { value } }),
  (before) => {
    undone.push(before)
    return Promise.resolve()
  }
)
const failStep = createStep("test-fail", () => Promise.reject(new Error("Later")))
const keepAndFailWorkflow = createWorkflow("test-keep-and-fail", (input: WorkflowData<{ value: number }>) => {
  const kept = keepWorkflow.runAsStep({ input })
  failStep()
  return new WorkflowResponse(kept)
})

beforeEach(() => void undone.splice(0))

it("gives the work its input and returns its output", async () => {
  expect((await doubleWorkflow().run({ input: { value: 21 } })).result).toEqual({ value: 42 })
})

it("returns the result of work that can be undone, and keeps what undoes it to itself", async () => {
  expect((await keepWorkflow().run({ input: { value: 1 } })).result).toBe("kept 1")
  expect(undone).toEqual([])
})

it("undoes the work with what was before, when a later step of a larger workflow fails", async () => {
  await expect(keepAndFailWorkflow().run({ input: { value: 1 } })).rejects.toMatchObject({ message: "Later" })
  expect(undone).toEqual([{ value: 1 }])
})

it("undoes work that failed itself with nothing", async () => {
  await expect(keepWorkflow().run({ input: { value: -1 } })).rejects.toMatchObject({ message: "Not kept" })
  expect(undone).toEqual([undefined])
})
