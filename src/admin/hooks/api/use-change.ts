import { type QueryKey, useMutation, useQueryClient } from "@tanstack/react-query"
import { toast } from "@medusajs/ui"
import { useTranslation } from "react-i18next"
import { wrongFieldsOf } from "../../lib/request"

/**
 * A change of the store: what depends on it is requested again, also after a refusal, since what was shown may be the reason;
 * the refusal is shown in the store's own words, or, where it is about fields, at these.
 */
export function useChange<Input = void, Answer = unknown>(
  change: (input: Input) => Promise<Answer>,
  stale: readonly QueryKey[]
) {
  const client = useQueryClient()
  const { t } = useTranslation("marketplaces")
  const lookAgain = async () => {
    await Promise.all(stale.map((queryKey) => client.invalidateQueries({ queryKey })))
  }
  return useMutation({
    mutationFn: change,
    onSuccess: lookAgain,
    onError: async (error: Error) => {
      toast.error(wrongFieldsOf(error).length ? t("state.invalid") : error.message)
      await lookAgain()
    },
  })
}
