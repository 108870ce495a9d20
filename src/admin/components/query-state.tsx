import { ExclamationCircle, LockClosedSolid } from "@medusajs/icons"
import { Button, Skeleton, Text } from "@medusajs/ui"
import type { ReactNode } from "react"
import { useTranslation } from "react-i18next"
import { isForbidden } from "../lib/request"

type Query = { isPending: boolean; isError: boolean; error: unknown; refetch: () => unknown }

/** Shows loading, refusal or error in place of a section's content until its data is there. */
export const QueryState = ({ query, children }: { query: Query; children: ReactNode }) => {
  const { t } = useTranslation("marketplaces")
  if (query.isError) {
    const forbidden = isForbidden(query.error)
    return (
      <div role="alert" className="flex flex-col items-center gap-y-3 px-6 py-10 text-center">
        {forbidden ? (
          <LockClosedSolid className="text-ui-fg-subtle" />
        ) : (
          <ExclamationCircle className="text-ui-fg-subtle" />
        )}
        <Text size="small" leading="compact" weight="plus">
          {t(forbidden ? "state.forbidden" : "state.error")}
        </Text>
        <Text size="small" className="text-ui-fg-subtle">
          {forbidden ? t("state.forbiddenHint") : query.error instanceof Error && query.error.message}
        </Text>
        {!forbidden && (
          <Button size="small" variant="secondary" onClick={() => query.refetch()}>
            {t("actions.tryAgain")}
          </Button>
        )}
      </div>
    )
  }
  if (query.isPending) {
    return (
      <div role="status" aria-label={t("state.loading")} className="flex flex-col gap-y-3 px-6 py-6">
        <Skeleton className="h-5 w-1/2" />
        <Skeleton className="h-5 w-full" />
        <Skeleton className="h-5 w-2/3" />
      </div>
    )
  }
  return children
}
