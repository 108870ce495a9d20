import { type QueryKey, useMutation, useQueryClient } from "@tanstack/react-query"
import { toast } from "@medusajs/ui"

/** A change of the store: what depends on it is requested again; a refusal is shown in the store's own words. */
export function useChange<Input = void, Answer = unknown>(
  change: (input: Input) => Promise<Answer>,
  stale: readonly QueryKey[]
) {
  const client = useQueryClient()
  return useMutation({
    mutationFn: change,
    onSuccess: async () => {
      await Promise.all(stale.map((queryKey) => client.invalidateQueries({ queryKey })))
    },
    onError: (error: Error) => toast.error(error.message),
  })
}
