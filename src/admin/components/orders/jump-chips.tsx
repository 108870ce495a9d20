import { Badge, Button } from "@medusajs/ui"
import { useTranslation } from "react-i18next"
import { useFormat } from "../../hooks/use-format"
import { groupTitleId } from "./group-section"
import type { ToFixEntry, Urgency } from "./urgency"

export const URGENCY_COLORS: Record<Urgency, "red" | "orange" | "grey"> = {
  stop: "red",
  notSent: "red",
  blocks: "orange",
  informs: "grey",
}

/** Every cause at a glance; each jumps to its orders, and takes the focus with it. */
export const JumpChips = ({ entries }: { entries: ToFixEntry[] }) => {
  const { t } = useTranslation("marketplaces")
  const { number } = useFormat()
  if (entries.length < 2) return null
  const jump = (key: string) => {
    const title = document.getElementById(groupTitleId(key))
    title?.scrollIntoView({ block: "center" })
    title?.focus({ preventScroll: true })
  }
  return (
    <nav aria-label={t("fix.jump")} className="flex flex-wrap gap-2 border-b px-6 py-3">
      {entries.map(({ key, title, count, urgency }) => (
        <Button
          key={key}
          size="small"
          variant="secondary"
          type="button"
          className="max-w-full"
          onClick={() => jump(key)}
        >
          <Badge size="2xsmall" color={URGENCY_COLORS[urgency]}>
            {t(`fix.${urgency}`)}
          </Badge>
          <span className="truncate">{title ?? t("action.states.needs_attention")}</span>
          <span className="text-ui-fg-subtle">{number(count)}</span>
        </Button>
      ))}
    </nav>
  )
}
