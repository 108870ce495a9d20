import type { MedusaContainer } from "@medusajs/framework/types"
import {
  createStep,
  createWorkflow,
  type ReturnWorkflow,
  StepResponse,
  type WorkflowData,
  WorkflowResponse,
} from "@medusajs/framework/workflows-sdk"

type Context = { container: MedusaContainer }
/** `before`: what `undo` needs. */
type Undoable<Output, Before> = { result: Output; before: Before }
/** The engine's types cannot be computed for a type that is not known yet: inside, an input is this. */
type AnyInput = Record<string, unknown>

/** A workflow that is one piece of work. */
export function oneStepWorkflow<Input extends object, Output>(
  id: string,
  work: (input: Input, context: Context) => Promise<Output>
): ReturnWorkflow<Input, Output, []>
/** One whose work can be undone. `undo` gets nothing where the work itself failed. */
export function oneStepWorkflow<Input extends object, Output, Before>(
  id: string,
  work: (input: Input, context: Context) => Promise<Undoable<Output, Before>>,
  undo: (before: Before | undefined, context: Context) => Promise<void>
): ReturnWorkflow<Input, Output, []>
/**
 * The engine registers a workflow when its file is loaded, so this is called at the top level of a module: Medusa only
 * imports it. Not for a workflow with hooks, which its composer has to name.
 */
export function oneStepWorkflow(
  id: string,
  work: (input: never, context: Context) => Promise<unknown>,
  undo?: (before: never, context: Context) => Promise<void>
): unknown {
  const step = createStep(
    id,
    async (input: AnyInput, { container }) => {
      const done = await work(input as never, { container })
      const { result, before } = undo
        ? (done as Undoable<unknown, unknown>)
        : { result: done, before: undefined }
      return new StepResponse<unknown, { before: unknown }>(result, { before })
    },
    undo && ((kept, { container }) => undo(kept?.before as never, { container }))
  )
  return createWorkflow(id, (input: WorkflowData<AnyInput>) => new WorkflowResponse(step(input)))
}
