import { Button, Text } from "@medusajs/ui"
import { useTranslation } from "react-i18next"
import { useTestNotification } from "../../hooks/api/connections"

/** Sends everyone who is notified a message, and says beside the button who got it. */
export const TestNotification = ({ connectionId }: { connectionId: string }) => {
  const { t } = useTranslation("marketplaces")
  const { mutate, data, isPending } = useTestNotification(connectionId)
  const namesOf = (ok: boolean) =>
    (data?.sent ?? [])
      .filter((one) => one.ok === ok)
      .map(({ to }) => to || t("recipients.feed"))
      .join(", ")
  const [sent, notSent] = [namesOf(true), namesOf(false)]
  return (
    <div className="flex flex-col items-start gap-y-2 px-6 py-4">
      <Button size="small" variant="secondary" onClick={() => mutate(undefined)} isLoading={isPending}>
        {t("recipients.test")}
      </Button>
      {data && (
        <div role="status">
          {sent && <Text size="small">{t("recipients.sent", { to: sent })}</Text>}
          {notSent && (
            <Text size="small" className="text-ui-fg-error">
              {t("recipients.notSent", { to: notSent })}
            </Text>
          )}
          {data.sent.length === 0 && <Text size="small">{t("recipients.unheard")}</Text>}
          {!data.has_links && <Text size="small">{t("recipients.noLinks")}</Text>}
        </div>
      )}
    </div>
  )
}
