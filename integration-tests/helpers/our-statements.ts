import { ContainerRegistrationKeys } from "@medusajs/framework/utils"
import type { App } from "./app"

/** Watches the statements on the plugin's tables that run from here on in this process. */
export function watchOurStatements({ container }: Pick<App, "container">) {
  const raw = jest.spyOn(container.resolve(ContainerRegistrationKeys.PG_CONNECTION), "raw")
  return {
    /** Those since the beginning, or since the last `forget`. */
    list: () => raw.mock.calls.map(([text]) => String(text)).filter((text) => text.includes("marketplace_")),
    forget: () => void raw.mockClear(),
    stop: () => raw.mockRestore(),
  }
}
