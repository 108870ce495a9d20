import { performance } from "node:perf_hooks"

export const say = (text: string) => console.log(`[${new Date().toISOString().slice(11, 19)}] ${text}`)

export const quantile = (list: number[], q: number) =>
  [...list].sort((a, b) => a - b)[Math.min(list.length - 1, Math.floor(list.length * q))]
export const median = (list: number[]) => quantile(list, 0.5)

export const seconds = async (work: () => Promise<unknown>) => {
  const started = performance.now()
  await work()
  return (performance.now() - started) / 1000
}
