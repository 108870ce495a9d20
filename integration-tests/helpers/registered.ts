import { Modules } from "@medusajs/framework/utils"
import { WorkflowManager } from "@medusajs/framework/orchestration"
import type { App } from "./app"

/** What Medusa has loaded: workflow ids of scheduled jobs, and "event: subscriber id" of subscribers. */
export function registered({ container }: App): { jobs: string[]; subscribers: string[] } {
  const eventBus = container.resolve(Modules.EVENT_BUS) as unknown as {
    eventToSubscribersMap: Map<string | symbol, { id: string }[]>
  }
  return {
    jobs: [...WorkflowManager.getWorkflows().keys()].filter((id) => id.startsWith("job-")),
    subscribers: [...eventBus.eventToSubscribersMap].flatMap(([event, subscribers]) =>
      subscribers.map(({ id }) => `${String(event)}: ${id}`)
    ),
  }
}
